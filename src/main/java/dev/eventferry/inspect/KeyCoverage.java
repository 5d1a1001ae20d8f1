package dev.eventferry.inspect;

import dev.eventferry.event.Field;
import dev.eventferry.event.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many events carry each match key, and how many of those that came did not stand up to a look. For one thread. */
public final class KeyCoverage {

    /** What TikTok matches an event to a person by (tiktok-events-api 4). */
    private static final List<Field> KEYS =
            Arrays.stream(Field.values()).filter(KeyCoverage::isKey).toList();

    private static final Set<String> PATHS = KEYS.stream().map(Field::path).collect(Collectors.toUnmodifiableSet());

    private final long[] present = new long[KEYS.size()];
    private final long[] valid = new long[KEYS.size()];
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
        for (int i = 0; i < present.length; i++) {
            Field key = KEYS.get(i);
            present[i] += before.has(key) ? 1 : 0;
            valid[i] += after.has(key) ? 1 : 0;
        }
    }

    /** Counts what another one counted. */
    public void add(KeyCoverage other) {
        events += other.events;
        for (int i = 0; i < present.length; i++) {
            present[i] += other.present[i];
            valid[i] += other.valid[i];
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
            int i = KEYS.indexOf(count.field());
            if (i >= 0) {
                present[i] += count.present();
                valid[i] += count.valid();
            }
        }
    }

    /** How many events were counted. */
    public long events() {
        return events;
    }

    /** The keys that any event came or leaves with, in TikTok's order. */
    public List<Count> counts() {
        return IntStream.range(0, present.length)
                .mapToObj(i -> new Count(KEYS.get(i), present[i], valid[i]))
                .filter(count -> count.present() + count.valid() > 0)
                .toList();
    }

    /** Whether a match key is at that path. */
    static boolean isKey(String path) {
        return PATHS.contains(path);
    }

    private static boolean isKey(Field field) {
        boolean person = field.section().equals("user") && field != Field.LOCALE && field != Field.ATT_STATUS;
        return person || field == Field.LEAD_ID;
    }
}
