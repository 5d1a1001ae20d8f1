package dev.eventferry.dedup;

import dev.eventferry.event.FieldMask;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Gives each set of fields a number, so that a key needs two bytes to remember which fields its event had: events of one
 * source have few different sets. When the numbers are used up, a further set is {@link #COMPLETE}, which no copy adds
 * to. For many threads.
 */
final class MaskBook {

    /** A set that no copy adds to: the number of keys that can be filled in no more. */
    static final int COMPLETE = 0;

    private static final FieldMask EVERYTHING = new FieldMask(-1, -1);

    private final Map<FieldMask, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<FieldMask> masks = new AtomicReferenceArray<>(TimedTable.LARGEST_TAG + 1);
    private int last;

    int numberOf(FieldMask mask) {
        Integer number = numbers.get(mask);
        return number == null ? newNumber(mask) : number;
    }

    FieldMask mask(int number) {
        return number == COMPLETE ? EVERYTHING : masks.get(number);
    }

    private synchronized int newNumber(FieldMask mask) {
        Integer known = numbers.get(mask);
        if (known != null) {
            return known;
        }
        if (last == TimedTable.LARGEST_TAG) {
            return COMPLETE;
        }
        last++;
        masks.set(last, mask);
        numbers.put(mask, last);
        return last;
    }
}
