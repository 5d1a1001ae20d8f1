package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.store.DeadLetter;
import java.io.IOException;
import java.time.Instant;

/** What people are told of a dead letter: what, why and where it came from, and nothing of whom it was about. */
final class DeadLetterJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadLetterJson() {}

    static ObjectNode of(DeadLetter letter) throws IOException {
        return of(letter, JSON.readTree(letter.json()));
    }

    /** @param event the letter's own, read */
    static ObjectNode of(DeadLetter letter, JsonNode event) {
        return JSON.createObjectNode()
                .put("id", letter.id())
                .put("stage", "delivery")
                .put("reason", letter.reason())
                .put("code", letter.code())
                .put("message", letter.message())
                .put("event", event.path("event").asText())
                .put("event_id", event.path("event_id").asText())
                .put("destination", letter.lane().destination())
                .put("test_event_code", letter.lane().testCode())
                .put("source", letter.source())
                .put("place", letter.place())
                .put("row", letter.position() + 1)
                .put("attempts", letter.attempts())
                .put("accepted_at", Instant.ofEpochMilli(letter.createdAt()).toString())
                .put("died_at", Instant.ofEpochMilli(letter.diedAt()).toString());
    }
}
