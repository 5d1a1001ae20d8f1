package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item that came as a row of a file or of a table.
 *
 * @param header the columns' names
 * @param cells the row's values, in the columns' order; a short row lacks the last ones, a null or blank one is empty
 * @param key what tells the row from all others of its table, whatever changes in it; null for a row of a file
 */
public record RowItem(
        RowHeader header,
        List<@Nullable String> cells,
        @Nullable String key) implements Item {

    /** A row of a file. */
    public RowItem(RowHeader header, List<@Nullable String> cells) {
        this(header, cells, null);
    }

    /** The value of the column whose name is the whole path: {@code user.email} may be one column's name. */
    @Override
    public @Nullable JsonNode at(ItemPath path) {
        int index = header.indexOf(path.text());
        String cell = cell(index);
        return cell == null ? null : header.cell(index, cell);
    }

    @Override
    public JsonNode asJson() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        List<String> names = header.names();
        for (int i = 0; i < names.size(); i++) {
            String cell = cell(i);
            if (header.indexOf(names.get(i)) == i && cell != null) {
                object.set(names.get(i), header.cell(i, cell));
            }
        }
        return object;
    }

    private @Nullable String cell(int index) {
        if (index < 0 || index >= cells.size()) {
            return null;
        }
        String cell = cells.get(index);
        return cell == null || cell.isBlank() ? null : cell;
    }

    /** Counts the cells and never shows them: they may be personal. */
    @Override
    public String toString() {
        return "RowItem[" + cells.size() + " cells]";
    }
}
