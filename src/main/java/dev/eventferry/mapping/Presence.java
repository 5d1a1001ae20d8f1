package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What counts as nothing: a blank is never a value to send (tiktok-events-api 4), so the next place is asked. */
final class Presence {

    private Presence() {}

    /** The node itself, or null when it is nothing. */
    static @Nullable JsonNode orNull(@Nullable JsonNode node) {
        return node == null || isNothing(node) ? null : node;
    }

    static boolean isNothing(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> true;
            case STRING -> node.textValue().isBlank();
            case ARRAY -> isAllNothing(node);
            default -> false;
        };
    }

    private static boolean isAllNothing(JsonNode array) {
        for (JsonNode element : array) {
            if (!isNothing(element)) {
                return false;
            }
        }
        return true;
    }
}
