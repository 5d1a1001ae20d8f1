package dev.eventferry.dedup;

import dev.eventferry.event.EventKey;

/**
 * Keys with the moment they were first seen and a tag, forgotten after a window: open addressing in one {@code long[]},
 * two words a key. Not for several threads.
 *
 * <p>The first word is the key's high half. The second is its low half with the last 46 bits given up: 16 for the tag, 30
 * for the time. That leaves 81 bits of key: among 20 million keys the odds of two meeting are 1 in 10^10. Time is counted
 * in milliseconds; for windows of more than three days in coarser ticks, so that a key is forgotten up to two ticks late,
 * never early. A forgotten key stays in its slot until the table is laid anew.
 */
final class TimedTable {

    /** Tags are from 0 to this. */
    static final int LARGEST_TAG = (1 << 16) - 1;

    private static final int TIME_BITS = 30;
    private static final long TIME_MASK = (1L << TIME_BITS) - 1;
    private static final long TAG_MASK = (long) LARGEST_TAG << TIME_BITS;
    private static final long KEY_MASK = ~(TIME_MASK | TAG_MASK);
    private static final int TICKS_A_WINDOW = 1 << 28;

    /** A key from so far ahead (three days for 48 h) was seen before the clock was set back; from farther, it is old. */
    private static final long TICKS_SET_BACK = TIME_MASK / 4;

    private static final int SMALLEST = 64;
    private static final double FULL = 0.8;
    private static final double ROOM = 1.6;

    private final long tickMillis;
    private final long windowTicks;
    private long[] words = new long[2 * SMALLEST];
    private int used;

    TimedTable(long windowMillis) {
        this.tickMillis = windowMillis / TICKS_A_WINDOW + 1;
        this.windowTicks = ticks(windowMillis);
    }

    /** The slot of a key that is still remembered, or -1. */
    int find(EventKey key, long nowMillis) {
        int slot = slotOf(key.high(), low(key));
        return words[slot + 1] != 0 && age(words[slot + 1], tick(nowMillis)) < windowTicks ? slot : -1;
    }

    /** Whether the key in a slot was first seen less than that long ago. */
    boolean isYoungerThan(long millis, int slot, long nowMillis) {
        return age(words[slot + 1], tick(nowMillis)) < ticks(millis);
    }

    /** How long ago the key in a slot was first seen, to the tick. */
    long ageMillis(int slot, long nowMillis) {
        return age(words[slot + 1], tick(nowMillis)) * tickMillis;
    }

    /** Remembers a key from that moment on, or anew. */
    void put(EventKey key, long seenMillis, int tag) {
        int slot = slotOf(key.high(), low(key));
        if (words[slot + 1] == 0) {
            if (2 * (used + 1) > words.length * FULL) {
                relay(seenMillis);
                slot = slotOf(key.high(), low(key));
            }
            used++;
        }
        words[slot] = key.high();
        words[slot + 1] = low(key) | ((long) tag << TIME_BITS) | tick(seenMillis);
    }

    /** Forgets a key, also for a clock that is set back by less than a window after it. */
    void remove(EventKey key, long nowMillis) {
        int slot = slotOf(key.high(), low(key));
        if (words[slot + 1] != 0) {
            words[slot + 1] = low(key) | ((tick(nowMillis) - 2 * windowTicks - 1) & TIME_MASK);
        }
    }

    int tag(int slot) {
        return (int) ((words[slot + 1] & TAG_MASK) >>> TIME_BITS);
    }

    void setTag(int slot, int tag) {
        words[slot + 1] = (words[slot + 1] & ~TAG_MASK) | ((long) tag << TIME_BITS);
    }

    /** Lays the table anew without what is forgotten, at a size that leaves room. */
    void relay(long nowMillis) {
        long now = tick(nowMillis);
        int live = 0;
        for (int slot = 0; slot < words.length; slot += 2) {
            if (words[slot + 1] != 0 && age(words[slot + 1], now) < windowTicks) {
                live++;
            }
        }
        long[] old = words;
        words = new long[2 * Math.max(SMALLEST, (int) (live * ROOM))];
        used = live;
        for (int slot = 0; slot < old.length; slot += 2) {
            if (old[slot + 1] != 0 && age(old[slot + 1], now) < windowTicks) {
                int place = slotOf(old[slot], old[slot + 1] & KEY_MASK);
                words[place] = old[slot];
                words[place + 1] = old[slot + 1];
            }
        }
    }

    /** How many slots are taken, forgotten keys included. */
    int used() {
        return used;
    }

    private int slotOf(long high, long low) {
        int slots = words.length / 2;
        int at = (int) (((high >>> Integer.SIZE) * slots) >>> Integer.SIZE);
        while (true) {
            long second = words[2 * at + 1];
            if (second == 0 || (words[2 * at] == high && (second & KEY_MASK) == low)) {
                return 2 * at;
            }
            at = at + 1 == slots ? 0 : at + 1;
        }
    }

    /** What is kept of the low half; its top bit is set, so that a taken slot is never 0. */
    private static long low(EventKey key) {
        return (key.low() & KEY_MASK) | Long.MIN_VALUE;
    }

    private long tick(long millis) {
        return (millis / tickMillis) & TIME_MASK;
    }

    /** A span in ticks, rounded so that nothing is forgotten early. */
    private long ticks(long millis) {
        return tickMillis == 1 ? millis : millis / tickMillis + 2;
    }

    /** Ticks since it was seen; 0 for a key that was seen before the clock was set back. */
    private static long age(long second, long now) {
        long age = (now - (second & TIME_MASK)) & TIME_MASK;
        return age > TIME_MASK - TICKS_SET_BACK ? 0 : age;
    }
}
