package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.simulator.Fault;
import dev.eventferry.simulator.IndexForm;
import dev.eventferry.simulator.ReceivedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same few events again and again, and each time another call fails: the first, the second, and so on until none is
 * left to fail. Whatever fails, a sender that sends again what was not answered 202 loses nothing and doubles nothing.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NthCallTest {

    private static final Duration NO_HANG = Duration.ofSeconds(30);
    private static final int EVENTS = 4;

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    NthCallTest() {}

    @ParameterizedTest
    @EnumSource
    void whichever_call_to_the_database_fails_nothing_is_lost_or_doubled(FailingDatabase.Moment moment)
            throws Exception {
        try (FailingDatabase database = FailingDatabase.install();
                TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            beginPoison(tikTok);
            int round = 0;
            String hit;
            do {
                round++;
                database.failAt(round, moment);
                send(bundle, tikTok, "r" + round, "call " + round);
                hit = database.disarm();
            } while (!hit.isEmpty());

            assertThat(round).as("runs, of which the last passed untouched").isGreaterThan(20);
            assertSums(bundle, tikTok, round);
            assertThat(tikTok.received())
                    .as("the store's failures are no reason to send again")
                    .isEqualTo(3L * round);
        }
    }

    static Stream<Arguments> faultsOfRequests() {
        return Stream.of(
                Arguments.of("502", Fault.http(502)),
                Arguments.of("reset before", Fault.reset()),
                Arguments.of("reset after", Fault.reset().afterTaking()),
                Arguments.of("reset within", Fault.resetWithin()),
                Arguments.of("truncated", Fault.truncated()),
                Arguments.of("closed", Fault.close()),
                Arguments.of("malformed", Fault.malformed()),
                Arguments.of("trouble", Fault.code(50000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfRequests")
    void whichever_request_to_TikTok_fails_nothing_is_lost_and_a_resend_has_the_same_id(String name, Fault fault)
            throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            beginPoison(tikTok);
            int round = 0;
            long before;
            do {
                round++;
                before = faults(tikTok);
                if (round > 1) {
                    tikTok.simulator().fault(Fault.none().times(round - 1));
                }
                tikTok.simulator().fault(fault);
                send(bundle, tikTok, "r" + round, name + " at request " + round);
                tikTok.simulator().clearFaults();
                beginPoison(tikTok);
            } while (faults(tikTok) > before);

            assertThat(round).as("runs, of which the last passed untouched").isGreaterThan(3);
            assertSums(bundle, tikTok, round);
            assertThat(tikTok.received())
                    .as("at most the events of one request in each run come again")
                    .isBetween(3L * round, 3L * round + 3L * (round - 1));
        }
    }

    /** Three that are delivered and one that TikTok refuses, of which it does not say which: several requests. */
    private static void send(Bundle bundle, TikTok tikTok, String run, String what) {
        List<String> good = List.of(run + "-a", run + "-b", run + "-c");
        String body = Events.purchases(
                Stream.concat(good.stream(), Stream.of(run + "-bad")).toList());
        long dead = bundle.ledger("dead");
        await(what + ": taken")
                .atMost(NO_HANG)
                .until(() -> bundle.sender().post(body).status() == 202);
        assertThat(bundle.sender().post(body).status()).isIn(202, 503);
        await(what + ": settled")
                .atMost(NO_HANG)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    assertThat(tikTok.ids()).containsAll(good);
                    assertThat(bundle.ledger("dead")).isEqualTo(dead + 1);
                    assertThat(bundle.backlog()).isZero();
                });
    }

    private static void assertSums(Bundle bundle, TikTok tikTok, int runs) {
        await().atMost(NO_HANG).untilAsserted(() -> assertThat(Map.of(
                        "accepted", bundle.ledger("accepted"),
                        "delivered", bundle.ledger("delivered"),
                        "dead", bundle.ledger("dead")))
                .containsEntry("accepted", (long) EVENTS * runs)
                .containsEntry("delivered", 3L * runs)
                .containsEntry("dead", (long) runs));
        Map<String, Long> times = tikTok.simulator().events().stream()
                .collect(Collectors.toMap(ReceivedEvent::eventId, ReceivedEvent::eventTime));
        assertThat(times).as("each once, and none that is bad").hasSize(3 * runs);
        assertThat(times.values()).as("as it was sent").containsOnly(Events.TIME);
        assertThat(times.keySet()).noneMatch(id -> id.endsWith("-bad"));
        assertThat(bundle.sender().metrics().status()).isEqualTo(200);
    }

    private static void beginPoison(TikTok tikTok) {
        tikTok.simulator().index(IndexForm.HIDDEN);
        tikTok.simulator().faults("{poison: {event_id: \"*-bad\"}}");
    }

    private static long faults(TikTok tikTok) {
        return tikTok.simulator().requests().stream()
                .filter(request -> !request.fault().isEmpty())
                .filter(request -> !request.fault().contains("none"))
                .count();
    }
}
