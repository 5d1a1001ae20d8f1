package dev.eventferry.dedup;

import dev.eventferry.event.Cursor;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Origin;
import dev.eventferry.event.Verdicts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group that is safe to keep: its events are hashed, and those that pass the idempotent consumer are collected here.
 */
public final class HashedGroup {

    private final Origin origin;
    private final Verdicts verdicts;
    private final @Nullable Cursor cursor;
    private final Claims claims;
    private final List<Candidate> candidates;
    private final List<HashedEvent> accepted;
    private final List<Deduplicator.Outcome> outcomes;

    /** A group before deduplication: nothing is accepted yet. */
    public HashedGroup(
            Origin origin, List<HashedEvent> events, Verdicts verdicts, @Nullable Cursor cursor, Claims claims) {
        this.origin = origin;
        this.verdicts = verdicts;
        this.cursor = cursor;
        this.claims = claims;
        this.candidates = new ArrayList<>(events.size());
        for (HashedEvent event : events) {
            candidates.add(new Candidate(this, event));
        }
        this.accepted = new ArrayList<>(events.size());
        this.outcomes = new ArrayList<>(events.size());
    }

    public Origin origin() {
        return origin;
    }

    public Verdicts verdicts() {
        return verdicts;
    }

    /** Where the door stands once this group is committed; null for HTTP. */
    public @Nullable Cursor cursor() {
        return cursor;
    }

    public Claims claims() {
        return claims;
    }

    /** The events one by one, as the idempotent consumer sees them. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** The events that are new: what the store is to keep. */
    public List<HashedEvent> accepted() {
        return accepted;
    }

    /** What the events came to, in their order, as far as the idempotent consumer has seen them. */
    public List<Deduplicator.Outcome> outcomes() {
        return outcomes;
    }

    /** Takes an event that passed. */
    public void accept(HashedEvent event) {
        accepted.add(event);
        verdicts.accept(event.index(), event.id(), event.warnings());
    }

    /** What was accepted is packed, so that no event need be held while the group waits for its commit. */
    public void letEventsGo() {
        candidates.clear();
        accepted.clear();
        outcomes.clear();
    }

    /** An event on its way through the idempotent consumer, with the group it belongs to. */
    public record Candidate(HashedGroup group, HashedEvent event) {}
}
