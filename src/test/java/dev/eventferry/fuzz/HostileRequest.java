package dev.eventferry.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.Field;
import dev.eventferry.fuzz.Places.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request as the JSON door may meet it: good items with some of their places filled with what does not belong there,
 * in any of the forms of a body, at times cut or broken. Or bytes as they come.
 *
 * @param headers {@code Content-Type} and {@code Content-Encoding}, some of the time wrong
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record HostileRequest(byte[] body, Map<String, String> headers) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // half a surrogate pair comes through as its escape only
            .build();

    private static final List<String> TYPES = List.of(
            "application/json", "application/x-ndjson", "application/jsonl; charset=utf-8", "text/plain", "NDJSON");
    private static final List<String> ENCODINGS = List.of("", "gzip", "gzip", "GZIP", "identity", "br");

    /** Whatever bytes are left. */
    static HostileRequest ofBytes(Choices choices) {
        String type = choices.of(TYPES);
        String encoding = choices.of(ENCODINGS);
        boolean zipped = choices.oneIn(2);
        return new HostileRequest(zipped ? gzip(choices.rest()) : choices.rest(), headers(type, encoding));
    }

    /**
     * Made of a source's items.
     *
     * @param person planted in what nobody but TikTok may see, and it as a digest
     * @param anything planted in all else that is a text
     */
    static HostileRequest of(Places places, Marker person, Marker anything, Choices choices) {
        ArrayNode items = JSON.createArrayNode();
        for (int i = choices.oneIn(4) ? choices.below(4) : 0; i >= 0; i--) {
            items.add(item(places, person, anything, choices));
        }
        boolean lines = choices.oneIn(4);
        byte[] body = lines ? lines(items) : bytes(envelope(items, anything, choices));
        if (choices.oneIn(8)) {
            body = broken(body, choices);
        }
        boolean zipped = choices.oneIn(8);
        return new HostileRequest(
                zipped ? gzip(body) : body,
                headers(TYPES.get(lines ? 1 : 0), zipped ? "gzip" : choices.oneIn(32) ? choices.of(ENCODINGS) : ""));
    }

    private static JsonNode item(Places places, Marker person, Marker anything, Choices choices) {
        if (choices.oneIn(32)) {
            return HostileValues.any(choices, person.letters());
        }
        ObjectNode item = choices.of(places.samples()).deepCopy();
        for (int i = choices.below(8); i > 0; i--) {
            Place place = choices.of(places.all());
            put(item, place, value(place, person, anything, choices), choices);
        }
        if (choices.oneIn(16)) {
            contents(places, anything.letters(), item, choices);
        }
        if (choices.oneIn(16)) { // a person for a key
            ObjectNode at = item.path("user") instanceof ObjectNode user && choices.oneIn(2) ? user : item;
            at.put(choices.oneIn(2) ? person.letters() + "@planted.example" : "+49" + person.digits(), choices.text(4));
        }
        return item;
    }

    private static JsonNode value(Place place, Marker person, Marker anything, Choices choices) {
        Field field = place.field();
        if (place.isPersonal() && field != null) {
            return HostileValues.personal(field, person, choices);
        }
        return field == null || choices.oneIn(4)
                ? HostileValues.any(choices, anything.letters())
                : HostileValues.likely(field, choices, anything.letters());
    }

    /** A list of items, some with keys that items have, or a single one. */
    private static void contents(Places places, String planted, ObjectNode item, Choices choices) {
        List<String> keys = List.of("content_id", "content_name", "price", "quantity", "brand", "content_type", "x");
        ArrayNode contents = JSON.createArrayNode();
        for (int i = choices.below(6); i > 0; i--) {
            ObjectNode content = contents.addObject();
            for (int k = choices.below(6); k > 0; k--) {
                String key = choices.oneIn(2)
                        ? choices.of(keys)
                        : choices.of(places.all()).path();
                content.set(
                        key, choices.oneIn(2) ? HostileValues.number(choices) : HostileValues.any(choices, planted));
            }
        }
        String at = choices.oneIn(2)
                ? "properties.contents"
                : choices.of(places.all()).path();
        put(item, new Place(at, null), contents, choices);
    }

    /** Sets a value where a dotted path leads, or under the whole path as one key. */
    private static void put(ObjectNode item, Place place, JsonNode value, Choices choices) {
        if (choices.oneIn(16)) {
            item.set(place.path(), value);
            return;
        }
        ObjectNode at = item;
        List<String> steps = Arrays.asList(place.path().split("\\.", -1));
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = at.get(step) instanceof ObjectNode object ? object : at.putObject(step);
        }
        at.set(steps.get(steps.size() - 1), value);
    }

    private static JsonNode envelope(ArrayNode items, Marker anything, Choices choices) {
        return switch (choices.below(5)) {
            case 0 -> items.size() == 1 ? items.get(0) : items;
            case 1 -> items;
            case 2 -> JSON.createObjectNode().set("events", items);
            case 3 -> envelope("web", TextNode.valueOf("TEST12345"), items);
            default -> envelope("crm", HostileValues.any(choices, anything.letters()), items);
        };
    }

    private static JsonNode envelope(String source, JsonNode testCode, ArrayNode items) {
        ObjectNode envelope = JSON.createObjectNode().put("event_source", source);
        envelope.set("test_event_code", testCode);
        return envelope.set("data", items);
    }

    private static byte[] lines(ArrayNode items) {
        List<String> lines = new ArrayList<>();
        items.forEach(item -> lines.add(text(item)));
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonNode json) {
        return text(json).getBytes(StandardCharsets.UTF_8);
    }

    /** Cut somewhere, with something else put in. */
    private static byte[] broken(byte[] body, Choices choices) {
        int from = choices.below(0x10000) % (body.length + 1);
        int to = Math.min(body.length, from + (choices.oneIn(4) ? body.length : choices.below(3)));
        byte[] instead = choices.text(12).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + instead.length);
        out.write(body, 0, from);
        out.writeBytes(instead);
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }

    private static Map<String, String> headers(@Nullable String type, String encoding) {
        return encoding.isEmpty()
                ? Map.of("Content-Type", String.valueOf(type))
                : Map.of("Content-Type", String.valueOf(type), "Content-Encoding", encoding);
    }

    private static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }
}
