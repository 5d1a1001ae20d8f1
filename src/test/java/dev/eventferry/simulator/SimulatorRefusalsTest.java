package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens, quotas, poison, and every answer that TikTok is known to give. */
class SimulatorRefusalsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BODY = web(purchase("1"));

    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final Simulator simulator =
            Simulator.start(Simulator.Settings.at("127.0.0.1", 0).by(new HandClock()));
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "expired, 40102",
        "revoked, 40105",
        "wrong, 40105",
        "blocked, 40113",
        "no-permission, 40001",
        "not-allowed, 40118",
        "permission-missing, 40125",
        "'{code: 40119}', 40119",
        "'{only: [OTHER, THIRD]}', 40001",
        "'{only: [PIXEL]}', 0",
        "good, 0"
    })
    void a_token_is_worth_what_is_said_of_it(String state, int code) throws Exception {
        simulator.faults("tokens: {some-token: " + state + "}");

        assertThat(answer("some-token").path("code").asInt(-1)).isEqualTo(code);
        assertThat(answer("another").path("code").asInt(-1)).isZero();
    }

    @Test
    void a_token_changes_while_the_simulator_runs() throws Exception {
        assertThat(client.code(BODY)).isZero();
        simulator.token("a-good-token", TokenState.REVOKED);
        assertThat(client.code(BODY)).isEqualTo(40105);
        simulator.token("a-good-token", TokenState.only("OTHER"));
        assertThat(client.answer(BODY).path("message").asText())
                .isEqualTo("No permission to operate pixel code: PIXEL.");
        simulator.token("a-good-token", TokenState.EXPIRED.saying(401, "gone"));
        assertThat(client.track(BODY)).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("40102", "gone");
        });
        simulator.token("a-good-token", TokenState.GOOD);
        assertThat(client.code(BODY)).isZero();
        assertThat(simulator.stats().received()).isEqualTo(2);
    }

    @Test
    void all_tokens_that_are_not_named_can_be_wrong() throws Exception {
        simulator.faults("tokens: {\"*\": wrong, mine: good}");

        assertThat(answer("mine").path("code").asInt(-1)).isZero();
        assertThat(answer("yours").path("code").asInt()).isEqualTo(40105);
    }

    @ParameterizedTest
    @CsvSource({"second, 1, QPS", "minute, 60, QPM", "day, 86400, QPD"})
    void a_quota_lets_so_many_requests_through_until_its_window_ends(String per, long seconds, String word)
            throws Exception {
        simulator.faults("quotas: {most: 2, per: " + per + "}");
        assertThat(client.code(BODY)).isZero();
        assertThat(client.code(BODY)).isZero();

        JsonNode refused = client.answer(BODY);

        assertThat(refused.path("code").asInt()).isEqualTo(40100);
        assertThat(refused.path("message").asText()).contains("Too many requests", word);
        assertThat(answer("another").path("code").asInt(-1))
                .as("of another token")
                .isZero();
        now = now.plusSeconds(seconds);
        assertThat(client.code(BODY)).isZero();
        assertThat(simulator.stats().received()).isEqualTo(4);
    }

    @Test
    void a_quota_can_be_a_pixels_or_everybodys() throws Exception {
        simulator.quota(Quota.of(1, Quota.Per.DAY).ofPixel());
        assertThat(client.code(BODY)).isZero();
        assertThat(client.code(BODY)).isEqualTo(40132);
        assertThat(client.code(BODY.replace("PIXEL", "OTHER"))).isZero();

        simulator.clearFaults();
        simulator.faults("quotas: [{most: 1, per: day, of: all, code: 40133, http: 401}]");
        assertThat(client.code(BODY)).isZero();
        HttpResponse<String> refused = client.track("another", BODY.replace("PIXEL", "OTHER"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("40133");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shown    | data.1.event_id: Not a valid string
            batch    | Batch.1.event_id: Not a valid string
            brackets | data[1].event_id: Not a valid string
            words    | Event at index 1: event_id: Not a valid string
            order    | order_in_batch: 1, event_id: Not a valid string
            hidden   | Invalid value for event_id: not a valid string.
            """)
    void poison_refuses_the_whole_request_and_blames_in_the_form_that_is_set(String form, String message)
            throws Exception {
        simulator.faults("{poison: {event_id: bad-*}, index: " + form + "}");

        JsonNode refused = client.answer(web(purchase("1"), purchase("bad-2"), purchase("3")));

        assertThat(refused.path("code").asInt()).isEqualTo(40002);
        assertThat(refused.path("message").asText()).isEqualTo(message);
        assertThat(simulator.stats().received()).isZero();
        assertThat(client.code(web(purchase("1"), purchase("3")))).isZero();
    }

    @Test
    void poison_is_found_by_name_or_marker_and_says_what_it_is_told() throws Exception {
        simulator.poison(Poison.of(Target.all().marker("p0ison"))
                .saying(40000, "properties.contents.0.content_id", "Not allowed"));
        simulator.poison(Poison.of(Target.all().event("Search")));

        assertThat(client.answer(web(purchase("1"), purchase("2", ",\"properties\":{\"query\":\"p0ison\"}")))
                        .path("message")
                        .asText())
                .isEqualTo("data.1.properties.contents.0.content_id: Not allowed");
        assertThat(client.code(web(purchase("1").replace("Purchase", "Search"))))
                .isEqualTo(40002);
        assertThat(client.code(web(purchase("1")))).isZero();
    }

    @Test
    void as_events_api_1_does_it_the_bad_ones_are_listed_and_the_others_taken() throws Exception {
        simulator.index(IndexForm.FAILED_EVENTS);
        simulator.poison(Poison.of(Target.all().eventId("bad")));

        JsonNode answer = client.answer(web(purchase("1"), purchase("bad"), purchase("2"), "{\"event\":\"Purchase\"}"));

        assertThat(answer.path("code").asInt()).isEqualTo(20001);
        assertThat(answer.at("/data/partial_failure").asBoolean()).isTrue();
        assertThat(answer.at("/data/failed_events").findValuesAsText("order_in_batch"))
                .containsExactly("1", "3");
        assertThat(simulator.events()).map(ReceivedEvent::eventId).containsExactly("1", "2");
        assertThat(client.code(web(purchase("bad")))).isEqualTo(20001);
        assertThat(simulator.stats().refused()).isOne();
    }

    @Test
    void a_partial_fault_names_the_events_it_is_told() throws Exception {
        simulator.faults("next: {partial: [0, 2, 9]}");

        JsonNode answer = client.answer(web(purchase("0"), purchase("1"), purchase("2")));

        assertThat(answer.at("/data/failed_events").findValuesAsText("order_in_batch"))
                .containsExactly("0", "2");
        assertThat(simulator.events()).map(ReceivedEvent::eventId).containsExactly("1");
    }

    static List<Path> everyKnownAnswer() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/fixtures/responses"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyKnownAnswer")
    void every_answer_that_tiktok_is_known_to_give_can_be_given(Path file) throws Exception {
        JsonNode known = JSON.readTree(file.toFile());
        ObjectNode fault =
                JSON.createObjectNode().put("http", known.path("http_status").asInt());
        fault.set("body", known.path("body"));
        ObjectNode document = JSON.createObjectNode();
        document.putArray("next").add(fault).addAll(simpler(known));

        assertThat(client.post("/simulator/faults", document.toString()).statusCode())
                .isEqualTo(200);

        JsonNode expected = known.path("body");
        for (int i = 0; i < document.path("next").size(); i++) {
            HttpResponse<String> answer = client.track(web(purchase("0"), purchase("1")));
            assertThat(answer.statusCode()).isEqualTo(known.path("http_status").asInt());
            if (expected.isTextual()) {
                assertThat(answer.body()).isEqualTo(expected.asText());
            } else if (i == 0) {
                assertThat(JSON.readTree(answer.body())).isEqualTo(expected);
            } else {
                ObjectNode simplified = (ObjectNode) JSON.readTree(answer.body());
                assertThat(simplified.path("request_id").asText()).isNotEmpty();
                assertThat(simplified.path("code")).isEqualTo(expected.path("code"));
                assertThat(simplified.path("message")).isEqualTo(expected.path("message"));
            }
        }
    }

    /** The same by code and message, where it is an envelope. */
    private static List<ObjectNode> simpler(JsonNode known) {
        JsonNode body = known.path("body");
        if (!body.isObject() || body.path("code").asInt() == 0) {
            return List.of();
        }
        return List.of(JSON.createObjectNode()
                .put("code", body.path("code").asInt())
                .put("http", known.path("http_status").asInt())
                .put("message", body.path("message").asText()));
    }

    private JsonNode answer(String token) throws InterruptedException {
        try {
            return JSON.readTree(client.track(token, BODY).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class HandClock extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
