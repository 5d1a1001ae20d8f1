package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorRulesTest {

    private final Simulator simulator = Simulator.start("127.0.0.1", 0);
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void one_bad_event_costs_the_whole_request_and_the_message_names_it() throws Exception {
        String bad = purchase("3", ",\"properties\":{\"contents\":[{\"content_id\":7}]}");

        JsonNode answer = client.answer(web(purchase("0"), purchase("1"), purchase("2"), bad, purchase("4")));

        assertThat(answer.path("code").asInt()).isEqualTo(40002);
        assertThat(answer.path("message").asText())
                .isEqualTo("data.3.properties.contents.0.content_id: Not a valid string");
        assertThat(answer.path("request_id").asText()).isNotEmpty();
        assertThat(simulator.events()).isEmpty();
    }

    @Test
    void the_index_can_be_hidden() throws Exception {
        simulator.hideIndex(true);

        JsonNode answer = client.answer(web(purchase("0"), purchase("1").replace("\"1\"", "1")));

        assertThat(answer.path("message").asText()).isEqualTo("Invalid value for event_id: not a valid string.");
    }

    @Test
    void the_first_bad_event_is_named_even_when_a_later_one_is_worse() throws Exception {
        String withoutPage = "{\"event\":\"Purchase\",\"event_time\":1}";
        String plainEmail = purchase("1", ",\"user\":{\"email\":[\"nora.lind@example.test\"]}");

        assertThat(client.answer(web(withoutPage, plainEmail)).path("message").asText())
                .isEqualTo("data.0.page.url: Missing data for required field");
    }

    @Test
    void a_plain_email_is_refused_with_40000_and_not_repeated() throws Exception {
        JsonNode answer = client.answer(web(purchase("1", ",\"user\":{\"email\":[\"nora.lind@example.test\"]}")));

        assertThat(answer.path("code").asInt()).isEqualTo(40000);
        assertThat(answer.path("message").asText())
                .startsWith("data.0.user.email.0: ")
                .doesNotContain("nora");
    }

    @Test
    void upper_case_md5_and_numbers_are_no_digests() throws Exception {
        assertThat(client.code(web(purchase("1", ",\"user\":{\"first_name\":\"" + "A".repeat(64) + "\"}"))))
                .isEqualTo(40000);
        assertThat(client.code(web(purchase("1", ",\"user\":{\"phone\":\"" + "a".repeat(32) + "\"}"))))
                .isEqualTo(40000);
        assertThat(client.code(web(purchase("1", ",\"user\":{\"external_id\":[7]}"))))
                .isEqualTo(40002);
    }

    @Test
    void numbers_must_be_numbers() throws Exception {
        assertThat(client.code(web(purchase("1", ",\"properties\":{\"value\":\"12.50\"}"))))
                .isEqualTo(40002);
        assertThat(client.code(web(purchase("1", ",\"properties\":{\"contents\":[{\"price\":\"1\"}]}"))))
                .isEqualTo(40002);
        assertThat(client.code(web(purchase("1", ",\"properties\":{\"value\":12.5,\"num_items\":2}"))))
                .isZero();
    }

    @Test
    void objects_and_lists_must_be_such() throws Exception {
        assertThat(client.answer(web(purchase("1", ",\"user\":[{\"email\":\"x\"}]")))
                        .path("message")
                        .asText())
                .isEqualTo("data.0.user: Not a valid object");
        assertThat(client.answer(web(purchase("1", ",\"properties\":{\"contents\":{\"price\":1}}")))
                        .path("message")
                        .asText())
                .isEqualTo("data.0.properties.contents: Not a valid list");
        assertThat(client.answer(web(purchase("0"), "[1]")).path("message").asText())
                .isEqualTo("data.1: Not a valid object");
    }

    @Test
    void what_is_not_json_is_a_parameter_error() throws Exception {
        for (String body : new String[] {"", "{", "[]", "7", "{\"data\":[{\"event\":", "nonsense", "\uFEFF{}"}) {
            assertThat(client.code(body)).as(body).isEqualTo(40002);
        }
    }

    @Test
    void the_envelope_may_follow_the_events() throws Exception {
        String body = "{\"data\":[" + purchase("größe-€") + " , " + purchase("2")
                + "],\"event_source_id\":\"PIXEL\",\"event_source\":\"web\"}";

        assertThat(client.code(body)).isZero();
        assertThat(simulator.events()).map(ReceivedEvent::eventId).containsExactly("größe-€", "2");
        assertThat(simulator.events()).map(ReceivedEvent::eventSourceId).containsOnly("PIXEL");
    }

    @Test
    void a_thousand_events_are_taken_and_one_more_is_not() throws Exception {
        String[] events =
                IntStream.range(0, 1001).mapToObj(i -> purchase("p" + i)).toArray(String[]::new);

        assertThat(client.code(web(events))).isEqualTo(40002);
        events[1000] = events[0];
        assertThat(client.code(web(Arrays.copyOf(events, 1000)))).isZero();

        assertThat(simulator.stats().kept()).isEqualTo(1000);
        assertThat(simulator.stats().largestRequest()).isEqualTo(1001);
    }

    @Test
    void a_token_is_needed_and_two_of_them_are_bad() throws Exception {
        String body = web(purchase("1"));

        assertThat(client.track("", body).body()).contains("\"code\":40104");
        assertThat(client.track("expired", body).body()).contains("\"code\":40102");
        assertThat(client.track("wrong", body).body()).contains("\"code\":40105");
        assertThat(client.track("a-very-long-token", body).body()).contains("\"code\":0");
        assertThat(simulator.requests()).map(ReceivedRequest::token).containsExactly("", "e***", "w***", "a-ve***");
        assertThat(simulator.requests()).map(ReceivedRequest::code).containsExactly(40104, 40102, 40105, 0);
    }

    @Test
    void the_slash_at_the_end_is_part_of_the_address() throws Exception {
        assertThat(client.post("/open_api/v1.3/event/track", "{}").statusCode()).isEqualTo(404);
        assertThat(client.get("/open_api/v1.3/event/track/").statusCode()).isEqualTo(405);
    }

    @Test
    void a_body_beyond_all_measure_is_refused() throws Exception {
        assertThat(client.track("x".repeat((16 << 20) + 1)).statusCode()).isEqualTo(413);
    }
}
