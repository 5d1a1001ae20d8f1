package dev.eventferry.inspect;

/** A few classes of how long delivery took, from the commit that accepted an event to the one that settled it. */
final class Latency {

    /** Upper bounds in milliseconds; what took longer is in the class behind them. */
    private static final long[] BOUNDS = {
        100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 3_600_000, 21_600_000, 86_400_000
    };

    private static final String LONGER = "longer";

    private Latency() {}

    /** The class of a time: its upper bound in milliseconds. */
    static String of(long millis) {
        for (long bound : BOUNDS) {
            if (millis <= bound) {
                return Long.toString(bound);
            }
        }
        return LONGER;
    }

    /** The upper bound of a class in milliseconds; the largest number for the last class. */
    static long bound(String name) {
        return name.equals(LONGER) ? Long.MAX_VALUE : Long.parseLong(name);
    }
}
