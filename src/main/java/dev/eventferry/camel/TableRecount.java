package dev.eventferry.camel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the gap that an overlap cannot see: rows that were committed after it had passed. How many rows were read in
 * each settled stretch is remembered, and counted again much later; when there are more, some came too late. Fewer say
 * nothing, for rows change and move on.
 */
final class TableRecount {

    private static final int OVERLAPS = 10;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Rows between two values of the column that rises.
     *
     * @param after the first is behind it
     * @param until the last is at most it
     * @param rows as many were read
     */
    record Stretch(Object after, Object until, long rows, long nanos) {}

    private final long delay;
    private final long longest;
    private final Deque<Stretch> waiting = new ArrayDeque<>();
    private @Nullable Object from;
    private long rows;

    TableRecount(Duration overlap) {
        Duration wait = overlap.multipliedBy(OVERLAPS);
        Duration bounded = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        this.delay = bounded.toNanos();
        this.longest = delay / OVERLAPS;
    }

    /** Whether a settled row is one that is counted: there is a place from which on all are. */
    boolean isWithin(Object at) {
        return from != null && TableValue.compare(at, from) > 0;
    }

    void read(long settledRows) {
        rows += settledRows;
    }

    /** A look came to the table's end, and all is settled up to here. */
    void settled(Object at, long nanos) {
        Object begin = from;
        if (begin != null && TableValue.compare(at, begin) > 0) {
            Stretch last = waiting.peekLast();
            if (last != null && TableValue.compare(last.until(), begin) == 0 && nanos - last.nanos() < longest) {
                waiting.removeLast();
                waiting.addLast(new Stretch(last.after(), at, last.rows() + rows, last.nanos()));
            } else {
                waiting.addLast(new Stretch(begin, at, rows, nanos));
            }
        }
        from = at;
        rows = 0;
    }

    /** What is read was not read to the end: it is not counted, and counting begins anew. */
    void forget() {
        from = null;
        rows = 0;
    }

    /** The stretch whose time has come; null when there is none. */
    @Nullable
    Stretch due(long nanos) {
        Stretch first = waiting.peekFirst();
        // its last part is as old as that too
        return first != null && nanos - first.nanos() >= delay + longest ? waiting.pollFirst() : null;
    }
}
