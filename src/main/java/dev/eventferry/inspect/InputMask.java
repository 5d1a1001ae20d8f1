package dev.eventferry.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.identity.Masker;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came in, as it may be remembered: of each value its shape alone, except where a field's name says that it is about
 * the event, its money or its goods. There texts are masked as free texts are. Names of fields stay, for without them
 * nothing could be found.
 */
public final class InputMask {

    /** More is not remembered. */
    static final int MOST_BYTES = 16 << 10;

    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TEXT = 100;
    private static final int DEEPEST = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In lower case, without signs between their words. */
    private static final Set<String> HARMLESS = Set.of(
            "event",
            "eventname",
            "eventtype",
            "eventtime",
            "eventid",
            "eventsource",
            "timestamp",
            "createdat",
            "updatedat",
            "createdate",
            "currency",
            "currencycode",
            "value",
            "price",
            "amount",
            "total",
            "totalprice",
            "subtotal",
            "tax",
            "discount",
            "quantity",
            "numitems",
            "sku",
            "productid",
            "itemid",
            "itemcategory",
            "variantid",
            "contentid",
            "contentids",
            "contenttype",
            "contentcategory",
            "topic");

    private InputMask() {}

    /** An item masked, as JSON; null when that is too large to be remembered. */
    public static byte @Nullable [] mask(JsonNode item) {
        try {
            byte[] masked = JSON.writeValueAsBytes(mask("", item, 0));
            return masked.length > MOST_BYTES ? null : masked;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static JsonNode mask(String name, JsonNode node, int depth) {
        if (depth > DEEPEST) {
            return TextNode.valueOf("(more)");
        }
        if (node.isObject()) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                masked.set(
                        cut(Masker.mask(entry.getKey()), LONGEST_NAME),
                        mask(entry.getKey(), entry.getValue(), depth + 1));
            }
            return masked;
        }
        if (node.isArray()) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> masked.add(mask(name, element, depth + 1)));
            return masked;
        }
        return node.isNull() || node.isBoolean() ? node : value(name, node);
    }

    private static JsonNode value(String name, JsonNode value) {
        String text = value.asText();
        if (isHarmless(name)) {
            String masked = Masker.mask(text);
            return masked.equals(text) && value.isNumber() ? value : TextNode.valueOf(cut(masked, LONGEST_TEXT));
        }
        return TextNode.valueOf(
                value.isNumber() ? "(number of " + text.length() + " characters)" : "(" + Masker.shape(text) + ")");
    }

    private static boolean isHarmless(String name) {
        return HARMLESS.contains(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }
}
