package dev.eventferry.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of each item of one group, from the door to its answer. Written by one step after the other, read by the
 * door's answer or report; not for several threads at once.
 */
public final class Verdicts {

    /** What an item came to. Where one item makes several events, the better word stands. */
    public enum Status {
        /** Not wanted: filtered out, switched off or unlisted. */
        FILTERED,
        /** Known already (design 3). */
        DUPLICATE,
        /** Refused, with reasons. */
        REJECTED,
        /** Ours to deliver. */
        ACCEPTED
    }

    /**
     * One item's verdict.
     *
     * @param index the item's place in its group, from 0
     * @param reason why it was filtered; null otherwise
     * @param eventId {@code event_id} as it is sent, empty when it goes without; null unless accepted or a duplicate
     * @param moreIds those of further events of the item that have another one
     * @param problems errors of a rejected item, warnings of an accepted one; of an item of several events, some of
     *     which were refused, both
     */
    public record Verdict(
            int index,
            Status status,
            @Nullable String reason,
            @Nullable String eventId,
            List<String> moreIds,
            List<Problem> problems) {

        private Verdict(
                int index, Status status, @Nullable String reason, @Nullable String eventId, List<Problem> problems) {
            this(index, status, reason, eventId, List.of(), problems);
        }

        /** What it is with what another event of the same item came to. */
        private Verdict with(Verdict next) {
            boolean nextIsBetter = status.compareTo(next.status) <= 0;
            if (nextIsBetter && problems.isEmpty() && (eventId == null || eventId.equals(next.eventId))) {
                return next;
            }
            Verdict better = nextIsBetter ? next : this;
            String id = eventId == null ? next.eventId : eventId;
            List<String> others = new ArrayList<>(moreIds);
            if (next.eventId != null && !next.eventId.equals(id) && !others.contains(next.eventId)) {
                others.add(next.eventId);
            }
            List<Problem> all = new ArrayList<>(problems);
            all.addAll(next.problems);
            return new Verdict(index, better.status, better.reason, id, List.copyOf(others), List.copyOf(all));
        }
    }

    /** Sees each event that was judged: what its source gave, and what of it stood up to the rules. */
    public interface Witness {
        void judged(Values before, Values after);
    }

    private final @Nullable Verdict[] verdicts;
    private final int[] acceptedEvents;
    private final int[] counts = new int[Status.values().length];
    private final int @Nullable [] firstRows;
    private final int rows;
    private final @Nullable String[] names;
    private @Nullable Witness witness;
    private @Nullable Onlooker onlooker;

    /** For that many items, of one row each. */
    public Verdicts(int items) {
        this(items, null, items);
    }

    private Verdicts(int items, int @Nullable [] firstRows, int rows) {
        this.verdicts = new Verdict[items];
        this.acceptedEvents = new int[items];
        this.firstRows = firstRows;
        this.rows = rows;
        this.names = new String[items];
    }

    /** For those items, some of which may be several rows of a file. */
    public static Verdicts of(List<Item> items) {
        int[] firstRows = new int[items.size()];
        int rows = 0;
        for (int i = 0; i < firstRows.length; i++) {
            firstRows[i] = rows;
            rows += items.get(i).rowCount();
        }
        return new Verdicts(firstRows.length, rows == firstRows.length ? null : firstRows, rows);
    }

    /** The item was filtered out, and why. */
    public void filter(int index, String reason) {
        set(new Verdict(index, Status.FILTERED, reason, null, List.of()));
    }

    /** The item was refused, and why. */
    public void reject(int index, List<Problem> problems) {
        set(new Verdict(index, Status.REJECTED, null, null, problems));
    }

    /** The item is known already. */
    public void duplicate(int index, String eventId) {
        set(new Verdict(index, Status.DUPLICATE, null, eventId, List.of()));
    }

    /** The item is ours to deliver. */
    public void accept(int index, String eventId, List<Problem> warnings) {
        acceptedEvents[index]++;
        set(new Verdict(index, Status.ACCEPTED, null, eventId, warnings));
    }

    /** An event of the item had been accepted, but cannot be kept after all. */
    public void takeBack(int index, List<Problem> problems) {
        acceptedEvents[index]--;
        if (acceptedEvents[index] == 0) {
            counts[Status.ACCEPTED.ordinal()]--;
            verdicts[index] = null;
        }
        reject(index, problems);
    }

    /** What TikTok calls the item's event; of several the last stands. */
    public void name(int index, String name) {
        names[index] = name;
    }

    /** What TikTok calls the item's event; null when it never came to that. */
    public @Nullable String name(int index) {
        return names[index];
    }

    /** From now on somebody looks on. */
    public void tell(Witness looksOn) {
        witness = looksOn;
    }

    /** Who looks on; null for nobody. */
    public @Nullable Witness witness() {
        return witness;
    }

    /** From now on it is shown what becomes of the group's events. */
    public void show(Onlooker toWhom) {
        onlooker = toWhom;
    }

    /** Whom the group's events are shown to; null for nobody. */
    public @Nullable Onlooker onlooker() {
        return onlooker;
    }

    /** What an item came to so far; null when nothing was said of it yet. */
    public @Nullable Verdict of(int index) {
        return verdicts[index];
    }

    /** How many items came to that. */
    public int count(Status status) {
        return counts[status.ordinal()];
    }

    /** How many items there are. */
    public int size() {
        return verdicts.length;
    }

    /** How many rows the items took up. */
    public int rows() {
        return rows;
    }

    /** Which of these rows was the item's first, from 0. */
    public int firstRow(int index) {
        return firstRows == null ? index : firstRows[index];
    }

    /** All verdicts spoken so far, in the order of the items. */
    public List<Verdict> all() {
        List<Verdict> spoken = new ArrayList<>(verdicts.length);
        for (Verdict verdict : verdicts) {
            if (verdict != null) {
                spoken.add(verdict);
            }
        }
        return spoken;
    }

    private void set(Verdict verdict) {
        Verdict before = verdicts[verdict.index()];
        if (before != null) {
            counts[before.status().ordinal()]--;
        }
        Verdict now = before == null ? verdict : before.with(verdict);
        verdicts[verdict.index()] = now;
        counts[now.status().ordinal()]++;
    }

    @Override
    public String toString() {
        return "Verdicts" + Arrays.toString(counts);
    }
}
