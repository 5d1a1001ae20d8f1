package dev.eventferry.dedup;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event is new, by TikTok's two windows (mission A39, A40; tiktok-events-api 5): within the merge
 * window a copy that brings a field which the first lacked passes, any other is a duplicate; until the end of the
 * window every copy is a duplicate; then it is new.
 *
 * <p>Keys live in memory, some 23 bytes each; the store keeps them with their segments and {@link #restore} brings them
 * back on start. For many threads.
 */
public final class Deduplicator {

    /** What a claim came to. */
    public enum Outcome {
        /** Never seen within the window. */
        NEW,
        /** Seen, but it brings a field that the first lacked. */
        FILLS_IN,
        /** Seen within the merge window, and it brings nothing that the first lacked. */
        DUPLICATE,
        /** Seen before the merge window: whatever it brings, TikTok would not merge it. */
        LATE;

        /** Whether it is to be sent. */
        public boolean passes() {
            return this == NEW || this == FILLS_IN;
        }
    }

    private static final int SHARDS = 64;

    private final Shard[] shards = new Shard[SHARDS];
    private final MaskBook masks = new MaskBook();
    private final Clock clock;
    private final long mergeMillis;

    /**
     * @param mergeWindow how long a copy may still fill in
     * @param window how long a copy is a duplicate
     */
    public Deduplicator(Duration mergeWindow, Duration window, Clock clock) {
        this.clock = clock;
        this.mergeMillis = mergeWindow.toMillis();
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard(window.toMillis());
        }
    }

    /** The claims of one group: to be confirmed by its commit, or released. */
    public Claims open() {
        return new Claims(this);
    }

    /**
     * Brings back a key that the store knows. Call in the order in which they were stored.
     *
     * @param seenMillis when its segment was committed, milliseconds since 1970
     */
    public void restore(EventKey key, FieldMask mask, long seenMillis) {
        Shard shard = shard(key);
        synchronized (shard) {
            int slot = shard.seen.find(key, seenMillis);
            if (slot < 0) {
                boolean mayBeFilledIn = clock.millis() - seenMillis < mergeMillis;
                shard.seen.put(key, seenMillis, mayBeFilledIn ? masks.numberOf(mask) : MaskBook.COMPLETE);
            } else if (shard.seen.isYoungerThan(mergeMillis, slot, seenMillis)) {
                fillIn(shard, slot, mask);
            }
        }
    }

    /** Gives back the memory of what is forgotten. To be called now and then; an hour apart is often enough. */
    public void sweep() {
        long now = clock.millis();
        for (Shard shard : shards) {
            synchronized (shard) {
                shard.seen.relay(now);
            }
        }
    }

    /**
     * When an event with that key was first seen, milliseconds since 1970, to a few seconds where the window is longer than
     * three days; empty when it was not within the window.
     */
    public OptionalLong firstSeen(EventKey key) {
        Shard shard = shard(key);
        synchronized (shard) {
            long now = clock.millis();
            int slot = shard.seen.find(key, now);
            return slot < 0 ? OptionalLong.empty() : OptionalLong.of(now - shard.seen.ageMillis(slot, now));
        }
    }

    /** How many keys are held, some forgotten ones included. */
    public long size() {
        long size = 0;
        for (Shard shard : shards) {
            synchronized (shard) {
                size += shard.seen.used();
            }
        }
        return size;
    }

    /** Claims a key for a group; tells {@code claims} whose commit it has to wait for. */
    Outcome claim(EventKey key, FieldMask mask, Claims claims) {
        Shard shard = shard(key);
        synchronized (shard) {
            long now = clock.millis();
            int slot = shard.seen.find(key, now);
            if (slot < 0) {
                shard.seen.put(key, now, masks.numberOf(mask));
                shard.pending.put(key, claims);
                claims.add(key, null);
                return Outcome.NEW;
            }
            Claims other = shard.pending.get(key);
            if (other != null && other != claims) {
                claims.waitFor(other);
            }
            if (!shard.seen.isYoungerThan(mergeMillis, slot, now)) {
                return Outcome.LATE;
            }
            FieldMask before = fillIn(shard, slot, mask);
            if (before == null) {
                return Outcome.DUPLICATE;
            }
            shard.pending.putIfAbsent(key, claims);
            claims.add(key, before);
            return Outcome.FILLS_IN;
        }
    }

    void confirm(EventKey key, Claims claims) {
        Shard shard = shard(key);
        synchronized (shard) {
            shard.pending.remove(key, claims);
        }
    }

    /** @param before what was known of the key before the claim; null when it was new */
    void release(EventKey key, @Nullable FieldMask before, Claims claims) {
        Shard shard = shard(key);
        synchronized (shard) {
            long now = clock.millis();
            shard.pending.remove(key, claims);
            if (before == null) {
                shard.seen.remove(key, now);
                return;
            }
            int slot = shard.seen.find(key, now);
            if (slot >= 0) {
                shard.seen.setTag(slot, masks.numberOf(before));
            }
        }
    }

    private Shard shard(EventKey key) {
        return shards[(int) key.high() & (SHARDS - 1)];
    }

    /** Adds the fields of a copy that came in time; answers what was known before, or null when it adds nothing. */
    private @Nullable FieldMask fillIn(Shard shard, int slot, FieldMask mask) {
        FieldMask known = masks.mask(shard.seen.tag(slot));
        if (!mask.addsTo(known)) {
            return null;
        }
        shard.seen.setTag(slot, masks.numberOf(known.with(mask)));
        return known;
    }

    private static final class Shard {

        private final TimedTable seen;
        private final Map<EventKey, Claims> pending = new HashMap<>();

        Shard(long windowMillis) {
            this.seen = new TimedTable(windowMillis);
        }
    }
}
