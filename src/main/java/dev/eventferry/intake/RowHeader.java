package dev.eventferry.intake;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.cell.Cell;
import dev.eventferry.cell.CellStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of a table's columns, read once for all its rows: trimmed, without the byte order mark that Excel puts
 * before the first, found in any case (Data Loader writes {@code EMAIL}). Of two columns with one name the first counts.
 */
public final class RowHeader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final List<String> names;
    private final Map<String, Integer> places;
    private final @Nullable List<CellStyle> styles;

    private RowHeader(List<String> names, Map<String, Integer> places, @Nullable List<CellStyle> styles) {
        this.names = names;
        this.places = places;
        this.styles = styles;
    }

    /** The header of columns with those names, as the first row or the table gave them. */
    public static RowHeader of(List<String> columns) {
        List<String> names = columns.stream().map(RowHeader::clean).toList();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.putIfAbsent(names.get(i), i);
            places.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        places.remove("");
        return new RowHeader(names, Map.copyOf(places), null);
    }

    /**
     * The same header of a file whose columns are written like that: its cells know it, and what spreadsheets put around
     * them is taken off.
     *
     * @param styles one for each column
     */
    public RowHeader written(List<CellStyle> styles) {
        return new RowHeader(names, places, List.copyOf(styles));
    }

    /** A cell of a column, which is not blank. */
    TextNode cell(int index, String text) {
        return styles == null ? TextNode.valueOf(text) : new Cell(unguarded(text), styles.get(index));
    }

    /**
     * Without what keeps spreadsheets from calculating with a text: {@code ="0049..."}, and the apostrophe of
     * {@code '0049} (sources D8); {@code 't Hooft} keeps his.
     */
    private static String unguarded(String text) {
        char first = text.charAt(0);
        if (first == '=' && text.length() > 2 && text.charAt(1) == '"' && text.endsWith("\"")) {
            return text.length() == 3
                    ? ""
                    : text.substring(2, text.length() - 1).replace("\"\"", "\"");
        }
        if (first == '\'' && text.length() > 1) {
            char next = text.charAt(1);
            return (next >= '0' && next <= '9') || "=+-@\t\r".indexOf(next) >= 0 ? text.substring(1) : text;
        }
        return text;
    }

    /** The names in order, cleaned. */
    public List<String> names() {
        return names;
    }

    /** The column's place from 0, or -1 when there is none of that name. */
    public int indexOf(String name) {
        Integer place = places.get(name);
        if (place == null) {
            place = places.get(name.toLowerCase(Locale.ROOT));
        }
        return place == null ? -1 : place;
    }

    private static String clean(String name) {
        String unmarked = !name.isEmpty() && name.charAt(0) == BYTE_ORDER_MARK ? name.substring(1) : name;
        return unmarked.strip();
    }

    @Override
    public String toString() {
        return "RowHeader" + names;
    }
}
