package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several rows that are one thing: an order with a row for each of its items (sources D1). What its first row leaves
 * empty is taken from the next.
 *
 * @param rows in their order, at least one
 */
public record GroupItem(List<Item> rows) implements Item {

    /** What stands there in the first row that has something there. */
    @Override
    public @Nullable JsonNode at(ItemPath path) {
        for (int i = 0; i < rows.size(); i++) {
            JsonNode found = rows.get(i).at(path);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public int rowCount() {
        return rows.size();
    }

    /** A list of its rows. */
    @Override
    public JsonNode asJson() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> all.add(row.asJson()));
        return all;
    }

    /** Counts the rows and never shows them: they may be personal. */
    @Override
    public String toString() {
        return "GroupItem[" + rows.size() + " rows]";
    }
}
