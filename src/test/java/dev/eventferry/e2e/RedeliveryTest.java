package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.Fault;
import dev.eventferry.simulator.ReceivedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a TikTok in trouble hears of us: the quick tries, then one request after each rest, and nothing that multiplies them. */
@Timeout(180)
class RedeliveryTest {

    private static final Duration BACKOFF = Duration.ofMillis(200);

    /** Five times the backoff, which is also the most here: so each rest is as long as the others. */
    private static final Duration REST = Duration.ofSeconds(1);

    private static final Map<String, String> PACE =
            Map.of("ferry.delivery.backoff", "200ms", "ferry.delivery.max-backoff", "1s");

    /** The two clocks of a request, when it is begun and when its body is there, may differ. */
    private static final Duration BLUR = Duration.ofMillis(30);

    /** What a busy machine may add to a wait. */
    private static final Duration BUSY = Duration.ofSeconds(3);

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    RedeliveryTest() {}

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("500", Fault.http(500)),
                Arguments.of("503, which HTTP clients like to repeat by themselves", Fault.http(503)),
                Arguments.of("429, as 503", Fault.http(429)),
                Arguments.of("code 50000", Fault.code(50000)),
                Arguments.of("a reset connection", Fault.reset()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void a_request_that_always_fails_is_tried_as_often_as_quick_tries_and_the_rests_say(String name, Fault fault)
            throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), PACE)) {
            tikTok.simulator().faultAlways(fault);
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));

            soon().until(() -> lane(bundle, "web").path("failures").asInt() >= 4);

            List<Duration> waits = waits(tikTok);
            assertThat(waits.get(0)).as("the first quick try").isBetween(around(BACKOFF, 0.5), most(BACKOFF));
            assertThat(waits.get(1))
                    .as(
                            "the second one, after twice as long as the first came to, and by chance half of that less or more")
                    .isBetween(around(BACKOFF, 0.5), most(BACKOFF.multipliedBy(3)));
            assertThat(waits.subList(2, waits.size()))
                    .as("one request after each rest")
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(wait -> assertThat(wait).isBetween(REST.minus(BLUR), REST.plus(BUSY)));
            assertThat(bundle.ledger("delivered")).isZero();
            assertThat(bundle.ledger("dead")).isZero();
            assertThat(bundle.backlog()).isEqualTo(50);
        }
    }

    @Test
    void only_batches_that_are_under_way_have_quick_tries_and_those_that_wait_have_none() throws StartFailed {
        int underWay = 4;
        int tries = 3;
        Map<String, String> changes = with(
                PACE, "ferry.batch.size", "10", "ferry.delivery.concurrency", "4", "ferry.delivery.quick-tries", "2");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), changes)) {
            tikTok.simulator().faultAlways(Fault.http(500));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 300)));

            soon().until(() -> lane(bundle, "web").path("failures").asInt() >= 4);

            int requests = tikTok.simulator().requests().size();
            int failures = lane(bundle, "web").path("failures").asInt();
            assertThat(requests)
                    .as("of 30 batches four were under way; since the first rest each failure is one probe")
                    .isLessThanOrEqualTo(underWay * tries + failures);
            tikTok.simulator().clearFaults();
            soon().untilAsserted(() -> assertThat(bundle.ledger("delivered")).isEqualTo(300));
            assertThat(tikTok.received()).isEqualTo(300);
        }
    }

    /** Whatever somebody edits into a route: what fails there must not become a storm of requests. */
    @Test
    void a_step_that_fails_as_nobody_expects_lets_the_destination_rest_too() throws Exception {
        Path routes = Bundle.copyOfRoutes(data.resolve("routes"));
        Path deliver = routes.resolve("deliver.camel.yaml");
        String verdict = """
                              - bean:
                                  id: verdict
                """;
        String broken = """
                              - throwException:
                                  id: broken
                                  exceptionType: java.lang.IllegalStateException
                                  message: a step of somebody's own
                """;
        String whole = Files.readString(deliver);
        assertThat(whole).contains(verdict);
        Files.writeString(deliver, whole.replace(verdict, broken + verdict));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), with(PACE, "ferry.routes-dir", routes.toString()))) {
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));

            soon().until(() -> lane(bundle, "web").path("failures").asInt() >= 3);

            assertThat(waits(tikTok)).hasSizeGreaterThanOrEqualTo(2).allSatisfy(wait -> assertThat(wait)
                    .isGreaterThanOrEqualTo(REST.minus(BLUR)));
            assertThat(bundle.backlog()).isEqualTo(50);
        }
    }

    @Test
    void no_thread_waits_for_the_next_try_and_another_destination_goes_on() throws StartFailed {
        Map<String, String> changes = with(
                Map.of(),
                "ferry.destinations",
                "web,other",
                "ferry.destination.other.event-source-id",
                "OTHER",
                "ferry.destination.other.access-token",
                TestSettings.TOKEN,
                "ferry.delivery.backoff",
                "10s",
                "ferry.delivery.concurrency",
                "1");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), changes)) {
            tikTok.simulator().faults("{rules: {when: {event_source_id: PIXEL}, http: 500}}");
            bundle.sender().post(Events.purchases(Events.ids("waits", 0, 5)));
            soon().until(() -> !tikTok.simulator().requests().isEmpty());

            soon().untilAsserted(() -> assertThat(busyDeliveryThreads())
                    .as("while the next try is waited for, at least five seconds")
                    .isEmpty());
            assertThat(sleepers()).isEmpty();
            for (String id : Events.ids("goes", 0, 5)) {
                bundle.sender().postTo("/v1/events?destination=other", Events.array(Events.purchase(id)));
                soon().until(() -> tikTok.has(id));
            }

            assertThat(of("PIXEL", tikTok))
                    .as("the other's were all sent meanwhile")
                    .hasSize(1);
            tikTok.simulator().clearFaults();
            soon().until(() -> tikTok.kept() == 10);
            assertThat(of("PIXEL", tikTok)).hasSize(2);
        }
    }

    /** Delivery threads of this bundle that do something. */
    private static List<String> busyDeliveryThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().startsWith("ferry-delivery-"))
                .filter(each -> Arrays.stream(each.getValue())
                        .noneMatch(frame -> frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor")
                                && frame.getMethodName().equals("getTask")))
                .map(each -> each.getKey().getName() + " " + Arrays.toString(each.getValue()))
                .toList();
    }

    /** Threads that sleep inside Camel. */
    private static List<String> sleepers() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getValue().length > 0
                        && each.getValue()[0].getMethodName().equals("sleep"))
                .filter(each -> Arrays.stream(each.getValue())
                        .anyMatch(frame -> frame.getClassName().contains("RedeliveryErrorHandler")))
                .map(each -> each.getKey().getName())
                .toList();
    }

    private static List<ReceivedRequest> of(String pixel, TikTok tikTok) {
        return tikTok.simulator().requests().stream()
                .filter(request -> request.eventSourceId().equals(pixel))
                .toList();
    }

    private static List<Duration> waits(TikTok tikTok) {
        List<Instant> at = tikTok.simulator().requests().stream()
                .sorted(Comparator.comparingLong(ReceivedRequest::number))
                .map(ReceivedRequest::receivedAt)
                .toList();
        return Stream.iterate(1, i -> i < at.size(), i -> i + 1)
                .map(i -> Duration.between(at.get(i - 1), at.get(i)))
                .toList();
    }

    /** The shortest that collision avoidance makes of a wait. */
    private static Duration around(Duration wait, double factor) {
        return Duration.ofMillis((long) (wait.toMillis() * factor)).minus(BLUR);
    }

    private static Duration most(Duration wait) {
        return wait.multipliedBy(3).dividedBy(2).plus(BUSY);
    }

    private static Map<String, String> with(Map<String, String> some, String... more) {
        Map<String, String> changes = new HashMap<>(some);
        for (int i = 0; i < more.length; i += 2) {
            changes.put(more[i], more[i + 1]);
        }
        return changes;
    }

    private static JsonNode lane(Bundle bundle, String destination) {
        for (JsonNode lane : bundle.sender().status().path("lanes")) {
            if (lane.path("destination").asText().equals(destination)) {
                return lane;
            }
        }
        throw new AssertionError("no lane " + destination);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
