package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item that came as JSON.
 *
 * @param asJson the whole, usually an object; another kind has nothing at any place
 */
public record JsonItem(JsonNode asJson) implements Item {

    @Override
    public @Nullable JsonNode at(ItemPath path) {
        JsonNode node = walk(asJson, path.steps(), 0);
        if (node == null && path.steps().size() > 1 && asJson.isObject()) {
            node = asJson.get(path.text()); // {"user.email": ...}: flat, as some exports and forms are
        }
        return node == null || node.isNull() || node.isMissingNode() ? null : node;
    }

    private static @Nullable JsonNode walk(JsonNode from, List<String> steps, int first) {
        JsonNode node = from;
        for (int i = first; i < steps.size(); i++) {
            String step = steps.get(i);
            if (node.isArray()) {
                if (step.equals(ItemPath.EVERY)) {
                    return every(node, steps, i + 1);
                }
                node = node.get(index(step));
            } else {
                node = node.get(step);
            }
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /** What stands there in each element, lists of it as one. */
    private static JsonNode every(JsonNode list, List<String> steps, int first) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : list) {
            JsonNode found = walk(element, steps, first);
            if (found != null && found.isArray()) {
                found.forEach(all::add);
            } else if (found != null) {
                all.add(found);
            }
        }
        return all;
    }

    /** A step as a place in an array, or -1, where nothing stands. */
    private static int index(String step) {
        int index = 0;
        for (int i = 0; i < step.length(); i++) {
            int digit = step.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i > 6) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return step.isEmpty() ? -1 : index;
    }

    /** Names the kind of JSON, never what it says: it may be personal. */
    @Override
    public String toString() {
        return "JsonItem[" + asJson.getNodeType() + "]";
    }
}
