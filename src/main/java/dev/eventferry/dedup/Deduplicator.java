package dev.eventferry.dedup;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event is new, by TikTok's two windows (mission A39, A40; tiktok-events-api 5): within the merge
 * window a copy that brings a field which the first lacked passes, any other is a duplicate; until the end of the
 * window every copy is a duplicate; then it is new.
 *
 * <p>Keys live in memory, 24 bytes each and 47 more during the merge window; the store keeps them with their segments
 * and {@link #restore} brings them back on start. For many threads.
 */
public final class Deduplicator {

    /** What a claim came to. */
    public enum Outcome {
        /** Never seen within the window. */
        NEW,
        /** Seen, but it brings a field that the first lacked. */
        FILLS_IN,
        /** Seen. */
        DUPLICATE
    }

    private static final int SHARDS = 64;

    private final Shard[] shards = new Shard[SHARDS];
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
            shards[i] = new Shard(mergeMillis, window.toMillis());
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
            if (shard.seen.find(key, seenMillis) < 0) {
                shard.remember(key, mask, seenMillis, clock.millis() - seenMillis < mergeMillis);
            } else {
                shard.fillIn(key, mask, seenMillis);
            }
        }
    }

    /** Gives back the memory of what is forgotten. To be called now and then; an hour apart is often enough. */
    public void sweep() {
        long now = clock.millis();
        for (Shard shard : shards) {
            synchronized (shard) {
                shard.seen.relay(now);
                shard.recent.relay(now);
            }
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
            if (shard.seen.find(key, now) < 0) {
                shard.remember(key, mask, now, true);
                shard.pending.put(key, claims);
                claims.add(key, null);
                return Outcome.NEW;
            }
            Claims other = shard.pending.get(key);
            if (other != null && other != claims) {
                claims.waitFor(other);
            }
            FieldMask before = shard.fillIn(key, mask, now);
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
                shard.recent.remove(key, now);
            } else {
                shard.setMask(key, before, now);
            }
        }
    }

    private Shard shard(EventKey key) {
        return shards[(int) key.high() & (SHARDS - 1)];
    }

    private static final class Shard {

        private final TimedTable seen;
        private final TimedTable recent;
        private final Map<EventKey, Claims> pending = new HashMap<>();

        Shard(long mergeMillis, long windowMillis) {
            this.seen = new TimedTable(windowMillis, 0);
            this.recent = new TimedTable(mergeMillis, 2);
        }

        void remember(EventKey key, FieldMask mask, long millis, boolean mayBeFilledIn) {
            seen.put(key, millis);
            if (mayBeFilledIn) {
                write(recent.put(key, millis), mask);
            }
        }

        /** Adds the fields of a copy; answers what was known before, or null when it adds nothing in time. */
        @Nullable
        FieldMask fillIn(EventKey key, FieldMask mask, long now) {
            int slot = recent.find(key, now);
            if (slot < 0) {
                return null;
            }
            FieldMask known = new FieldMask(recent.luggage(slot, 0), recent.luggage(slot, 1));
            if (!mask.addsTo(known)) {
                return null;
            }
            write(slot, known.with(mask));
            return known;
        }

        void setMask(EventKey key, FieldMask mask, long now) {
            int slot = recent.find(key, now);
            if (slot >= 0) {
                write(slot, mask);
            }
        }

        private void write(int slot, FieldMask mask) {
            recent.setLuggage(slot, 0, mask.low());
            recent.setLuggage(slot, 1, mask.high());
        }
    }
}
