package dev.eventferry.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Bounds what one input may cost, in the processor's time: a busy machine is no hang. Jazzer itself ends what hangs. */
final class Effort {

    /** An input of a few kB takes less than a millisecond; the first ones load classes. */
    private static final long MOST_NANOS = 5_000_000_000L;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Effort() {}

    /** Runs it, and fails when it took too long. */
    static void bounded(Runnable execution) {
        long before = THREADS.getCurrentThreadCpuTime();
        execution.run();
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        if (nanos > MOST_NANOS) {
            throw new AssertionError("one input takes " + nanos / 1_000_000 + " ms of the processor");
        }
    }
}
