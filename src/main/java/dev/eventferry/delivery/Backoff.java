package dev.eventferry.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: at least {@code least}, and by chance up to a time that doubles with
 * each failure until it is {@code most}, so that many lanes do not come back at one moment.
 */
public record Backoff(Duration least, Duration most) {

    private static final int MOST_DOUBLINGS = 30;

    /**
     * The wait.
     *
     * @param failures in a row, from 1
     */
    public Duration after(int failures, RandomGenerator random) {
        long doubled = least.toMillis() << Math.min(failures, MOST_DOUBLINGS);
        long whole = doubled <= 0 ? most.toMillis() : Math.min(most.toMillis(), doubled);
        long floor = Math.min(least.toMillis(), whole);
        return Duration.ofMillis(floor + random.nextLong(whole - floor + 1));
    }
}
