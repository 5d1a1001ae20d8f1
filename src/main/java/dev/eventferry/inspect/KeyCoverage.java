package dev.eventferry.inspect;

import dev.eventferry.event.Field;
import dev.eventferry.event.Values;
import java.util.Arrays;
import java.util.List;

/** How many events carry each match key, and how many of those that came did not stand up to a look. For one thread. */
public final class KeyCoverage {

    /** What TikTok matches an event to a person by (tiktok-events-api 4). */
    private static final List<Field> KEYS =
            Arrays.stream(Field.values()).filter(KeyCoverage::isKey).toList();

    private final long[] present = new long[Field.COUNT];
    private final long[] valid = new long[Field.COUNT];
    private long events;

    /**
     * One key's counts.
     *
     * @param present events that came with it
     * @param valid events that leave with it
     */
    public record Count(Field field, long present, long valid) {

        /** How many lost it, each with a warning. */
        public long dropped() {
            return Math.max(0, present - valid);
        }
    }

    /**
     * Counts an event.
     *
     * @param before as the source gave it
     * @param after what of it was found to be good
     */
    public void add(Values before, Values after) {
        events++;
        for (Field key : KEYS) {
            present[key.ordinal()] += before.has(key) ? 1 : 0;
            valid[key.ordinal()] += after.has(key) ? 1 : 0;
        }
    }

    /** Counts what another one counted. */
    public void add(KeyCoverage other) {
        events += other.events;
        for (Field key : KEYS) {
            present[key.ordinal()] += other.present[key.ordinal()];
            valid[key.ordinal()] += other.valid[key.ordinal()];
        }
    }

    /**
     * Counts what was counted before.
     *
     * @param counts of keys; what is none is left out
     */
    public void restore(long counted, List<Count> counts) {
        events += counted;
        for (Count count : counts) {
            present[count.field().ordinal()] += count.present();
            valid[count.field().ordinal()] += count.valid();
        }
    }

    /** How many events were counted. */
    public long events() {
        return events;
    }

    /** The keys that any event came or leaves with, in TikTok's order. */
    public List<Count> counts() {
        return KEYS.stream()
                .map(key -> new Count(key, present[key.ordinal()], valid[key.ordinal()]))
                .filter(count -> count.present() + count.valid() > 0)
                .toList();
    }

    private static boolean isKey(Field field) {
        boolean person = field.section().equals("user") && field != Field.LOCALE && field != Field.ATT_STATUS;
        return person || field == Field.LEAD_ID;
    }
}
