package dev.eventferry.camel;

import dev.eventferry.delivery.Batch;
import dev.eventferry.store.Lane;
import dev.eventferry.store.Segment;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * {@code #batches}: how the aggregator of the route {@code deliver} puts segments of one lane into a {@link Batch}, and
 * how long the batch may still wait. What it holds is durable already; a crash loses only the waiting.
 */
public final class Batches implements AggregationStrategy {

    private final Batch.Limits limits;
    private final long lingerNanos;
    private final Map<Lane, Long> openedAt = new ConcurrentHashMap<>();

    Batches(Batch.Limits limits, Duration linger) {
        this.limits = limits;
        this.lingerNanos = linger.toNanos();
    }

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange next) {
        Segment segment = Objects.requireNonNull(next.getMessage().getBody(Segment.class));
        if (before == null) {
            openedAt.put(segment.lane(), System.nanoTime());
            next.getMessage().setBody(new Batch(segment, limits));
            return next;
        }
        Objects.requireNonNull(before.getMessage().getBody(Batch.class)).add(segment);
        return before;
    }

    /** What may share a batch. */
    public Lane lane(Segment segment) {
        return segment.lane();
    }

    /** Whether a batch fills a request. */
    public boolean full(Batch batch) {
        return batch.isFull();
    }

    /** Milliseconds until the batch that this exchange joined must go: the linger counts from its first segment. */
    public long remaining(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Lane lane = body instanceof Batch batch ? batch.lane() : ((Segment) body).lane();
        long waited = System.nanoTime() - openedAt.getOrDefault(lane, System.nanoTime());
        return Math.max(1, Duration.ofNanos(lingerNanos - waited).toMillis());
    }
}
