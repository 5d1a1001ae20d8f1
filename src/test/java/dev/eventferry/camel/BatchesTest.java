package dev.eventferry.camel;

import static dev.eventferry.store.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.delivery.Batch;
import dev.eventferry.store.Segment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static final Duration LINGER = Duration.ofSeconds(20);

    private final CamelContext context = new DefaultCamelContext();
    private final AtomicBoolean behind = new AtomicBoolean();
    private final Batches batches =
            new Batches(new Batch.Limits(5, 1 << 20), LINGER, (destination, events) -> behind.get() && events < 5);

    @Test
    void alone_a_batch_goes_within_the_linger_after_its_first_segment() {
        Exchange batch = batches.aggregate(null, holding(segment(1, 0, 2)));

        assertThat(batches.remaining(batch)).isBetween(1L, LINGER.toMillis());
        batches.aggregate(batch, holding(segment(2, 0, 2)));
        assertThat(batches.remaining(batch)).isBetween(1L, LINGER.toMillis());
        assertThat(batches.full(batchOf(batch))).isFalse();
    }

    @Test
    void while_its_lane_is_behind_a_batch_waits_until_it_is_full_and_no_longer_when_it_has_caught_up() {
        behind.set(true);
        Exchange batch = batches.aggregate(null, holding(segment(1, 0, 2)));
        assertThat(batches.remaining(batch)).isGreaterThan(5 * LINGER.toMillis());

        behind.set(false);
        batches.aggregate(batch, holding(segment(2, 0, 2)));
        assertThat(batches.remaining(batch)).isLessThanOrEqualTo(LINGER.toMillis());

        batches.aggregate(batch, holding(segment(3, 0, 1)));
        assertThat(batches.full(batchOf(batch))).isTrue();
    }

    private Exchange holding(Segment segment) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(segment);
        return exchange;
    }

    private static Batch batchOf(Exchange exchange) {
        return Objects.requireNonNull(exchange.getMessage().getBody(Batch.class));
    }
}
