package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.Fault;
import dev.eventferry.simulator.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What TikTok's answers do to events, destinations and dead letters, through a whole Eventferry. */
@Timeout(120)
class VerdictsTest {

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    VerdictsTest() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void bad_events_that_TikTok_names_cost_one_request_each(int culprits) throws Exception {
        Set<String> bad = some(culprits);
        try (RawTikTok tikTok = RawTikTok.start(request -> {
                    int first = firstOf(request.ids(), bad);
                    return first < 0
                            ? RawTikTok.OK
                            : RawTikTok.refusal(40002, "data." + first + ".event_id: Not a valid string");
                });
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.batch.linger", "1s"))) {
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 1000)));

            soon().until(() -> bundle.ledger("delivered") == 1000 - culprits && bundle.ledger("dead") == culprits);

            assertThat(tikTok.taken()).hasSize(1000 - culprits).doesNotContainAnyElementsOf(bad);
            assertThat(tikTok.requests()).hasSizeLessThanOrEqualTo(culprits + 1);
            assertThat(dead(bundle, ""))
                    .extracting(letter -> letter.path("event_id").asText())
                    .containsExactlyInAnyOrderElementsOf(bad);
        }
    }

    @Test
    void a_list_of_failed_events_is_believed_and_the_rest_delivered() throws Exception {
        try (RawTikTok tikTok = RawTikTok.start(request -> """
                        {"code":20001,"message":"Partial success","request_id":"r","data":{"partial_failure":true,
                         "failed_events":[{"order_in_batch":1,"error":"timestamp invalid"}]}}""");
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            bundle.sender().post(Events.purchases(List.of("a", "b", "c")));

            soon().until(() -> bundle.ledger("delivered") == 2 && bundle.ledger("dead") == 1);

            assertThat(dead(bundle, "?reason=refused&code=20001"))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.path("event_id").asText()).isEqualTo("b");
                        assertThat(letter.path("message").asText()).isEqualTo("timestamp invalid");
                    });
            assertThat(bundle.backlog()).isZero();
        }
    }

    @Test
    void what_is_wrong_around_the_events_parks_the_destination_and_kills_nothing() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.delivery.probe-parked", "1h"))) {
            tikTok.simulator().faultAlways(Fault.code(40002).withText("event_source_id: Not a valid string"));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 5)));

            soon().until(() -> lane(bundle, "web").path("state").asText().equals("parked"));

            assertThat(bundle.ledger("dead")).isZero();
            assertThat(bundle.backlog()).isEqualTo(5);
        }
    }

    @Test
    void a_wrong_token_parks_only_its_destination_and_a_word_wakes_it() throws Exception {
        Map<String, String> two = Map.of(
                "ferry.destinations", "web,other",
                "ferry.destination.web.access-token", "wrong",
                "ferry.destination.other.event-source-id", "OTHER",
                "ferry.destination.other.access-token", TestSettings.TOKEN,
                "ferry.delivery.probe-parked", "1h");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), two)) {
            bundle.sender().post(Events.purchases(Events.ids("w", 0, 5)));
            soon().until(() -> lane(bundle, "web").path("state").asText().equals("parked"));
            int calls = tikTok.simulator().requests().size();
            assertThat(lane(bundle, "web").at("/parked/code").asInt()).isEqualTo(40105);
            assertThat(lane(bundle, "web").at("/parked/who").asText()).isEqualTo("operator");
            assertThat(bundle.sender().health("/ready").status()).isEqualTo(200);

            bundle.sender().postTo("/v1/events?destination=other", Events.purchases(Events.ids("o", 0, 5)));
            bundle.sender().post(Events.purchases(Events.ids("w", 5, 10)));
            soon().until(() -> tikTok.kept() == 5);

            assertThat(lane(bundle, "other").path("state").asText()).isEqualTo("open");
            assertThat(tikTok.simulator().requests())
                    .as("a parked destination asks nothing")
                    .hasSize(calls + 1);
            Sender.Answer woken = bundle.sender().postTo("/v1/inspect/destinations/web/resume", "");
            assertThat(woken.status()).isEqualTo(200);
            assertThat(woken.json().path("was_parked_for").asText()).contains("40105");
            soon().until(() -> tikTok.simulator().requests().size() == calls + 2);
            soon().until(() -> lane(bundle, "web").path("state").asText().equals("parked"));
            assertThat(bundle.backlog()).isEqualTo(10);
            assertThat(bundle.ledger("dead")).isZero();
        }
    }

    @Test
    void a_destination_that_is_none_cannot_be_woken() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            for (String path : List.of("nobody/resume", "web", "/resume", "web/../web/resume/x")) {
                assertThat(bundle.sender()
                                .postTo("/v1/inspect/destinations/" + path, "")
                                .status())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void throttling_pauses_and_is_no_failure() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            tikTok.simulator().fault(Fault.code(40100));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 5)));

            soon().until(() -> bundle.ledger("delivered") == 5);

            assertThat(tikTok.simulator().requests()).hasSize(2);
            List<ReceivedRequest> requests = tikTok.simulator().requests();
            assertThat(requests.get(1).receivedAt().getEpochSecond())
                    .as("not in the same second")
                    .isNotEqualTo(requests.get(0).receivedAt().getEpochSecond());
        }
    }

    @Test
    void during_an_outage_a_destination_is_asked_once_in_five_seconds_at_most() throws StartFailed {
        Map<String, String> asShipped = Map.of("ferry.delivery.backoff", "1s", "ferry.delivery.max-backoff", "5m");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), asShipped)) {
            tikTok.simulator().faultAlways(Fault.http(502));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));
            soon().until(() -> lane(bundle, "web").path("failures").asInt() >= 1);
            int quick = tikTok.simulator().requests().size();
            assertThat(quick).as("one call and the quick tries").isEqualTo(3);

            soon().until(() -> lane(bundle, "web").path("failures").asInt() >= 2);

            List<ReceivedRequest> requests = tikTok.simulator().requests();
            assertThat(requests).hasSize(quick + 1);
            assertThat(Duration.between(
                            requests.get(quick - 1).receivedAt(),
                            requests.get(quick).receivedAt()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(4900));
        }
    }

    @Test
    void dead_letters_are_listed_masked_and_sent_again_under_their_ids() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            tikTok.simulator().faultAlways(Fault.code(40002).withText("bad ada@example.test"));
            List<com.fasterxml.jackson.databind.node.ObjectNode> events = new ArrayList<>();
            for (String id : Events.ids("e", 0, 3)) {
                events.add(Events.purchase(id, "ada@example.test"));
            }
            bundle.sender().post(Events.array(events));
            soon().until(() -> bundle.ledger("dead") == 3);
            tikTok.simulator().clearFaults();

            Sender.Answer listed = bundle.sender().call("GET", "/v1/inspect/dead?events=true&limit=2");
            assertThat(listed.body()).doesNotContain("ada@").contains("\"place\":\"request ");
            assertThat(listed.json().path("total").asInt()).isEqualTo(3);
            assertThat(listed.json().path("dead")).hasSize(2);
            long before = listed.json().path("before").asLong();
            JsonNode rest = bundle.sender()
                    .call("GET", "/v1/inspect/dead?before=" + before)
                    .json();
            assertThat(rest.path("dead")).hasSize(1);
            long id = rest.path("dead").get(0).path("id").asLong();
            assertThat(bundle.sender()
                            .call("GET", "/v1/inspect/dead/" + id)
                            .json()
                            .at("/payload/user/email"))
                    .isNotNull();
            assertThat(bundle.sender().call("GET", "/v1/inspect/dead/1").status())
                    .isEqualTo(404);

            assertThat(replay(bundle, "{\"all\":true,\"dry_run\":true}")
                            .path("letters")
                            .asInt())
                    .isEqualTo(3);
            assertThat(tikTok.kept()).isZero();
            assertThat(replay(bundle, "{\"id\":[" + id + "]}").path("replayed").asInt())
                    .isOne();
            soon().until(() -> tikTok.kept() == 1);
            assertThat(replay(bundle, "{\"reason\":\"refused\",\"code\":40002}")
                            .path("replayed")
                            .asInt())
                    .isEqualTo(2);
            soon().until(() -> bundle.ledger("delivered") == 3);

            assertThat(tikTok.ids()).containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 3));
            assertThat(tikTok.received()).isEqualTo(3);
            assertThat(bundle.ledger("dead") - bundle.ledger("replayed")).isZero();
            assertThat(dead(bundle, "")).isEmpty();
        }
    }

    @Test
    void a_replay_says_what_is_meant_or_does_nothing() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.http.api-keys", "secret-key-of-ours"))) {
            String[] key = {"X-Api-Key", "secret-key-of-ours"};
            assertThat(bundle.sender()
                            .postTo("/v1/inspect/replay", "{\"all\":true}")
                            .status())
                    .isEqualTo(401);
            for (String body : List.of(
                    "",
                    "[]",
                    "{}",
                    "{\"dry_run\":true}",
                    "{\"all\":true,\"reason\":\"refused\"}",
                    "{\"resaon\":\"x\"}",
                    "{\"id\":\"x\"}",
                    "{\"since\":\"yesterday\"}",
                    "{\"code\":\"many\"}")) {
                assertThat(bundle.sender()
                                .postTo("/v1/inspect/replay", body, key)
                                .status())
                        .as(body)
                        .isEqualTo(400);
            }
        }
    }

    private static Set<String> some(int culprits) {
        Random random = new Random(culprits);
        Set<String> bad = new HashSet<>();
        while (bad.size() < culprits) {
            bad.add("e-" + random.nextInt(1000));
        }
        return bad;
    }

    private static int firstOf(List<String> ids, Set<String> bad) {
        for (int i = 0; i < ids.size(); i++) {
            if (bad.contains(ids.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static JsonNode lane(Bundle bundle, String destination) {
        for (JsonNode lane : bundle.sender().status().path("lanes")) {
            if (lane.path("destination").asText().equals(destination)) {
                return lane;
            }
        }
        throw new AssertionError("no lane " + destination);
    }

    private static List<JsonNode> dead(Bundle bundle, String query) throws IOException {
        List<JsonNode> letters = new ArrayList<>();
        bundle.sender()
                .call("GET", "/v1/inspect/dead" + query)
                .json()
                .path("dead")
                .forEach(letters::add);
        return letters;
    }

    private static JsonNode replay(Bundle bundle, String body) {
        Sender.Answer answer = bundle.sender().postTo("/v1/inspect/replay", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40));
    }
}
