package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what came out of a mapping with what its case says. */
final class Expectation {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CONTENTS = Field.CONTENTS.path();

    private Expectation() {}

    /** An event as a flat object of TikTok's paths. */
    static ObjectNode shown(ConversionEvent event) {
        ObjectNode shown = JSON.objectNode();
        shown.put("destination", event.destination());
        shown.put("event", event.name());
        shown.put("event_id", event.id());
        shown.put("event_time", event.time() == null ? null : event.time().toString());
        for (Field field : Field.values()) {
            shown.set(field.path(), node(event.values().get(field)));
        }
        if (!event.contents().isEmpty()) {
            ArrayNode contents = shown.putArray(CONTENTS);
            event.contents().forEach(content -> contents.add(shown(content)));
        }
        return shown;
    }

    /** Sentences, one for each field that is not as expected; fields that are not named may be as they like. */
    static List<String> differences(JsonNode expected, ObjectNode actual) {
        List<String> differences = new ArrayList<>();
        compareObject("", expected, actual, differences);
        return differences;
    }

    private static void compareObject(String path, JsonNode expected, ObjectNode actual, List<String> differences) {
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            JsonNode value = entry.getValue();
            if (actual.has(key)) {
                compare(key, value, actual.get(key), differences);
            } else if (value.isObject()) {
                compareObject(key, value, actual, differences);
            } else {
                TreeSet<String> known = new TreeSet<>();
                actual.fieldNames().forEachRemaining(known::add);
                differences.add("TikTok knows no field " + key + Nearest.suggestion(key, known));
            }
        }
    }

    private static void compare(String path, JsonNode expected, @Nullable JsonNode given, List<String> differences) {
        JsonNode actual = given == null ? JSON.nullNode() : given;
        if (expected.isArray() && actual.isArray() && path.equals(CONTENTS)) {
            compareItems(expected, actual, differences);
        } else if (!isSame(path, expected, actual)) {
            differences.add(path + " should be " + expected + ", but is " + actual);
        }
    }

    private static void compareItems(JsonNode expected, JsonNode actual, List<String> differences) {
        if (expected.size() != actual.size()) {
            differences.add(CONTENTS + " should be " + expected.size() + " items, but are " + actual.size());
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            for (Map.Entry<String, JsonNode> entry : expected.get(i).properties()) {
                JsonNode value = actual.get(i).path(entry.getKey());
                compare(CONTENTS + "[" + i + "]." + entry.getKey(), entry.getValue(), value, differences);
            }
        }
    }

    private static boolean isSame(String path, JsonNode expected, JsonNode actual) {
        if (Presence.isNothing(expected) || Presence.isNothing(actual)) {
            return Presence.isNothing(expected) && Presence.isNothing(actual);
        }
        if (path.equals("event_time")) {
            Instant time = Times.any(expected, ZoneOffset.UTC);
            return time != null && time.equals(Times.any(actual, ZoneOffset.UTC));
        }
        if (actual.isArray()) {
            return isSameList(path, expected, actual);
        }
        if (actual.isNumber()) {
            BigDecimal number = Numbers.decimal(expected, null);
            return number != null && number.compareTo(actual.decimalValue()) == 0;
        }
        return expected.isValueNode() && expected.asText().equals(actual.asText());
    }

    private static boolean isSameList(String path, JsonNode expected, JsonNode actual) {
        if (!expected.isArray()) {
            return actual.size() == 1 && isSame(path, expected, actual.get(0));
        }
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = isSame(path, expected.get(i), actual.get(i));
        }
        return same;
    }

    private static ObjectNode shown(Content content) {
        ObjectNode shown = JSON.objectNode();
        shown.put("content_id", content.contentId());
        shown.put("content_name", content.contentName());
        shown.put("content_category", content.contentCategory());
        shown.put("brand", content.brand());
        shown.put("price", content.price());
        shown.put("quantity", content.quantity());
        return shown;
    }

    private static JsonNode node(@Nullable Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(each -> array.add(node(each)));
            return array;
        }
        if (value instanceof BigDecimal number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Long number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Boolean yes) {
            return JSON.booleanNode(yes);
        }
        return value == null ? JSON.nullNode() : JSON.textNode(value.toString());
    }
}
