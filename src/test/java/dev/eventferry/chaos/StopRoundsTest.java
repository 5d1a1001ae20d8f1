package dev.eventferry.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.e2e.BundleProcess;
import dev.eventferry.e2e.Load;
import dev.eventferry.e2e.TikTok;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM under load at random moments, as often as {@code ferry.stop.rounds} says, while TikTok in turn is well, answers
 * slowly, does not answer, or all of it at once; by {@code ferry.stop.seed}.
 */
class StopRoundsTest {

    private static final int ROUNDS = Integer.getInteger("ferry.stop.rounds", 4);
    private static final long SEED = Long.getLong("ferry.stop.seed", System.nanoTime());
    private static final int MOST_EVENTS = 4_000_000;

    /** The project's promise. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    /** What TikTok does in a round. To {@code slow} there is no excuse for a copy; who hangs may have taken it. */
    private enum Mood {
        WELL(""),
        SLOW("- {name: slow, share: 1, delay: 3s}"),
        HANGING("- {name: silent, share: 1, hang: after}"),
        MIXED("""
                - {name: silent, share: 0.2, hang: after}
                - {name: deaf, share: 0.1, hang: true}
                - {name: slow, share: 0.5, delay: 2s}""");

        private final String rules;

        Mood(String rules) {
            this.rules = rules;
        }

        private String faults(int seed) {
            return "clear: true\nseed: " + seed + (rules.isEmpty() ? "" : "\nrules:\n" + rules.indent(2));
        }
    }

    /** A request may take longer than a stop; small batches, so that many are under way. */
    private static final Map<String, String> SETTINGS =
            Map.of("ferry.delivery.timeout", "40s", "ferry.batch.size", "100");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    StopRoundsTest() {}

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void each_stop_ends_in_order_and_in_time_and_nothing_is_lost_or_doubled() {
        System.out.println("ferry.stop.seed=" + SEED);
        Random random = new Random(SEED);
        Path data = folder.resolve("data");
        Path log = folder.resolve("verdicts.ndjson");
        Load load = new Load();
        WireLog wire;
        try (TikTok tikTok = TikTok.failing("{}", log, MOST_EVENTS);
                BundleProcess bundle =
                        BundleProcess.start(data, folder.resolve("output.log"), tikTok.url(), SETTINGS)) {
            for (int round = 0; round < ROUNDS; round++) {
                Mood mood = Mood.values()[round % Mood.values().length];
                tikTok.simulator().faults(mood.faults(random.nextInt(Integer.MAX_VALUE)));
                load.begin(bundle.sender(), round);
                load.awaitSome(50 + random.nextInt(400));
                long asked = System.nanoTime();
                bundle.endInOrder(GRACE);
                System.out.printf("stop %d, %s: %.1f s%n", round + 1, mood, (System.nanoTime() - asked) / 1e9);
                load.end();
                tikTok.simulator().clearFaults();
                bundle.startAgain();
            }
            await("everything of the run with seed " + SEED)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            bundle.endInOrder(GRACE);
            assertThat(bundle.output()).doesNotContain("RejectedExecution").doesNotContain("ERROR");
            wire = WireLog.read(log, tikTok.simulator().events());
            System.out.printf(
                    "%d events promised, %d taken by TikTok, %d with copies, in %d requests%n",
                    load.promised().size(),
                    tikTok.kept(),
                    tikTok.received(),
                    tikTok.simulator().stats().requests());
        }

        StoreDump store = StoreDump.read(data, List.of("web"));
        new Checker(Senders.of(load), wire, store, List.of("@example.com", "customer-"), List.of()).check();
        assertThat(load.promised()).isNotEmpty();
        assertThat(store.waiting()).isEmpty();
        assertThat(store.dead()).isEmpty();
        assertThat(store.accepted())
                .as("who was not answered was not taken: there is no kill between the two")
                .isEqualTo(load.promised().size());
    }
}
