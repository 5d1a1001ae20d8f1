package dev.eventferry.simulator;

import dev.eventferry.event.EventKey;

/**
 * Dedup keys in bare arrays, 28 bytes a slot: when each was first seen, and which event that was. Keys past their window
 * fall out when the table grows, and so do those of all but so many of the newest events.
 */
final class KeyTable {

    private static final int NONE = -1;
    private static final int SMALLEST = 1024;

    private final int most;
    private long[] high = new long[SMALLEST];
    private long[] low = new long[SMALLEST];
    private long[] since = new long[SMALLEST];
    /** The event's number from 1; 0 for an empty slot. */
    private int[] event = new int[SMALLEST];

    private int size;

    /** Remembers at least the keys of so many events, the newest. */
    KeyTable(int most) {
        this.most = most;
    }

    /** The slot of that key, or a negative number. */
    int find(EventKey key) {
        int slot = slotFor(key.high(), key.low());
        return event[slot] == 0 ? NONE : slot;
    }

    /** When the key in that slot was first seen, in milliseconds since 1970. */
    long since(int slot) {
        return since[slot];
    }

    /** The number of the event that brought the key in that slot. */
    int event(int slot) {
        return event[slot] - 1;
    }

    /** Sets a key, new or known; those first seen before {@code expired} need not be kept. */
    void put(EventKey key, long firstSeen, int eventNumber, long expired) {
        if (size * 3L >= event.length * 2L) {
            rebuild(expired, Math.max(0, eventNumber - most));
        }
        set(key.high(), key.low(), firstSeen, eventNumber + 1);
    }

    /** How many keys it holds. */
    int size() {
        return size;
    }

    private void set(long keyHigh, long keyLow, long firstSeen, int mark) {
        int slot = slotFor(keyHigh, keyLow);
        size += event[slot] == 0 ? 1 : 0;
        high[slot] = keyHigh;
        low[slot] = keyLow;
        since[slot] = firstSeen;
        event[slot] = mark;
    }

    /** The slot that holds the key, or the empty one where it belongs. */
    private int slotFor(long keyHigh, long keyLow) {
        int last = event.length - 1;
        int slot = (int) keyLow & last;
        while (event[slot] != 0 && (low[slot] != keyLow || high[slot] != keyHigh)) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    /** @param first marks below it are forgotten */
    private void rebuild(long expired, int first) {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldSince = since;
        int[] oldEvent = event;
        int alive = 0;
        for (int i = 0; i < oldEvent.length; i++) {
            alive += oldEvent[i] > first && oldSince[i] >= expired ? 1 : 0;
        }
        int length = alive * 3L >= oldEvent.length ? oldEvent.length * 2 : oldEvent.length;
        high = new long[length];
        low = new long[length];
        since = new long[length];
        event = new int[length];
        size = 0;
        for (int i = 0; i < oldEvent.length; i++) {
            if (oldEvent[i] > first && oldSince[i] >= expired) {
                set(oldHigh[i], oldLow[i], oldSince[i], oldEvent[i]);
            }
        }
    }
}
