package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** What counts as nothing: a blank is never a value to send (tiktok-events-api 4), so the next place is asked. */
final class Presence {

    private Presence() {}

    /** The node itself, or null when it is nothing. */
    static @Nullable JsonNode orNull(@Nullable JsonNode node) {
        return node == null || isNothing(node) ? null : node;
    }

    static boolean isNothing(JsonNode node) {
        if (node instanceof TextNode text) {
            return text.textValue().isBlank();
        }
        return node instanceof ArrayNode array ? isAllNothing(array) : node.isNull() || node.isMissingNode();
    }

    private static boolean isAllNothing(ArrayNode array) {
        for (JsonNode element : array) {
            if (!isNothing(element)) {
                return false;
            }
        }
        return true;
    }
}
