package dev.eventferry.event;

import org.jspecify.annotations.Nullable;

/** Which fields an event has: a bit for each {@link Field}, by its place in the list. */
public record FieldMask(long low, long high) {

    /** The places that are taken, of a slot for each field. */
    static FieldMask of(@Nullable Object[] slots) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != null) {
                if (i < Long.SIZE) {
                    low |= 1L << i;
                } else {
                    high |= 1L << i;
                }
            }
        }
        return new FieldMask(low, high);
    }

    /** Whether it has a field that {@code other} lacks: what TikTok would merge (mission A39). */
    public boolean addsTo(FieldMask other) {
        return (low & ~other.low) != 0 || (high & ~other.high) != 0;
    }

    /** Whether both have some field. */
    public boolean meets(FieldMask other) {
        return (low & other.low) != 0 || (high & other.high) != 0;
    }

    /** The fields of both. */
    public FieldMask with(FieldMask other) {
        return new FieldMask(low | other.low, high | other.high);
    }

    /** With that field. */
    public FieldMask with(Field field) {
        int bit = field.ordinal();
        return bit < Long.SIZE ? new FieldMask(low | 1L << bit, high) : new FieldMask(low, high | 1L << bit);
    }
}
