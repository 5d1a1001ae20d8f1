package dev.eventferry.camel;

import dev.eventferry.delivery.Batch;
import dev.eventferry.store.Lane;
import dev.eventferry.store.Segment;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * {@code #batches}: how the aggregator of the route {@code deliver} puts segments of one lane into a {@link Batch}, and
 * how long the batch may still wait: the linger, or until it is full while more of its lane waits in the store, for then
 * the rest of it is read at once. What it holds is durable already; a crash loses only the waiting.
 */
public final class Batches implements AggregationStrategy {

    /** So many lingers a batch may wait that others are read for, in case they do not come after all. */
    private static final int FILLS_UP = 10;

    private final Batch.Limits limits;
    private final long lingerNanos;
    private final BiPredicate<String, Integer> fillsUp;
    private final Map<Lane, Long> openedAt = new ConcurrentHashMap<>();

    /**
     * @param linger how long a batch waits for company that may not come
     * @param fillsUp whether more will come soon to a batch of a destination that has so many events
     */
    Batches(Batch.Limits limits, Duration linger, BiPredicate<String, Integer> fillsUp) {
        this.fillsUp = fillsUp;
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

    /** Milliseconds until the batch that this exchange joined must go: they count from its first segment. */
    public long remaining(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        boolean begun = body instanceof Batch;
        Lane lane = begun ? ((Batch) body).lane() : ((Segment) body).lane();
        int events = begun ? ((Batch) body).events() : ((Segment) body).events();
        long waited = System.nanoTime() - openedAt.getOrDefault(lane, System.nanoTime());
        long mayWait = fillsUp.test(lane.destination(), events) ? FILLS_UP * lingerNanos : lingerNanos;
        return Math.max(1, Duration.ofNanos(mayWait - waited).toMillis());
    }
}
