package dev.eventferry.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.e2e.BundleProcess;
import dev.eventferry.e2e.Load;
import dev.eventferry.e2e.TikTok;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} under load at random moments while TikTok fails in every way, as often as {@code ferry.chaos.rounds}
 * says; by {@code ferry.chaos.seed}.
 */
class KillRoundsTest {

    private static final int ROUNDS = Integer.getInteger("ferry.chaos.rounds", 60);
    private static final long SEED = Long.getLong("ferry.chaos.seed", System.nanoTime());
    private static final int MOST_EVENTS = 4_000_000;

    private static final String FAULTS = """
            seed: %d
            rules:
              - {name: throttled, share: 0.02, code: 40100, http: 429}
              - {name: throttled as 200, share: 0.02, code: 40016}
              - {name: overloaded, share: 0.03, code: 50000}
              - {name: gateway, share: 0.03, http: 502}
              - {name: away, share: 0.02, http: 503, headers: {Retry-After: "1"}}
              - {name: nobody, share: 0.03, reset: true}
              - {name: lost answer, share: 0.03, reset: after}
              - {name: torn answer, share: 0.02, reset: within}
              - {name: cut answer, share: 0.02, truncated: true}
              - {name: closed, share: 0.02, close: after}
              - {name: garbled, share: 0.02, malformed: true}
              - {name: silent, share: 0.005, hang: after}
              - {name: token gone for a moment, share: 0.01, code: 40105, http: 401}
              - {name: slow, share: 0.10, delay: 300ms}
            """;

    /** Small batches, so that there are many requests for faults to hit. */
    private static final Map<String, String> SETTINGS =
            Map.of("ferry.delivery.timeout", "5s", "ferry.batch.size", "100");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void nothing_is_lost_invented_or_doubled_without_an_excuse_by_kills_while_tiktok_fails() {
        System.out.println("ferry.chaos.seed=" + SEED);
        Random random = new Random(SEED);
        Path data = folder.resolve("data");
        Path log = folder.resolve("verdicts.ndjson");
        Load load = new Load();
        List<Checker.Kill> kills = new ArrayList<>();
        WireLog wire;
        try (TikTok tikTok = TikTok.failing(FAULTS.formatted(SEED), log, MOST_EVENTS);
                BundleProcess bundle =
                        BundleProcess.start(data, folder.resolve("output.log"), tikTok.url(), SETTINGS)) {
            long begun = System.nanoTime();
            while (kills.size() < ROUNDS) {
                load.begin(bundle.sender(), kills.size());
                load.awaitSome(random.nextInt(300));
                pause(Duration.ofMillis(random.nextInt(1000)));
                Instant at = Instant.now();
                bundle.kill();
                load.end();
                kills.add(new Checker.Kill(tikTok.simulator().stats().requests(), at));
                tikTok.simulator().faults("{seed: " + random.nextInt(Integer.MAX_VALUE) + "}");
                bundle.startAgain();
            }
            tell(kills.size(), begun, load, tikTok);
            tikTok.simulator().clearFaults();
            load.sendAgainWhatWasNotAnswered(bundle.sender());
            await("everything of the run with seed " + SEED)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            bundle.endInOrder(Duration.ofSeconds(30));
            wire = WireLog.read(log, tikTok.simulator().events());
        }

        StoreDump store = StoreDump.read(data, List.of("web"));
        new Checker(Senders.of(load), wire, store, List.of("@example.com", "customer-"), kills).check();
        assertThat(load.promised()).isNotEmpty();
        assertThat(store.waiting()).isEmpty();
        assertThat(store.dead()).as("no fault was an event's").isEmpty();
        assertThat(store.accepted())
                .as("nobody is left without an answer")
                .isEqualTo(load.promised().size());
    }

    private static void tell(int rounds, long begun, Load load, TikTok tikTok) {
        System.out.printf(
                "%d kills in %d s: %d events promised, %d refused, %d taken by TikTok with copies, in %d requests%n",
                rounds,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                load.promised().size(),
                load.refused().size(),
                tikTok.received(),
                tikTok.simulator().stats().requests());
    }

    /** Not a wait for something to happen but the randomness of the moment. */
    private static void pause(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() >= until);
    }
}
