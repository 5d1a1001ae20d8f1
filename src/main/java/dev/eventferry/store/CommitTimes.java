package dev.eventferry.store;

/** How long commits took since the start: written by one thread, read by any. */
public final class CommitTimes {

    private volatile long count;
    private volatile long nanos;

    /** How many there were. */
    public long count() {
        return count;
    }

    /** How long they took together, in nanoseconds. */
    public long nanos() {
        return nanos;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the writer's thread alone
    void add(long took) {
        nanos += took;
        count++;
    }
}
