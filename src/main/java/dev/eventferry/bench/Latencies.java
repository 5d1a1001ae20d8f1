package dev.eventferry.bench;

import java.time.Duration;
import java.util.Arrays;

/** How long each request took, to the microsecond and all of them: percentiles are exact, at four bytes a request. */
final class Latencies {

    private int[] micros = new int[1024];
    private int count;
    private boolean sorted = true;

    /** Adds one; more than 35 minutes count as that. */
    void add(long nanos) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, count * 2);
        }
        micros[count++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
        sorted = false;
    }

    /**
     * The time that so many percent of the requests did not exceed; zero when there are none.
     *
     * @param percent above 0, at most 100
     */
    Duration percentile(double percent) {
        if (count == 0) {
            return Duration.ZERO;
        }
        if (!sorted) {
            Arrays.sort(micros, 0, count);
            sorted = true;
        }
        int rank = (int) Math.ceil(percent / 100 * count);
        return Duration.ofNanos(1_000L * micros[Math.max(rank, 1) - 1]);
    }
}
