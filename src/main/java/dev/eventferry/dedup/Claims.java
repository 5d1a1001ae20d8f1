package dev.eventferry.dedup;

import dev.eventferry.dedup.Deduplicator.Outcome;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one group claimed. Until the group's commit they are only a promise: a copy of one of them in another
 * group may be called a duplicate only when that commit has succeeded, so groups wait for each other here, never before
 * their own commit.
 */
public final class Claims {

    private record Claim(EventKey key, @Nullable FieldMask before) {}

    private final Deduplicator deduplicator;
    private final List<Claim> claims = new ArrayList<>();
    private final Set<Claims> others = new LinkedHashSet<>();
    private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();

    Claims(Deduplicator deduplicator) {
        this.deduplicator = deduplicator;
    }

    /** Claims an event's key; what is not a duplicate is the group's to store. */
    public Outcome claim(EventKey key, FieldMask mask) {
        return deduplicator.claim(key, mask, this);
    }

    /** An event of the group is refused after all: a mended copy of it is no duplicate. */
    public void takeBack(EventKey key) {
        for (int i = claims.size() - 1; i >= 0; i--) {
            if (claims.get(i).key().equals(key)) {
                deduplicator.release(key, claims.remove(i).before(), this);
            }
        }
    }

    /** The group is committed: its keys hold. */
    public void confirm() {
        claims.forEach(claim -> deduplicator.confirm(claim.key(), this));
        settled.complete(null);
    }

    /** The group was not committed: its keys are taken back, and whoever waits for them hears why. */
    public void release(Throwable why) {
        for (int i = claims.size() - 1; i >= 0; i--) {
            deduplicator.release(claims.get(i).key(), claims.get(i).before(), this);
        }
        settled.completeExceptionally(why);
    }

    /**
     * It is not known whether the group was committed. Its keys stay claimed, so that no copy is called new; whoever waits
     * for them hears why, so that no copy is called a duplicate. To be followed by {@link #confirm} or {@link #release}.
     */
    public void doubt(Throwable why) {
        settled.completeExceptionally(why);
    }

    /** Done when every group is committed of whose events this one has copies; fails when one of them failed. */
    public CompletableFuture<@Nullable Void> others() {
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.allOf(
                others.stream().map(other -> other.settled).toArray(CompletableFuture[]::new));
    }

    void add(EventKey key, @Nullable FieldMask before) {
        claims.add(new Claim(key, before));
    }

    void waitFor(Claims other) {
        others.add(other);
    }
}
