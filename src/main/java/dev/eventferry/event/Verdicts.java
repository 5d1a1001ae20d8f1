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
     * @param problems errors of a rejected item, warnings of an accepted one
     */
    public record Verdict(
            int index,
            Status status,
            @Nullable String reason,
            @Nullable String eventId,
            List<Problem> problems) {}

    private final @Nullable Verdict[] verdicts;
    private final int[] counts = new int[Status.values().length];

    /** For that many items. */
    public Verdicts(int items) {
        this.verdicts = new Verdict[items];
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
        set(new Verdict(index, Status.ACCEPTED, null, eventId, warnings));
    }

    /** The item had been accepted, but cannot be kept after all. */
    public void takeBack(int index, List<Problem> problems) {
        verdicts[index] = null;
        counts[Status.ACCEPTED.ordinal()]--;
        reject(index, problems);
    }

    /** How many items came to that. */
    public int count(Status status) {
        return counts[status.ordinal()];
    }

    /** How many items there are. */
    public int size() {
        return verdicts.length;
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
            if (before.status().compareTo(verdict.status()) > 0) {
                return;
            }
            counts[before.status().ordinal()]--;
        }
        verdicts[verdict.index()] = verdict;
        counts[verdict.status().ordinal()]++;
    }

    @Override
    public String toString() {
        return "Verdicts" + Arrays.toString(counts);
    }
}
