package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A place in a table's order.
 *
 * @param at of the column that rises
 * @param id of the row; null for behind all rows of that moment
 */
record TablePlace(Object at, @Nullable Object id) {

    /** Adds it to a cursor, under names that begin so. */
    void write(ObjectNode cursor, String prefix) {
        cursor.put(prefix + "at", TableValue.text(at)).put(prefix + "at_type", TableValue.type(at));
        if (id != null) {
            cursor.put(prefix + "id", TableValue.text(id)).put(prefix + "id_type", TableValue.type(id));
        }
    }

    /** Reads it from a cursor; null when it has none of that name. */
    static @Nullable TablePlace read(JsonNode cursor, String prefix) {
        Object at = value(cursor, prefix + "at");
        return at == null ? null : new TablePlace(at, value(cursor, prefix + "id"));
    }

    private static @Nullable Object value(JsonNode cursor, String name) {
        JsonNode text = cursor.path(name);
        return text.isMissingNode()
                ? null
                : TableValue.parse(cursor.path(name + "_type").asText(), text.asText());
    }
}
