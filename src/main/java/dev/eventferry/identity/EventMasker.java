package dev.eventferry.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.Sha256Hex;
import java.util.Map;
import java.util.Set;

/**
 * Shows an event as it would be sent without giving the person away: digests shortened, what TikTok needs plain named by
 * its shape, addresses without what stands behind their question mark (design 3).
 */
public final class EventMasker {

    private static final int DIGITS = 8;

    /** Tell a person's country and language, or a consent: too common to tell who it is. */
    private static final Set<String> COMMON = Set.of("user.country", "user.locale", "user.att_status");

    /** Personal, or a key to a person, outside {@code user}. */
    private static final Set<String> PERSONAL =
            Set.of("lead.lead_id", "properties.vin", "properties.postal_code", "ad.callback");

    private static final Set<String> ADDRESSES = Set.of("page.url", "page.referrer", "ad.touchpoint_url");

    private EventMasker() {}

    /** A copy for people's eyes of an event as TikTok takes it. */
    public static JsonNode mask(JsonNode event) {
        return mask("", event);
    }

    private static JsonNode mask(String path, JsonNode node) {
        if (node.isObject()) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String place = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                masked.set(entry.getKey(), mask(place, entry.getValue()));
            }
            return masked;
        }
        if (node.isArray()) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> masked.add(mask(path, element)));
            return masked;
        }
        return node.isTextual() ? TextNode.valueOf(text(path, node.textValue())) : node;
    }

    private static String text(String path, String text) {
        if (COMMON.contains(path)) {
            return Masker.mask(text);
        }
        if (path.startsWith("user.") || PERSONAL.contains(path)) {
            return Sha256Hex.isDigest(text) ? text.substring(0, DIGITS) + "..." : "(" + Masker.shape(text) + ")";
        }
        return Masker.mask(ADDRESSES.contains(path) ? withoutQuery(text) : text);
    }

    private static String withoutQuery(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) == '?' || address.charAt(i) == '#') {
                return address.substring(0, i + 1) + "...";
            }
        }
        return address;
    }
}
