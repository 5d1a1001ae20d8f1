package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorViewsTest {

    private final Simulator simulator = Simulator.start("127.0.0.1", 0);
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void events_are_shown_with_counts_and_what_became_of_them() throws Exception {
        client.track(web(purchase("1", ",\"properties\":{\"value\":2.50}"), purchase("2")));
        client.track(web(purchase("1", ",\"limited_data_use\":false")));

        JsonNode view = client.json("/simulator/events?event_id=1");

        assertThat(view.path("received").asInt()).isEqualTo(3);
        assertThat(view.path("kept").asInt()).isEqualTo(2);
        assertThat(view.path("merged").asInt()).isOne();
        assertThat(view.path("largest_request").asInt()).isEqualTo(2);
        assertThat(view.path("events")).hasSize(1);
        JsonNode event = view.at("/events/0");
        assertThat(event.path("event_source_id").asText()).isEqualTo("PIXEL");
        assertThat(event.path("event").asText()).isEqualTo("Purchase");
        assertThat(event.path("event_time").asLong()).isEqualTo(1767225635);
        assertThat(event.at("/properties/value").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(event.path("copies").asInt()).isOne();
        assertThat(event.at("/merged_fields/0").asText()).isEqualTo("limited_data_use");
        assertThat(event.path("test").asBoolean(true)).isFalse();
    }

    @Test
    void a_part_of_the_events_can_be_asked_for() throws Exception {
        client.track(web(purchase("0"), purchase("1"), purchase("2"), purchase("3")));

        JsonNode events = client.json("/simulator/events?offset=1&limit=2").path("events");

        assertThat(events.findValuesAsText("event_id")).containsExactly("1", "2");
        assertThat(client.get("/simulator/events?limit=-1").statusCode()).isEqualTo(400);
    }

    @Test
    void requests_are_listed_without_their_tokens() throws Exception {
        client.track("secret-token-of-somebody", web(purchase("0"), purchase("1")));

        JsonNode request = client.json("/simulator/requests").at("/requests/0");

        assertThat(request.path("number").asInt()).isOne();
        assertThat(request.path("code").asInt(-1)).isZero();
        assertThat(request.path("events").asInt()).isEqualTo(2);
        assertThat(request.path("bytes").asInt())
                .isEqualTo(web(purchase("0"), purchase("1")).length());
        assertThat(request.path("token").asText()).isEqualTo("secr***");
    }

    @Test
    void deleting_the_events_forgets_their_keys_and_counts_too() throws Exception {
        client.track(web(purchase("1")));

        assertThat(client.delete("/simulator/events").statusCode()).isEqualTo(200);

        assertThat(client.json("/simulator/stats").path("requests").asInt(-1)).isZero();
        client.track(web(purchase("1")));
        assertThat(simulator.stats().kept()).isOne();
    }

    @Test
    void the_page_shows_events_as_text_and_never_as_markup() throws Exception {
        client.track(web(purchase("<script>alert(1)</script>")));

        String page = client.get("/").body();

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "largest_request")
                .doesNotContain("<script>");
    }

    @Test
    void a_taken_port_is_said_so() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Simulator.start("127.0.0.1", simulator.port()).close())
                .withMessageContaining("127.0.0.1:" + simulator.port());
    }
}
