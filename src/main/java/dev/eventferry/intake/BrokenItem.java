package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import dev.eventferry.event.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line that could not be read: it is refused alone, and the file goes on.
 *
 * @param rowCount how many rows or lines are refused with it
 * @param cells the row as it stands in its file, or its line as the only cell; empty when that is not kept
 */
public record BrokenItem(Problem problem, int rowCount, List<@Nullable String> cells) implements Item {

    /** One line, of which nothing is kept. */
    public BrokenItem(Problem problem) {
        this(problem, 1, List.of());
    }

    /** Several of which nothing is kept. */
    public BrokenItem(Problem problem, int rowCount) {
        this(problem, rowCount, List.of());
    }

    /** One row. */
    public BrokenItem(Problem problem, List<@Nullable String> cells) {
        this(problem, 1, cells);
    }

    @Override
    public @Nullable JsonNode at(ItemPath path) {
        return null;
    }

    @Override
    public JsonNode asJson() {
        return MissingNode.getInstance();
    }

    /** Never its cells: they may be personal. */
    @Override
    public String toString() {
        return "BrokenItem[" + problem.code() + ", " + rowCount + " rows]";
    }
}
