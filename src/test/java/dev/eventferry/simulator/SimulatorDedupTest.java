package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.TurningClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorDedupTest {

    private static final String DIGEST = "39302aa69a178345cac39d66bac3b04eacb73d808bddb53cc54166b530a2ea26";
    private static final String WITH_EMAIL = ",\"user\":{\"email\":[\"" + DIGEST + "\"]}";

    private final TurningClock clock = new TurningClock();
    private final Simulator simulator =
            Simulator.start(Simulator.Settings.at("127.0.0.1", 0).by(clock).holding(2));
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_copy_within_five_minutes_fills_what_the_first_lacked_and_changes_nothing_else() throws Exception {
        client.track(web(purchase("1", ",\"user\":{\"ttp\":\"first\"},\"properties\":{\"value\":1}")));
        clock.turn(Duration.ofMinutes(5).minusMillis(1));
        client.track(web(purchase("1", ",\"user\":{\"ttp\":\"second\",\"email\":[\"" + DIGEST + "\"]}")));

        ReceivedEvent event = simulator.events().get(0);
        assertThat(event.mergedFields()).containsExactly("user.email");
        assertThat(event.json().at("/user/email/0").asText()).isEqualTo(DIGEST);
        assertThat(event.json().at("/user/ttp").asText()).isEqualTo("first");
        assertThat(event.copies()).isOne();
        assertThat(simulator.stats()).isEqualTo(new Stats(2, 1, 1, 0, 0, 1, 2, 0, 1));
    }

    @Test
    void a_second_copy_is_measured_by_the_first_event_and_what_was_merged() throws Exception {
        client.track(web(purchase("1"), purchase("1", WITH_EMAIL), purchase("1", WITH_EMAIL)));
        clock.turn(Duration.ofMinutes(4));
        client.track(web(purchase("1", ",\"limited_data_use\":true")));
        clock.turn(Duration.ofMinutes(1));
        client.track(web(purchase("1", ",\"properties\":{\"value\":2}")));

        assertThat(simulator.events().get(0).mergedFields()).containsExactly("user", "limited_data_use");
        assertThat(simulator.events().get(0).json().has("properties")).isFalse();
        assertThat(simulator.stats().merged()).isEqualTo(2);
        assertThat(simulator.stats().dropped()).isEqualTo(2);
    }

    @Test
    void a_copy_that_brings_nothing_is_dropped() throws Exception {
        client.track(web(purchase("1", WITH_EMAIL)));
        client.track(web(purchase("1"), purchase("1", ",\"user\":{\"ttp\":\"\"}")));

        assertThat(simulator.stats().dropped()).isEqualTo(2);
        assertThat(simulator.events().get(0).mergedFields()).isEmpty();
    }

    @Test
    void a_copy_is_dropped_until_forty_eight_hours_have_passed_and_then_it_is_new() throws Exception {
        client.track(web(purchase("1")));
        clock.turn(Duration.ofDays(2).minusMillis(1));
        client.track(web(purchase("1", WITH_EMAIL)));
        assertThat(simulator.events()).hasSize(1);

        clock.turn(Duration.ofMillis(1));
        client.track(web(purchase("1", WITH_EMAIL)));

        assertThat(simulator.events()).hasSize(2);
        assertThat(simulator.stats().dropped()).isOne();
    }

    @Test
    void another_name_source_or_test_code_makes_another_event() throws Exception {
        client.track(web(purchase("1"), purchase("1").replace("Purchase", "Lead")));
        client.track(web(purchase("1")).replace("PIXEL", "OTHER"));
        client.track(web(purchase("1")).replace("{\"event_source\"", "{\"test_event_code\":\"T\",\"event_source\""));

        assertThat(simulator.stats().kept()).isEqualTo(4);
        assertThat(simulator.stats().test()).isOne();
        assertThat(simulator.events()).map(ReceivedEvent::test).containsExactly(false, true);
    }

    @Test
    void events_without_an_id_are_never_copies() throws Exception {
        String event = purchase("1").replace("\"event_id\":\"1\",", "");

        client.track(web(event, event));

        assertThat(simulator.stats().kept()).isEqualTo(2);
    }

    @Test
    void beyond_its_room_it_forgets_the_oldest_but_knows_its_copies() throws Exception {
        client.track(web(purchase("1"), purchase("2"), purchase("3")));
        client.track(web(purchase("1", WITH_EMAIL)));

        assertThat(simulator.events()).map(ReceivedEvent::eventId).containsExactly("2", "3");
        assertThat(simulator.stats().kept()).isEqualTo(3);
        assertThat(simulator.stats().held()).isEqualTo(2);
        assertThat(simulator.stats().dropped()).isOne();
    }

    @Test
    void a_refused_request_leaves_no_keys() throws Exception {
        client.track(web(purchase("1"), "{}"));
        client.track(web(purchase("1")));

        assertThat(simulator.events()).map(ReceivedEvent::copies).containsExactly(0);
    }
}
