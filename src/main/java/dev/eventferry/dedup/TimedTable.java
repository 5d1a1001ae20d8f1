package dev.eventferry.dedup;

import dev.eventferry.event.EventKey;

/**
 * Keys with the moment they were first seen, forgotten after a window: open addressing in one {@code long[]}, two words
 * a key and as many words of luggage as asked for. Not for several threads.
 *
 * <p>The first word is the key's high half; the second its low half with the last 24 bits given up for the time, which
 * leaves 104 bits: among 20 million keys the odds of two meeting are 1 in 10^17. Time is counted in ticks of a 65,536th
 * of the window (2.6 s for 48 h, 1 ms at least); where a tick is more than a millisecond a key is forgotten up to two
 * ticks late, never early. A forgotten key stays in its slot until the table is laid anew.
 */
final class TimedTable {

    private static final int TIME_BITS = 24;
    private static final long TIME_MASK = (1L << TIME_BITS) - 1;
    private static final int TICKS_A_WINDOW = 1 << 16;

    /** A key from so far ahead was seen before the clock was set back; from farther, it is very old. */
    private static final long TICKS_SET_BACK = TIME_MASK / 16;

    private static final int SMALLEST = 64;

    private final int stride;
    private final long tickMillis;
    private final long windowTicks;
    private long[] words;
    private int used;

    /** @param luggage words beside each key */
    TimedTable(long windowMillis, int luggage) {
        this.stride = 2 + luggage;
        this.tickMillis = Math.max(1, windowMillis / TICKS_A_WINDOW);
        this.windowTicks = tickMillis == 1 ? windowMillis : windowMillis / tickMillis + 2;
        this.words = new long[SMALLEST * stride];
    }

    /** The slot of a key that is still remembered, or -1. */
    int find(EventKey key, long nowMillis) {
        int slot = slotOf(key, words);
        return words[slot + 1] != 0 && isLive(words[slot + 1], tick(nowMillis)) ? slot : -1;
    }

    /** Remembers a key from that moment on, or anew; answers its slot. */
    int put(EventKey key, long seenMillis) {
        int slot = slotOf(key, words);
        if (words[slot + 1] == 0) {
            if ((used + 1) * stride > words.length / 4 * 3) {
                relay(seenMillis);
                slot = slotOf(key, words);
            }
            used++;
        }
        words[slot] = key.high();
        words[slot + 1] = low(key) | tick(seenMillis);
        return slot;
    }

    /** Forgets a key, also for a clock that is set back by less than a window after it. */
    void remove(EventKey key, long nowMillis) {
        int slot = slotOf(key, words);
        if (words[slot + 1] != 0) {
            words[slot + 1] = low(key) | ((tick(nowMillis) - 2 * windowTicks - 1) & TIME_MASK);
        }
    }

    long luggage(int slot, int word) {
        return words[slot + 2 + word];
    }

    void setLuggage(int slot, int word, long value) {
        words[slot + 2 + word] = value;
    }

    /** Lays the table anew without what is forgotten, at a size that leaves room. */
    void relay(long nowMillis) {
        long now = tick(nowMillis);
        int live = 0;
        for (int slot = 0; slot < words.length; slot += stride) {
            if (words[slot + 1] != 0 && isLive(words[slot + 1], now)) {
                live++;
            }
        }
        int slots = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, live * 2 - 1)) * 2);
        long[] old = words;
        words = new long[slots * stride];
        used = live;
        for (int slot = 0; slot < old.length; slot += stride) {
            if (old[slot + 1] != 0 && isLive(old[slot + 1], now)) {
                int place = slotOf(old[slot], old[slot + 1] & ~TIME_MASK, words);
                System.arraycopy(old, slot, words, place, stride);
            }
        }
    }

    /** How many slots are taken, forgotten keys included. */
    int used() {
        return used;
    }

    private int slotOf(EventKey key, long[] table) {
        return slotOf(key.high(), low(key), table);
    }

    private int slotOf(long high, long low, long[] table) {
        int slots = table.length / stride;
        int at = (int) (high >>> 8) & (slots - 1);
        while (true) {
            int slot = at * stride;
            long second = table[slot + 1];
            if (second == 0 || (table[slot] == high && (second & ~TIME_MASK) == low)) {
                return slot;
            }
            at = (at + 1) & (slots - 1);
        }
    }

    /** The low half without the time bits; its top bit is set, so that a taken slot is never 0. */
    private static long low(EventKey key) {
        return (key.low() & ~TIME_MASK) | Long.MIN_VALUE;
    }

    private long tick(long millis) {
        return (millis / tickMillis) & TIME_MASK;
    }

    private boolean isLive(long second, long now) {
        long age = (now - (second & TIME_MASK)) & TIME_MASK;
        boolean clockWentBack = age > TIME_MASK - TICKS_SET_BACK;
        return clockWentBack || age < windowTicks;
    }
}
