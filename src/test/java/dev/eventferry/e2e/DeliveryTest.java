package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.Fault;
import dev.eventferry.simulator.ReceivedEvent;
import dev.eventferry.simulator.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event reaches TikTok once, in few requests, or is told of with a reason; whatever TikTok does. */
class DeliveryTest {

    @TempDir
    Path data;

    @Test
    void an_event_that_comes_twice_in_one_request_is_delivered_once() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            Sender.Answer answer = bundle.sender()
                    .post(Events.array(Events.purchase("a"), Events.purchase("a"), Events.purchase("b")));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.count("accepted")).isEqualTo(2);
            assertThat(answer.count("duplicate")).isEqualTo(1);
            assertThat(answer.json().path("results").findValuesAsText("index")).containsExactly("1");
            isDelivered(bundle, 2);
            assertThat(tikTok.received()).isEqualTo(2);
        }
    }

    @Test
    void an_event_that_comes_in_two_requests_and_again_after_a_restart_is_delivered_once() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            assertThat(post(bundle, "a").count("accepted")).isEqualTo(1);
            assertThat(post(bundle, "a").count("duplicate")).isEqualTo(1);
            isDelivered(bundle, 1);

            bundle.restart();

            assertThat(post(bundle, "a").count("duplicate")).isEqualTo(1);
            assertThat(post(bundle, "b").count("accepted")).isEqualTo(1);
            isDelivered(bundle, 2);
            assertThat(tikTok.received()).isEqualTo(2);
        }
    }

    @Test
    void an_event_without_an_id_that_comes_twice_is_delivered_once() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            ObjectNode event = Events.purchase("a");
            event.remove("event_id");

            assertThat(bundle.sender().post(event.toString()).count("accepted")).isEqualTo(1);
            assertThat(bundle.sender().post(event.toString()).count("duplicate"))
                    .isEqualTo(1);

            isDelivered(bundle, 1);
            assertThat(tikTok.received()).isEqualTo(1);
        }
    }

    @Test
    void a_copy_with_an_email_that_the_first_lacked_is_sent_on_and_merged() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            post(bundle, "a");
            isDelivered(bundle, 1);

            Sender.Answer filled =
                    bundle.sender().post(Events.purchase("a", "ada@example.com").toString());
            Sender.Answer again =
                    bundle.sender().post(Events.purchase("a", "ada@example.com").toString());

            assertThat(filled.count("accepted")).isEqualTo(1);
            assertThat(again.count("duplicate")).isEqualTo(1);
            soon().untilAsserted(
                            () -> assertThat(tikTok.event("a").mergedFields()).containsExactly("user.email"));
            isDelivered(bundle, 2);
            assertThat(tikTok.received()).isEqualTo(2);
            assertThat(tikTok.kept()).isEqualTo(1);
        }
    }

    @Test
    void a_copy_with_a_new_email_is_sent_on_after_a_restart_too() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            post(bundle, "a");
            isDelivered(bundle, 1);
            bundle.restart();

            assertThat(bundle.sender()
                            .post(Events.purchase("a", "ada@example.com").toString())
                            .count("accepted"))
                    .isEqualTo(1);

            soon().untilAsserted(
                            () -> assertThat(tikTok.event("a").mergedFields()).containsExactly("user.email"));
        }
    }

    @Test
    void a_copy_with_a_new_email_is_dropped_after_the_merge_window() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.dedup.merge-window", "1ms"))) {
            post(bundle, "a");
            isDelivered(bundle, 1);

            Sender.Answer late =
                    bundle.sender().post(Events.purchase("a", "ada@example.com").toString());

            assertThat(late.count("duplicate")).isEqualTo(1);
            assertThat(post(bundle, "b").count("accepted")).isEqualTo(1);
            isDelivered(bundle, 2);
            assertThat(tikTok.received()).isEqualTo(2);
        }
    }

    @Test
    void a_copy_is_new_again_after_the_dedup_window() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        data, tikTok.url(), Map.of("ferry.dedup.merge-window", "1ms", "ferry.dedup.window", "1s"))) {
            assertThat(post(bundle, "a").count("accepted")).isEqualTo(1);
            assertThat(post(bundle, "a").count("duplicate")).isEqualTo(1);

            soon().until(() -> post(bundle, "a").count("accepted") == 1);

            isDelivered(bundle, 2);
        }
    }

    @Test
    void a_mended_copy_of_an_event_that_was_too_large_is_no_duplicate() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.batch.max-bytes", "4KB"))) {
            ObjectNode large = Events.purchase("a");
            large.withObject("/properties").put("description", "x".repeat(5000));
            assertThat(bundle.sender()
                            .post(large.toString())
                            .json()
                            .at("/results/0/errors/0/code")
                            .asText())
                    .isEqualTo("event_too_large");

            assertThat(post(bundle, "a").count("accepted")).isEqualTo(1);

            isDelivered(bundle, 1);
        }
    }

    @Test
    void two_and_a_half_thousand_events_in_requests_of_a_hundred_reach_tiktok_in_at_most_twelve_requests()
            throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.batch.linger", "700ms"))) {
            for (int request = 0; request < 25; request++) {
                assertThat(bundle.sender()
                                .post(Events.purchases(Events.ids("e", request * 100, request * 100 + 100)))
                                .count("accepted"))
                        .isEqualTo(100);
            }

            isDelivered(bundle, 2500);

            assertThat(tikTok.received()).isEqualTo(2500);
            assertThat(tikTok.simulator().requests()).hasSizeLessThanOrEqualTo(12);
            assertThat(tikTok.simulator().requests())
                    .extracting(ReceivedRequest::events)
                    .allMatch(events -> events >= 1 && events <= 1000);
        }
    }

    @Test
    void a_steady_trickle_starves_nobody_because_the_linger_counts_from_the_first_event() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.batch.linger", "700ms"))) {
            AtomicInteger next = new AtomicInteger();
            post(bundle, "e-" + next.getAndIncrement());
            long begun = System.nanoTime();

            await().atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(40))
                    .until(() -> {
                        post(bundle, "e-" + next.getAndIncrement());
                        return tikTok.kept() > 0;
                    });

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2500));
            isDelivered(bundle, next.get());
        }
    }

    static Stream<Arguments> passing_trouble() {
        return Stream.of(
                Arguments.of("throttled", Fault.code(40100)),
                Arguments.of("system error", Fault.code(50000)),
                Arguments.of("an event is wrong, but not which", Fault.code(40002)),
                Arguments.of("an envelope that breaks off", Fault.malformed()),
                Arguments.of("JSON without a code", Fault.body(200, "{}")),
                Arguments.of("an empty answer", Fault.body(200, "")),
                Arguments.of("a gateway's page", Fault.http(502)),
                Arguments.of("HTTP 500 with a code", Fault.code(50000).withHttp(500)),
                Arguments.of("no answer in time", Fault.delay(Duration.ofSeconds(3))),
                Arguments.of("a reset before", Fault.reset()),
                Arguments.of("a reset after", Fault.reset().afterTaking()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing_trouble")
    void what_passing_trouble_hits_is_delivered_in_the_end(String name, Fault fault) throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.delivery.timeout", "1s"))) {
            tikTok.simulator().fault(fault);

            assertThat(bundle.sender()
                            .post(Events.purchases(Events.ids("e", 0, 5)))
                            .status())
                    .isEqualTo(202);

            isDelivered(bundle, 5);
            assertThat(tikTok.ids()).containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 5));
            assertThat(bundle.ledger("dead")).isZero();
            assertThat(tikTok.simulator().requests()).hasSizeGreaterThan(1);
        }
    }

    static Stream<Arguments> lasting_trouble() {
        return passing_trouble()
                .filter(trouble -> ((Fault) trouble.get()[1]).code() != 40002)
                .filter(trouble -> !((Fault) trouble.get()[1]).taking());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lasting_trouble")
    void what_tiktok_does_not_take_for_long_is_never_called_delivered_and_waits(String name, Fault fault)
            throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            tikTok.simulator().faultAlways(fault);
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 5)));
            soon().until(() -> tikTok.simulator().requests().size() >= 4);

            assertThat(bundle.ledger("delivered") + bundle.ledger("dead")).isZero();
            assertThat(bundle.backlog()).isEqualTo(5);

            tikTok.simulator().clearFaults();
            isDelivered(bundle, 5);
            assertThat(tikTok.ids()).containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 5));
        }
    }

    @Test
    void what_tiktok_refuses_for_good_is_dead_with_its_code_and_nothing_else_is() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            tikTok.simulator().faultAlways(Fault.code(40002));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 5)));

            soon().until(() -> bundle.ledger("canonical", "dead", "refused 40002") == 5);

            tikTok.simulator().clearFaults();
            post(bundle, "after");
            isDelivered(bundle, 1);
            assertThat(tikTok.ids()).containsExactly("after");
            assertThat(bundle.backlog()).isZero();
        }
    }

    @Test
    void a_poison_event_is_dead_lettered_alone_and_the_rest_delivered() throws StartFailed, IOException {
        try (RawTikTok tikTok = RawTikTok.start(request -> request.ids().contains("e-7")
                        ? RawTikTok.refusal(40002, "some event is wrong")
                        : RawTikTok.OK);
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 100)));

            isDelivered(bundle, 99);

            assertThat(bundle.ledger("canonical", "dead", "refused 40002")).isEqualTo(1);
            assertThat(tikTok.taken())
                    .containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 100).stream()
                            .filter(id -> !id.equals("e-7"))
                            .toList());
            assertThat(bundle.backlog()).isZero();
        }
    }

    @Test
    void a_wrong_token_keeps_the_events_until_tiktok_takes_them_again() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            tikTok.simulator().faultAlways(Fault.code(40105));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 20)));
            soon().until(() -> tikTok.simulator().requests().size() >= 2);
            assertThat(bundle.ledger("dead")).isZero();
            assertThat(bundle.backlog()).isEqualTo(20);

            tikTok.simulator().clearFaults();

            isDelivered(bundle, 20);
            assertThat(tikTok.received()).isEqualTo(20);
        }
    }

    @Test
    void while_tiktok_is_unreachable_events_are_taken_and_health_is_degraded_but_ready() throws StartFailed {
        int port = TestSettings.freePort();
        try (Bundle bundle = Bundle.start(data, "http://127.0.0.1:" + port)) {
            for (int i = 0; i < 30; i++) {
                assertThat(post(bundle, "e-" + i).status()).isEqualTo(202);
            }
            soon().untilAsserted(
                            () -> assertThat(bundle.sender().health("").body()).contains("degraded: events wait"));
            assertThat(bundle.sender().health("/ready").status()).isEqualTo(200);
            assertThat(bundle.sender().health("/live").status()).isEqualTo(200);
            assertThat(bundle.sender().status().path("resting").path(0).asText())
                    .isEqualTo("web");
            bundle.restart();
            assertThat(post(bundle, "e-30").status()).isEqualTo(202);

            try (TikTok tikTok = TikTok.at(port)) {
                isDelivered(bundle, 31);

                assertThat(tikTok.ids()).containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 31));
                assertThat(tikTok.received()).isEqualTo(31);
                soon().untilAsserted(() ->
                        assertThat(bundle.sender().health("").body()).doesNotContain("events wait"));
            }
        }
    }

    @Test
    void an_event_that_is_not_delivered_within_the_window_is_dead_with_a_reason() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.delivery.window", "1s"))) {
            tikTok.simulator().faultAlways(Fault.code(50000));
            post(bundle, "a");

            soon().until(() -> bundle.ledger("canonical", "dead", "expired") == 1);

            assertThat(bundle.backlog()).isZero();
        }
    }

    @Test
    void ids_and_times_arrive_as_they_were_given() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            post(bundle, "a");
            isDelivered(bundle, 1);

            ReceivedEvent event = tikTok.event("a");

            assertThat(event.eventTime()).isEqualTo(Events.TIME);
            assertThat(event.event()).isEqualTo("Purchase");
            assertThat(event.eventSourceId()).isEqualTo("PIXEL");
            assertThat(event.test()).isFalse();
        }
    }

    private static Sender.Answer post(Bundle bundle, String id) {
        return bundle.sender().post(Events.purchases(List.of(id)));
    }

    private static void isDelivered(Bundle bundle, long events) {
        soon().untilAsserted(() -> assertThat(bundle.ledger("delivered")).isEqualTo(events));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(50));
    }
}
