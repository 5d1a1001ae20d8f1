package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.simulator.ReceivedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One order that is two events, and two stores with a pixel each. */
class SeveralEventsTest {

    private static final String MAPPING = """
            source: members
            destination: {from: store, map: {de: web, at: second}}
            event: status
            events:
              paid:
                - Purchase
                - event: CompleteRegistration
                  when: {field: first, is: true}
                  fields: {event_id: member, properties.value: false, event_time: joined}
            fields: {event_id: id, event_time: paid, properties.value: total, user.external_id: member}
            defaults: {properties.currency: EUR, page.url: https://www.example.com/}
            """;

    @TempDir
    static Path folder;

    private static TikTok tikTok;
    private static Bundle bundle;
    private static Sender sender;

    @BeforeAll
    static void open() throws Exception {
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("members.yaml"), MAPPING);
        tikTok = TikTok.start();
        bundle = Bundle.start(
                folder.resolve("data"),
                tikTok.url(),
                Map.of(
                        "ferry.mappings-dir",
                        mappings.toString(),
                        "ferry.destinations",
                        "web,second",
                        "ferry.destination.second.event-source-id",
                        "PIXEL2",
                        "ferry.destination.second.access-token",
                        TestSettings.TOKEN));
        sender = bundle.sender();
    }

    @AfterAll
    static void close() {
        bundle.close();
        tikTok.close();
    }

    @Test
    void an_order_that_is_two_events_is_accepted_once_and_delivered_as_both_at_its_stores_pixel() {
        Sender.Answer answer = post(order("o-1", "m-1", "at"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("accepted")).isEqualTo(1);
        JsonNode only = answer.json().path("results").path(0);
        assertThat(only.path("id").asText()).isEqualTo("o-1");
        assertThat(only.path("more_ids").path(0).asText()).isEqualTo("m-1");
        await().atMost(Duration.ofSeconds(20)).until(() -> tikTok.has("o-1") && tikTok.has("m-1"));
        assertThat(tikTok.simulator().events())
                .filteredOn(event -> event.eventSourceId().equals("PIXEL2"))
                .extracting(ReceivedEvent::event, ReceivedEvent::eventId)
                .contains(Tuple.tuple("Purchase", "o-1"), Tuple.tuple("CompleteRegistration", "m-1"));
        assertThat(tikTok.event("m-1").json().path("properties").has("value")).isFalse();
    }

    @Test
    void an_order_is_accepted_when_one_of_its_events_is_new_and_else_a_duplicate() {
        assertThat(post(order("o-2", "m-2", "de")).count("accepted")).isEqualTo(1);
        assertThat(post(order("o-3", "m-2", "de")).count("accepted")).isEqualTo(1);
        assertThat(post(order("o-3", "m-2", "de")).count("duplicate")).isEqualTo(1);
    }

    @Test
    void an_event_that_is_refused_stands_as_an_error_beside_the_one_that_is_accepted() {
        Sender.Answer answer = post(order("o-4", "m-4", "de").replace("\"joined\"", "\"left\""));

        assertThat(answer.count("accepted")).isEqualTo(1);
        assertThat(answer.count("rejected")).isZero();
        JsonNode only = answer.json().path("results").path(0);
        assertThat(only.path("status").asText()).isEqualTo("accepted");
        assertThat(only.path("errors").path(0).path("field").asText()).isEqualTo("event_time");
    }

    @Test
    void a_store_without_a_pixel_is_refused() {
        Sender.Answer answer = post(order("o-5", "m-5", "ch"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json()
                        .path("results")
                        .path(0)
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("destination_unmapped");
    }

    private static Sender.Answer post(String order) {
        return sender.postTo("/v1/events?source=members&verbose=true", order);
    }

    private static String order(String id, String member, String store) {
        String now = Instant.now().toString();
        return """
                {"status": "paid", "id": "%s", "member": "%s", "store": "%s", "first": true, "total": "12.50",
                 "paid": "%s", "joined": "%s"}""".formatted(id, member, store, now, now);
    }
}
