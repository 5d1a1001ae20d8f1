package dev.eventferry.camel;

import dev.eventferry.dedup.Claims;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.dedup.Deduplicator.Outcome;
import dev.eventferry.dedup.HashedGroup.Candidate;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code #dedup}: the idempotent repository that routes name, a view on the store. A key is claimed here and becomes
 * durable with its group's commit ({@code outbox:}), which confirms it or takes it back; so the two calls of the
 * idempotent consumer that would do so, long before the commit, do nothing. Camel's own repositories lose or repeat
 * events when the process is killed (docs/adr/0001).
 */
final class DedupRepository extends ServiceSupport implements IdempotentRepository {

    private static final FieldMask NOTHING = new FieldMask(0, 0);

    private final Deduplicator deduplicator;

    DedupRepository(Deduplicator deduplicator) {
        this.deduplicator = deduplicator;
    }

    @Override
    public boolean add(Exchange exchange, @Nullable String key) {
        if (exchange.getMessage().getBody() instanceof Candidate candidate) {
            Claims claims = candidate.group().claims();
            Outcome outcome =
                    claims.claim(candidate.event().key(), candidate.event().mask());
            candidate.group().outcomes().add(outcome);
            return outcome.passes();
        }
        return key == null || add(key);
    }

    /** For routes that are not about events: such a key is known for the window, and not across restarts. */
    @Override
    public boolean add(String key) {
        Claims claims = deduplicator.open();
        boolean fresh = claims.claim(EventKey.of(key), NOTHING) == Outcome.NEW;
        claims.confirm();
        return fresh;
    }

    @Override
    public boolean contains(String key) {
        return false;
    }

    @Override
    public boolean remove(String key) {
        return true;
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("forgetting every key would send events twice");
    }
}
