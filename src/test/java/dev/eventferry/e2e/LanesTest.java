package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.Fault;
import dev.eventferry.simulator.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each destination has a lane of its own: its pace, its order, its trouble. */
@Timeout(180)
class LanesTest {

    @TempDir
    Path data;

    private final JumpingClock clock = new JumpingClock();

    @SuppressWarnings("NullAway.Init")
    LanesTest() {}

    @Test
    void a_destination_with_two_requests_a_minute_waits_for_the_next_minute_and_delays_no_other() throws StartFailed {
        clock.jumpToTheNext(ChronoUnit.MINUTES);
        Map<String, String> changes = two(Map.of("ferry.destination.app.requests-per-minute", "2"));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), changes, clock)) {
            for (int i = 0; i < 4; i++) {
                post(bundle, "app", "slow-" + i);
                String id = "slow-" + i;
                if (i < 2) {
                    soon().until(() -> tikTok.has(id));
                }
            }
            soon().until(() -> lane(bundle, "app").path("state").asText().equals("limited"));
            for (int i = 0; i < 3; i++) {
                post(bundle, "web", "fast-" + i);
                String id = "fast-" + i;
                soon().until(() -> tikTok.has(id));
            }

            JsonNode lane = lane(bundle, "app");
            assertThat(lane.at("/requests/this_minute").asInt()).isEqualTo(2);
            assertThat(lane.at("/requests/limits/minute").asInt()).isEqualTo(2);
            assertThat(lane.path("under_way").asInt()).isZero();
            assertThat(bundle.sender().metrics().body().lines())
                    .contains("eventferry_lane_requests{destination=\"app\",window=\"minute\"} 2.0")
                    .contains("eventferry_lane_requests_left{destination=\"app\",window=\"minute\"} 0.0")
                    .contains("eventferry_lane_requests{destination=\"web\",window=\"day\"} 3.0")
                    .noneMatch(line -> line.startsWith("eventferry_lane_requests_left{destination=\"web\""));
            assertThat(Instant.parse(lane.path("next_try_at").asText()))
                    .isEqualTo(clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
            assertThat(lane(bundle, "web").path("state").asText()).isEqualTo("open");
            assertThat(tikTok.ids()).doesNotContain("slow-2", "slow-3");

            clock.jumpToTheNext(ChronoUnit.MINUTES);

            soon().until(() -> tikTok.has("slow-2") && tikTok.has("slow-3"));
            assertThat(tikTok.received()).isEqualTo(7);
        }
    }

    @Test
    void the_requests_of_a_day_count_on_after_a_restart_until_midnight() throws StartFailed {
        clock.jumpToTheNext(ChronoUnit.DAYS);
        Map<String, String> changes = Map.of("ferry.delivery.requests-per-day", "3");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), changes, clock)) {
            for (String id : List.of("a", "b")) {
                post(bundle, "web", id);
                soon().until(() -> tikTok.has(id));
            }
            bundle.restart();
            assertThat(lane(bundle, "web").at("/requests/today").asInt()).isEqualTo(2);
            post(bundle, "web", "c");
            soon().until(() -> tikTok.has("c"));

            post(bundle, "web", "d");
            soon().until(() -> lane(bundle, "web").path("state").asText().equals("limited"));
            bundle.restart();

            assertThat(lane(bundle, "web").path("state").asText()).isEqualTo("limited");
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !tikTok.has("d"));
            clock.jumpToTheNext(ChronoUnit.DAYS);
            soon().until(() -> tikTok.has("d"));
            assertThat(tikTok.received()).isEqualTo(4);
        }
    }

    @Test
    void no_second_has_more_requests_than_its_share() throws StartFailed {
        Map<String, String> changes = Map.of("ferry.destination.web.requests-per-second", "5", "ferry.batch.size", "1");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), changes)) {
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 12)));

            soon().until(() -> tikTok.kept() == 12);

            List<Instant> at = tikTok.simulator().requests().stream()
                    .map(ReceivedRequest::receivedAt)
                    .sorted()
                    .toList();
            assertThat(at).hasSize(12);
            assertThat(Duration.between(at.get(0), at.get(11))).isGreaterThan(Duration.ofMillis(1900));
        }
    }

    @Test
    void purchases_overtake_the_views_that_wait() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), small(Map.of()))) {
            tikTok.simulator().faultAlways(Fault.code(50000));
            for (String id : Events.ids("view", 0, 40)) {
                bundle.sender().post(Events.array(view(id)));
            }
            for (String id : Events.ids("bought", 0, 5)) {
                post(bundle, "web", id);
            }

            tikTok.simulator().clearFaults();

            soon().until(() -> tikTok.kept() == 45);
            assertThat(tikTok.received()).isEqualTo(45);
            List<String> ids = tikTok.ids();
            // of four looks into the store one is for those that wait longest
            assertThat(ids.subList(0, 25)).containsAll(Events.ids("bought", 0, 5));
        }
    }

    @Test
    void the_freshest_go_first_where_that_is_the_order_and_the_oldest_go_too() throws StartFailed {
        Map<String, String> changes = small(Map.of("ferry.destination.web.order", "freshest"));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), changes)) {
            tikTok.simulator().faultAlways(Fault.code(50000));
            for (String id : Events.ids("e", 0, 40)) {
                post(bundle, "web", id);
            }

            tikTok.simulator().clearFaults();

            soon().until(() -> tikTok.kept() == 40);
            assertThat(tikTok.received()).isEqualTo(40);
            assertThat(tikTok.ids().subList(0, 20)).containsAll(Events.ids("e", 35, 40));
        }
    }

    @Test
    void a_destination_that_does_not_answer_takes_no_thread_from_another() throws StartFailed, IOException {
        CountDownLatch over = new CountDownLatch(1);
        Map<String, String> changes = two(
                Map.of("ferry.delivery.concurrency", "1", "ferry.delivery.timeout", "30s", "ferry.batch.size", "1"));
        try (RawTikTok tikTok = RawTikTok.start(request -> {
                    if ("token-of-app".equals(request.headers().getFirst("Access-Token"))) {
                        hold(over);
                    }
                    return RawTikTok.OK;
                });
                Bundle bundle = Bundle.start(data, tikTok.url(), changes)) {
            for (String id : Events.ids("stuck", 0, 5)) {
                post(bundle, "app", id);
            }
            soon().until(() -> !tikTok.requests().isEmpty());

            for (String id : Events.ids("e", 0, 3)) {
                post(bundle, "web", id);
            }

            soon().untilAsserted(() -> assertThat(bundle.ledger("delivered")).isEqualTo(3));
            over.countDown();
            soon().untilAsserted(() -> assertThat(bundle.ledger("delivered")).isEqualTo(8));
        } finally {
            over.countDown();
        }
    }

    @Test
    void what_waits_for_requests_that_are_under_way_fills_up() throws StartFailed {
        Map<String, String> changes = Map.of("ferry.delivery.concurrency", "1", "ferry.batch.linger", "20ms");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), changes)) {
            tikTok.simulator().faultAlways(Fault.delay(Duration.ofMillis(800)));
            long begun = System.nanoTime();
            for (int i = 0; i < 40; i++) {
                post(bundle, "web", "e-" + i);
                long next = begun + TimeUnit.MILLISECONDS.toNanos(40L * i);
                await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() >= next);
            }

            soon().untilAsserted(() -> assertThat(bundle.ledger("delivered")).isEqualTo(40));

            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(tikTok.simulator().requests()).hasSizeLessThanOrEqualTo(2 + (int) (took.toMillis() / 800));
            assertThat(tikTok.received()).isEqualTo(40);
        }
    }

    private static ObjectNode view(String id) {
        ObjectNode view = Events.purchase(id);
        view.put("event", "ViewContent");
        return view;
    }

    private static void post(Bundle bundle, String destination, String id) {
        Sender.Answer answer =
                bundle.sender().postTo("/v1/events?destination=" + destination, Events.purchases(List.of(id)));
        assertThat(answer.status()).isEqualTo(202);
    }

    private static Map<String, String> two(Map<String, String> changes) {
        Map<String, String> both = new TreeMap<>(changes);
        both.put("ferry.destinations", "web,app");
        both.put("ferry.destination.app.event-source-id", "OTHER");
        both.put("ferry.destination.app.access-token", "token-of-app");
        return both;
    }

    /** Little in memory and one request at once, so that what waits is in the store. */
    private static Map<String, String> small(Map<String, String> changes) {
        Map<String, String> small = new TreeMap<>(changes);
        small.put("ferry.delivery.memory", "2KB");
        small.put("ferry.delivery.concurrency", "1");
        small.put("ferry.batch.size", "5");
        return small;
    }

    private static JsonNode lane(Bundle bundle, String destination) {
        for (JsonNode lane : bundle.sender().status().path("lanes")) {
            if (lane.path("destination").asText().equals(destination)) {
                return lane;
            }
        }
        throw new AssertionError("no lane is called " + destination);
    }

    private static void hold(CountDownLatch over) {
        try {
            over.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }

    /** The machine's clock, set forward. */
    private static final class JumpingClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void jumpToTheNext(ChronoUnit unit) {
            Instant now = instant();
            ahead = ahead.plus(Duration.between(now, now.truncatedTo(unit).plus(1, unit)));
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("always UTC");
        }
    }
}
