package dev.eventferry.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: doubling from {@code first} to {@code most}, by a random half, so
 * that many lanes do not come back at one moment.
 */
public record Backoff(Duration first, Duration most) {

    private static final int MOST_DOUBLINGS = 30;

    /**
     * The wait.
     *
     * @param failures in a row, from 1
     */
    public Duration after(int failures, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long whole = doubled <= 0 ? most.toMillis() : Math.min(most.toMillis(), doubled);
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
