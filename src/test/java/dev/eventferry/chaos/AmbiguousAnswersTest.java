package dev.eventferry.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.chaos.WireLog.Request;
import dev.eventferry.e2e.Bundle;
import dev.eventferry.e2e.Events;
import dev.eventferry.e2e.Load;
import dev.eventferry.e2e.TikTok;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are lost after TikTok took the events: nobody can know, so they are sent again, and count once. */
class AmbiguousAnswersTest {

    private static final int EVENTS = 20_000;
    private static final int IN_A_REQUEST = 1000;

    /** Three of a hundred requests. */
    private static final String FAULTS = """
            seed: 3
            rules:
              - {name: reset, share: 0.01, reset: after}
              - {name: torn, share: 0.01, reset: within}
              - {name: cut, share: 0.005, truncated: true}
              - {name: closed, share: 0.005, close: after}
            """;

    @TempDir
    Path folder;

    @Test
    @Timeout(240)
    void what_is_sent_again_has_the_id_it_had_and_nothing_else_is_sent_again() throws StartFailed {
        Path data = folder.resolve("data");
        Path log = folder.resolve("verdicts.ndjson");
        Load load = new Load();
        WireLog wire;
        try (TikTok tikTok = TikTok.failing(FAULTS, log);
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.batch.size", "20"))) {
            for (int from = 0; from < EVENTS; from += IN_A_REQUEST) {
                assertThat(load.send(bundle.sender(), "web", Events.ids("e", from, from + IN_A_REQUEST)))
                        .isTrue();
            }
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            bundle.stop();
            wire = WireLog.read(log, tikTok.simulator().events());
        }

        StoreDump store = StoreDump.read(data, List.of("web"));
        new Checker(Senders.of(load), wire, store, List.of("@example.com", "customer-"), List.of()).check();
        assertThat(load.promised()).hasSize(EVENTS);
        assertThat(wire.arrivals()).hasSize(EVENTS);
        long spoiled = wire.requests().stream()
                .filter(request -> !request.fault().isEmpty())
                .mapToLong(request -> request.events().size())
                .sum();
        long attempts = wire.requests().stream()
                .map(Request::events)
                .mapToLong(List::size)
                .sum();
        assertThat(wire.requests().stream().filter(request -> !request.fault().isEmpty()))
                .as("lost answers of %d requests", wire.requests().size())
                .hasSizeGreaterThan(10);
        assertThat(attempts - EVENTS)
                .as("events sent again, all of them from requests without an answer")
                .isEqualTo(spoiled);
    }
}
