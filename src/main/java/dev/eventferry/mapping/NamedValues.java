package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Finds a value by its name where names are values too (sources D1, D2, tiktok-events-api 7): {@code [{name: ttclid,
 * value: E.C.P}]} with {@code key} for {@code name} too, {@code {ttclid: {value: E.C.P}}}, and texts of {@code ttclid:
 * E.C.P} lines. Names are found in any case, and the first counts.
 */
final class NamedValues {

    private NamedValues() {}

    static @Nullable JsonNode find(JsonNode pairs, String name) {
        if (pairs.isTextual()) {
            return inLines(pairs.textValue(), name);
        }
        if (pairs.isObject()) {
            JsonNode value = pairs.get(name);
            return value == null ? null : unwrapped(value);
        }
        for (int i = 0; i < pairs.size(); i++) {
            JsonNode value = inElement(pairs, i, name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable JsonNode inElement(JsonNode pairs, int index, String name) {
        JsonNode element = pairs.get(index);
        if (element.isTextual()) {
            String value = valueIn(element.textValue(), name);
            return value == null ? null : TextNode.valueOf(value + continued(pairs, index + 1));
        }
        JsonNode said = element.get("name");
        JsonNode key = said == null ? element.get("key") : said;
        if (key == null || !key.isTextual() || !key.textValue().strip().equalsIgnoreCase(name)) {
            return null;
        }
        JsonNode value = element.get("value");
        JsonNode given = value == null ? element.get("values") : value;
        return given == null ? null : unwrapped(given);
    }

    /** Pieces that name nothing belong to the one before: a separator stood within a value. */
    private static String continued(JsonNode pairs, int from) {
        StringBuilder more = new StringBuilder();
        for (int i = from; i < pairs.size() && separator(pairs.get(i).asText()) < 0; i++) {
            more.append(", ").append(pairs.get(i).asText());
        }
        return more.toString();
    }

    private static @Nullable JsonNode inLines(String text, String name) {
        for (String line : Pieces.of(text, "\n")) {
            String value = valueIn(line, name);
            if (value != null) {
                return TextNode.valueOf(value);
            }
        }
        return null;
    }

    private static @Nullable String valueIn(String line, String name) {
        int separator = separator(line);
        boolean named = separator > 0 && line.substring(0, separator).strip().equalsIgnoreCase(name);
        return named ? line.substring(separator + 1).strip() : null;
    }

    /** The colon or equals sign after the name, or -1. */
    private static int separator(String line) {
        int colon = line.indexOf(':');
        int equals = line.indexOf('=');
        return colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
    }

    /** GA4 writes {@code {string_value: x}}, HubSpot {@code {value: x}}; of a list the first counts. */
    private static @Nullable JsonNode unwrapped(JsonNode value) {
        if (value.isArray()) {
            return value.get(0);
        }
        if (!value.isObject()) {
            return value;
        }
        JsonNode named = Presence.orNull(value.get("value"));
        if (named != null) {
            return named;
        }
        for (JsonNode inner : value) {
            if (inner.isValueNode() && !Presence.isNothing(inner)) {
                return inner;
            }
        }
        return null;
    }
}
