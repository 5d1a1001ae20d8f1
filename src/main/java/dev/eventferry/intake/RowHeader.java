package dev.eventferry.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names of a table's columns, read once for all its rows: trimmed, without the byte order mark that Excel puts
 * before the first, found in any case (Data Loader writes {@code EMAIL}). Of two columns with one name the first counts.
 */
public final class RowHeader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final List<String> names;
    private final Map<String, Integer> places;

    private RowHeader(List<String> names, Map<String, Integer> places) {
        this.names = names;
        this.places = places;
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
        return new RowHeader(names, Map.copyOf(places));
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
