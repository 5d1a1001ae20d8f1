package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import dev.eventferry.event.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A line that could not be read: it is refused alone, and the file goes on.
 *
 * @param rowCount how many rows or lines are refused with it
 */
public record BrokenItem(Problem problem, int rowCount) implements Item {

    /** One line. */
    public BrokenItem(Problem problem) {
        this(problem, 1);
    }

    @Override
    public @Nullable JsonNode at(ItemPath path) {
        return null;
    }

    @Override
    public JsonNode asJson() {
        return MissingNode.getInstance();
    }
}
