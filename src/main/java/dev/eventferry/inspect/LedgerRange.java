package dev.eventferry.inspect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far back somebody looks, and in what steps. The last step is the one under way. */
public enum LedgerRange {
    /** By minute. */
    HOUR(1, 60),
    /** By quarter of an hour. */
    DAY(15, 96),
    /** By hour. */
    WEEK(60, 168);

    private final int minutes;
    private final int steps;

    LedgerRange(int minutes, int steps) {
        this.minutes = minutes;
        this.steps = steps;
    }

    /** The range of a name such as {@code hour}; null when there is none. */
    public static @Nullable LedgerRange of(String name) {
        for (LedgerRange range : values()) {
            if (range.toString().equals(name)) {
                return range;
            }
        }
        return null;
    }

    /** Minutes of one step. */
    public int minutes() {
        return minutes;
    }

    /** How many steps there are. */
    public int steps() {
        return steps;
    }

    /** The first minute, since 1970, of the first step. */
    public long from(long minute) {
        return (minute / minutes - steps + 1) * minutes;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
