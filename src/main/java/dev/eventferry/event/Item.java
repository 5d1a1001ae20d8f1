package dev.eventferry.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One thing as its source gave it, whatever it came in: a JSON object, a row of a file, a row of a table. */
public interface Item {

    /**
     * What stands at a place: a dotted path into JSON, a column's name in a row.
     *
     * @return null when nothing stands there; JSON's null and a row's empty cell are nothing
     */
    @Nullable
    JsonNode at(ItemPath path);

    /** The whole as JSON, for the canonical door and the inspector; a row is an object of its columns. */
    JsonNode asJson();

    /** How many rows or lines of its file it takes up. */
    default int rowCount() {
        return 1;
    }
}
