package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
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
        JsonNode node = asJson;
        for (int i = 0; i < steps.size(); i++) {
            node = node.isArray() ? node.get(index(steps.get(i))) : node.get(steps.get(i));
            if (node == null) {
                return null;
            }
        }
        return node.isNull() || node.isMissingNode() ? null : node;
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
