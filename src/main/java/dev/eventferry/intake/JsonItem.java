package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        List<String> steps = path.steps();
        JsonNode node = walk(asJson, steps, 0);
        if (node == null && steps.size() > 1 && asJson instanceof ObjectNode object) {
            node = object.get(path.text()); // {"user.email": ...}: flat, as some exports and forms are
        }
        return node instanceof NullNode ? null : node;
    }

    private static @Nullable JsonNode walk(JsonNode from, List<String> steps, int first) {
        JsonNode node = from;
        for (int i = first; i < steps.size(); i++) {
            String step = steps.get(i);
            if (node instanceof ObjectNode object) {
                node = object.get(step);
            } else if (!(node instanceof ArrayNode array)) {
                return null;
            } else if (step.equals(ItemPath.EVERY)) {
                return every(array, steps, i + 1);
            } else {
                node = array.get(index(step));
            }
        }
        return node;
    }

    /** What stands there in each element, lists of it as one. */
    private static JsonNode every(ArrayNode list, List<String> steps, int first) {
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
