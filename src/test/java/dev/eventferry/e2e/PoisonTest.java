package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.IndexForm;
import dev.eventferry.simulator.ReceivedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A few bad events at random places among a thousand, for each way in which TikTok may blame them: those are dead, the
 * others are delivered once, and finding out costs few requests.
 */
@Timeout(180)
class PoisonTest {

    private static final int EVENTS = 1000;

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    PoisonTest() {}

    @ParameterizedTest
    @EnumSource
    void only_the_bad_ones_among_a_thousand_are_dead_and_few_requests_find_them(IndexForm form) throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            long deadBefore = 0;
            long deliveredBefore = 0;
            for (int bad : List.of(1, 3, 10)) {
                List<String> all = Events.ids(form + "-" + bad, 0, EVENTS);
                Set<String> culprits = some(all, bad, new Random(100 * form.ordinal() + bad));
                tikTok.simulator().clear();
                tikTok.simulator().clearFaults();
                tikTok.simulator().faults("{index: " + form + ", poison: " + poison(culprits) + "}");

                bundle.sender().post(Events.purchases(all));

                long dead = deadBefore + bad;
                long delivered = deliveredBefore + EVENTS - bad;
                await().atMost(Duration.ofSeconds(40))
                        .untilAsserted(() -> assertThat(List.of(bundle.ledger("dead"), bundle.ledger("delivered")))
                                .as("%d bad, dead and delivered", bad)
                                .containsExactly(dead, delivered));
                assertThat(deadIds(bundle, bad)).isEqualTo(culprits);
                assertThat(tikTok.ids()).hasSize(EVENTS - bad).doesNotContainAnyElementsOf(culprits);
                assertThat(tikTok.received()).as("nothing is sent twice").isEqualTo(EVENTS - bad);
                assertThat(tikTok.simulator().requests())
                        .as("%d bad", bad)
                        .hasSizeLessThanOrEqualTo(mostRequests(form, bad));
                assertThat(bundle.backlog()).isZero();
                assertThat(theFirst(tikTok).events()).isEqualTo(EVENTS);
                deadBefore = dead;
                deliveredBefore = delivered;
            }
        }
    }

    /** One for each that is named and one for the rest; each that is not named is looked for by halves. */
    private static int mostRequests(IndexForm form, int bad) {
        return switch (form) {
            case FAILED_EVENTS -> 1;
            case HIDDEN -> (int) (1 + 2 * bad * Math.log(EVENTS) / Math.log(2));
            case SHOWN, BATCH, BRACKETS, WORDS, ORDER -> bad + 1;
        };
    }

    private static Set<String> some(List<String> ids, int count, Random random) {
        Set<String> some = new TreeSet<>();
        while (some.size() < count) {
            some.add(ids.get(random.nextInt(ids.size())));
        }
        return some;
    }

    private static String poison(Set<String> ids) {
        return ids.stream().map(id -> "{event_id: " + id + "}").collect(Collectors.joining(", ", "[", "]"));
    }

    private static ReceivedRequest theFirst(TikTok tikTok) {
        return tikTok.simulator().requests().stream()
                .min((a, b) -> Long.compare(a.number(), b.number()))
                .orElseThrow();
    }

    /** The ids of the newest dead letters. */
    private static Set<String> deadIds(Bundle bundle, int newest) {
        Set<String> ids = new TreeSet<>();
        for (JsonNode letter : bundle.sender()
                .call("GET", "/v1/inspect/dead?reason=refused&limit=" + newest)
                .json()
                .path("dead")) {
            ids.add(letter.path("event_id").asText());
        }
        return ids;
    }
}
