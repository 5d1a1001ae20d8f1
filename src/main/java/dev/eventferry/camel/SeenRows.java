package dev.eventferry.camel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Digests of rows that were read, 64 bits each in one array: a million rows are 16 MB. It takes no more than its most; a
 * row that it does not know is read again, and its event is a duplicate.
 */
final class SeenRows {

    private static final int SMALLEST = 64;

    private final int most;
    private long[] slots = new long[SMALLEST];
    private int size;

    SeenRows(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= most;
    }

    boolean contains(long digest) {
        return slots[slot(slots, filled(digest))] != 0;
    }

    void add(long digest) {
        if (isFull()) {
            return;
        }
        if (size * 2 >= slots.length) {
            grow();
        }
        long value = filled(digest);
        int slot = slot(slots, value);
        if (slots[slot] == 0) {
            slots[slot] = value;
            size++;
        }
    }

    void addAll(SeenRows others) {
        for (long value : others.slots) {
            if (value != 0) {
                add(value);
            }
        }
    }

    void clear() {
        slots = new long[SMALLEST];
        size = 0;
    }

    /** As text, as many as there is room for; {@link #restore} takes it. */
    String text(int room) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(size, room) * Long.BYTES);
        for (long value : slots) {
            if (value != 0 && bytes.hasRemaining()) {
                bytes.putLong(value);
            }
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    void restore(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        while (bytes.remaining() >= Long.BYTES) {
            add(bytes.getLong());
        }
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        Arrays.stream(slots).filter(value -> value != 0).forEach(value -> larger[slot(larger, value)] = value);
        slots = larger;
    }

    /** Where it stands, or where it would. */
    private static int slot(long[] slots, long value) {
        int slot = (int) value & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** Nought is an empty slot. */
    private static long filled(long digest) {
        return digest == 0 ? 1 : digest;
    }
}
