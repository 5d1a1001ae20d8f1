package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.store.LedgerEntry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventMetricsTest {

    private static final int MANY = 10_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventMetrics metrics = new EventMetrics();

    @Test
    void events_are_counted_by_source_destination_outcome_event_and_reason() {
        metrics.count(Map.of(entry("Purchase", "rejected", "value_missing"), 2L));
        metrics.show(registry);
        metrics.count(Map.of(
                entry("Purchase", "rejected", "value_missing"), 3L,
                entry("Purchase", "accepted", ""), 4L,
                entry("", "requests", ""), 1L));

        assertThat(count("what", "rejected", "event", "Purchase", "reason", "value_missing", "source", "shop"))
                .isEqualTo(5);
        assertThat(count("what", "accepted", "event", "Purchase", "reason", "", "destination", "web"))
                .isEqualTo(4);
        assertThat(registry.get("eventferry.requests")
                        .tags("source", "shop", "destination", "web")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void ever_new_names_and_reasons_end_as_others_and_the_sum_is_right() {
        metrics.show(registry);
        for (int i = 0; i < MANY; i++) {
            metrics.count(Map.of(entry("Event" + i % 100, "rejected", "reason" + i), 1L));
        }
        metrics.count(Map.of(entry("Event0", "rejected", "reason0"), 1L, entry("Purchase", "accepted", ""), 1L));

        assertThat(registry.find("eventferry.events").tag("what", "rejected").functionCounters())
                .hasSize(EventMetrics.MOST + 1);
        assertThat(registry.find("eventferry.events").tag("what", "rejected").functionCounters().stream()
                        .mapToDouble(FunctionCounter::count)
                        .sum())
                .isEqualTo(MANY + 1);
        assertThat(count("what", "rejected", "event", "Event0", "reason", "reason0"))
                .isEqualTo(2);
        assertThat(count("what", "rejected", "event", "(other)", "reason", "(other)"))
                .isEqualTo(MANY - EventMetrics.MOST);
        assertThat(count("what", "accepted", "event", "Purchase"))
                .as("another outcome has room of its own")
                .isEqualTo(1);
    }

    private double count(String... tags) {
        return registry.get("eventferry.events").tags(tags).functionCounter().count();
    }

    private static LedgerEntry entry(String event, String what, String reason) {
        return new LedgerEntry(0, "shop", "web", event, what, reason);
    }
}
