package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares what arrived at TikTok with what a sample says must arrive: TikTok's dotted paths and their values, hashed ones
 * as {@code plain:} and what is hashed. It shares no code with what it judges.
 */
final class Arrival {

    private static final String PLAIN = "plain:";
    private static final String DERIVED_ID = "ef-";

    /** What follows from the items and need not be said. */
    private static final Set<String> FROM_ITEMS = Set.of("properties.content_ids", "properties.num_items");

    private Arrival() {}

    /** What differs, a line each, by event; empty when nothing does. Order does not matter. */
    static List<String> differences(JsonNode expected, List<JsonNode> arrived) {
        List<JsonNode> left = new ArrayList<>(arrived);
        List<String> differences = new ArrayList<>();
        for (JsonNode each : expected) {
            JsonNode counterpart = left.stream()
                    .filter(event -> isSame(each, event))
                    .findFirst()
                    .orElse(null);
            if (counterpart == null) {
                differences.add(label(each) + " did not arrive");
            } else {
                left.remove(counterpart);
                compare(each, counterpart, differences);
            }
        }
        left.forEach(event -> differences.add(label(event) + " arrived and is not expected: " + event));
        return differences;
    }

    /** An event whose id nobody said is told by its time, and has one that was made of what it says. */
    private static boolean isSame(JsonNode expected, JsonNode arrived) {
        boolean sameId = expected.has("event_id")
                ? arrived.path("event_id").equals(expected.path("event_id"))
                : arrived.path("event_id").asText().startsWith(DERIVED_ID)
                        && isEqual(expected.path("event_time"), arrived.path("event_time"));
        return sameId && arrived.path("event").equals(expected.path("event"));
    }

    private static void compare(JsonNode expected, JsonNode arrived, List<String> differences) {
        Map<String, JsonNode> wanted = new TreeMap<>();
        expected.properties().forEach(field -> wanted.put(field.getKey(), field.getValue()));
        Map<String, JsonNode> found = new TreeMap<>();
        flatten("", arrived, found);
        if (!wanted.containsKey("event_id")) {
            found.remove("event_id");
        }
        Set<String> paths = new TreeSet<>(wanted.keySet());
        found.keySet().stream().filter(path -> !FROM_ITEMS.contains(path)).forEach(paths::add);
        for (String path : paths) {
            JsonNode want = wanted.get(path);
            JsonNode have = found.get(path);
            if (want == null) {
                differences.add(label(expected) + ": " + path + " is " + have + " and should not be there");
            } else if (have == null) {
                differences.add(label(expected) + ": " + path + " is missing, and should be " + want);
            } else if (!isEqual(hashed(want), unlisted(want, have))) {
                differences.add(label(expected) + ": " + path + " is " + have + ", and should be " + want);
            }
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, JsonNode> to) {
        if (!node.isObject()) {
            to.put(path, node);
            return;
        }
        node.properties()
                .forEach(field ->
                        flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), to));
    }

    /** A single match key is sent as a list of one. */
    private static JsonNode unlisted(JsonNode wanted, JsonNode found) {
        return found.isArray() && found.size() == 1 && wanted.isValueNode() ? found.get(0) : found;
    }

    private static JsonNode hashed(JsonNode wanted) {
        if (wanted.isArray()) {
            List<JsonNode> all = new ArrayList<>();
            wanted.forEach(each -> all.add(hashed(each)));
            return JsonNodeFactory.instance.arrayNode().addAll(all);
        }
        return wanted.isTextual() && wanted.asText().startsWith(PLAIN)
                ? JsonNodeFactory.instance.textNode(sha256(wanted.asText().substring(PLAIN.length())))
                : wanted;
    }

    /** Numbers by value: 15 is 15.0. */
    private static boolean isEqual(JsonNode wanted, JsonNode found) {
        if (wanted.isNumber() && found.isNumber()) {
            return wanted.decimalValue().compareTo(found.decimalValue()) == 0;
        }
        if (!wanted.isContainerNode() || !found.isContainerNode()) {
            return wanted.equals(found);
        }
        if (wanted.getNodeType() != found.getNodeType() || wanted.size() != found.size()) {
            return false;
        }
        if (wanted.isArray()) {
            Iterator<JsonNode> other = found.elements();
            for (JsonNode each : wanted) {
                if (!isEqual(each, other.next())) {
                    return false;
                }
            }
            return true;
        }
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            if (!isEqual(field.getValue(), found.path(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static String label(JsonNode event) {
        return event.path("event").asText() + " "
                + (event.has("event_id") ? event.path("event_id").asText() : "at " + event.path("event_time"));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
