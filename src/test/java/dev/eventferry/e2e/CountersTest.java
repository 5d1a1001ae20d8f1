package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.store.DeadFilter;
import dev.eventferry.store.JdbcStore;
import dev.eventferry.store.LedgerEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says adds up to the event, whatever happened meanwhile. */
class CountersTest {

    private static final String FAULTS = """
            seed: 7
            rules:
              - {name: refused, share: 0.05, code: 40002}
              - {name: throttled, share: 0.05, code: 40100, http: 429}
              - {name: gateway, share: 0.05, http: 502}
              - {name: lost answer, share: 0.05, reset: after}
              - {name: slow, share: 0.20, delay: 100ms}
            """;

    private static final int ROUNDS = 3;
    private static final int MOST_EVENTS = 1_000_000;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    CountersTest() {}

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void accepted_is_delivered_dead_and_waiting_after_faults_duplicates_kills_and_restarts() {
        Path data = folder.resolve("data");
        Load load = new Load();
        try (TikTok tikTok = TikTok.failing(FAULTS, folder.resolve("verdicts.ndjson"), MOST_EVENTS);
                BundleProcess bundle = BundleProcess.start(
                        data,
                        folder.resolve("output.log"),
                        tikTok.url(),
                        Map.of("ferry.delivery.timeout", "5s", "ferry.batch.size", "100"))) {
            for (int round = 0; round < ROUNDS; round++) {
                load.begin(bundle.sender(), round);
                load.awaitSome(100);
                if (round == ROUNDS - 1) {
                    load.end(); // so that something is accepted and not delivered while nobody sends
                }
                bundle.kill();
                load.end();
                requireItAddsUp(data, load);
                bundle.startAgain();
            }
            tikTok.simulator().clearFaults();
            load.sendAgainWhatWasNotAnswered(bundle.sender());
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            JsonNode ledger =
                    bundle.sender().call("GET", "/v1/inspect/ledger?range=day").json();
            assertThat(bundle.sender().status().path("ledger").isEmpty()).isFalse();
            assertThat(series(ledger, "accepted"))
                    .as("what the inspector shows")
                    .isEqualTo(load.promised().size())
                    .isEqualTo(series(ledger, "delivered") + series(ledger, "dead"));
            bundle.endInOrder(Duration.ofSeconds(30));
        }
        Map<String, Long> sums = requireItAddsUp(data, load);
        assertThat(sums.get("accepted")).isEqualTo(load.promised().size());
        assertThat(sums.get("delivered")).isPositive();
        assertThat(sums.get("duplicate")).isPositive();
        assertThat(sums.get("rejected")).isPositive();
    }

    /** Of a store that nobody writes to, in all and by event and by minute. */
    private static Map<String, Long> requireItAddsUp(Path data, Load load) {
        try (JdbcStore store =
                JdbcStore.open("jdbc:h2:file:" + data.resolve("eventferry").toAbsolutePath(), null, null)) {
            Map<String, Long> sums = new HashMap<>();
            Map<String, Long> open = new TreeMap<>();
            store.ledgerInAll().forEach((entry, n) -> {
                sums.merge(entry.what(), n, Long::sum);
                open.merge(entry.event(), sign(entry) * n, Long::sum);
            });
            Map<String, Long> byMinute = new HashMap<>();
            store.ledger(0, 1, null, null).forEach((entry, n) -> byMinute.merge(entry.what(), n, Long::sum));
            assertThat(byMinute).as("minutes and their sum").isEqualTo(sums);

            long waiting = store.backlog().getOrDefault("web", 0L);
            long dead = store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, Integer.MAX_VALUE)
                    .size();
            long accepted = sums.getOrDefault("accepted", 0L);
            assertThat(accepted)
                    .as("accepted = delivered + dead + waiting, of %s", sums)
                    .isEqualTo(sums.getOrDefault("delivered", 0L) + sums.getOrDefault("dead", 0L) + waiting)
                    .isGreaterThanOrEqualTo(load.promised().size());
            assertThat(sums.getOrDefault("dead", 0L)).isEqualTo(dead);
            assertThat(open.getOrDefault("Purchase", 0L)).as("by event").isEqualTo(waiting);
            return sums;
        }
    }

    private static long sign(LedgerEntry entry) {
        return entry.what().equals("accepted")
                ? 1
                : List.of("delivered", "dead").contains(entry.what()) ? -1 : 0;
    }

    private static long series(JsonNode ledger, String what) {
        long sum = 0;
        for (JsonNode n : ledger.at("/series/" + what)) {
            sum += n.asLong();
        }
        return sum;
    }
}
