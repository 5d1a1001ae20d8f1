package dev.eventferry.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.Values;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads TikTok's own 2.0 requests, as the fixtures hold them, without any of the forgiveness of the mapping. */
final class Fixtures {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request's source and events. */
    record Request(EventSource source, List<ConversionEvent> events) {}

    private Fixtures() {}

    static Request read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Fixtures.class.getClassLoader().getResourceAsStream("fixtures/" + name + ".json"), name)) {
            JsonNode request = JSON.readTree(in);
            List<ConversionEvent> events = new ArrayList<>();
            for (JsonNode event : request.path("data")) {
                events.add(event(event, events.size()));
            }
            return new Request(
                    EventSource.named(request.path("event_source").asText()).orElseThrow(), events);
        }
    }

    private static ConversionEvent event(JsonNode event, int index) {
        Values.Builder values = Values.builder();
        for (Field field : Field.values()) {
            JsonNode node = event.at("/" + field.path().replace('.', '/'));
            if (!node.isMissingNode() && field.type() != Field.Type.ITEMS) {
                values.put(field, value(field, node));
            }
        }
        List<Content> contents = new ArrayList<>();
        for (JsonNode content : event.at("/properties/contents")) {
            contents.add(content(content));
        }
        JsonNode time = event.path("event_time");
        String name = event.path("event").asText();
        return new ConversionEvent(
                index,
                "test",
                name,
                name,
                text(event, "event_id"),
                time.isNumber() ? Instant.ofEpochSecond(time.asLong()) : null,
                values.build(),
                List.copyOf(contents),
                List.of());
    }

    private static Object value(Field field, JsonNode node) {
        return switch (field.type()) {
            case TEXT -> node.asText();
            case TEXTS -> texts(node);
            case DECIMAL -> node.decimalValue();
            case DECIMALS -> List.<BigDecimal>of();
            case INTEGER -> node.asLong();
            case BOOLEAN -> node.asBoolean();
            case ITEMS -> throw new IllegalArgumentException("items stand beside the values");
        };
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(one -> texts.add(one.asText()));
        } else {
            texts.add(node.asText());
        }
        return List.copyOf(texts);
    }

    private static Content content(JsonNode content) {
        return new Content(
                text(content, "content_id"),
                text(content, "content_name"),
                text(content, "content_category"),
                text(content, "brand"),
                content.has("price") ? content.path("price").decimalValue() : null,
                content.has("quantity") ? content.path("quantity").asLong() : null);
    }

    private static @Nullable String text(JsonNode node, String key) {
        return node.has(key) ? node.path(key).asText() : null;
    }
}
