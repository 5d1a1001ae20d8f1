package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Cursor;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One polled table: where it stands, by a column that rises when a row changes and the row's id. Every poll begins an
 * overlap before that place, because a transaction that began earlier may commit later; rows of the overlap that were
 * read already are passed over. Used by the table's one timer.
 */
public final class TablePoll {

    private static final String DOOR = "table";

    private record Seen(Object at, Object id) {}

    private final String source;
    private final String changedColumn;
    private final String idColumn;
    private final Duration overlap;
    private final Map<Seen, Boolean> seen = new LinkedHashMap<>();
    private final List<Seen> page = new ArrayList<>();
    private @Nullable Object at;
    private @Nullable Object id;
    private @Nullable Object pageAt;
    private @Nullable Object pageId;
    private boolean more;

    TablePoll(String source, String changedColumn, String idColumn, Duration overlap, Object from) {
        this.source = source;
        this.changedColumn = changedColumn;
        this.idColumn = idColumn;
        this.overlap = overlap;
        this.at = from;
    }

    static String door() {
        return DOOR;
    }

    /** Whether it reads by these; a route may be edited. */
    boolean reads(String changed, String key, Duration before) {
        return changedColumn.equals(changed) && idColumn.equals(key) && overlap.equals(before);
    }

    /** Takes up where an earlier run stood. */
    void resume(Cursor cursor) {
        try {
            ObjectNode place = (ObjectNode) BodyReader.JSON.readTree(cursor.position());
            at = value(place.path("at_type").asText(), place.path("at").asText());
            id = value(place.path("id_type").asText(), place.path("id").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("the cursor of the table " + source + " cannot be read", e);
        }
    }

    /** A new poll: from an overlap before where it stands. */
    void begin() {
        more = true;
        page.clear();
        pageAt = at instanceof Timestamp time && !overlap.isZero() ? minus(time, overlap) : at;
        pageId = at instanceof Timestamp && !overlap.isZero() ? null : id;
    }

    /** Whether there may be another page. */
    boolean hasMore() {
        return more;
    }

    /** What to bind: {@code :?at} and {@code :?id}. */
    Map<String, Object> place() {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("at", pageAt);
        place.put("id", pageId);
        return place;
    }

    /** The rows of a page that were not read before, with the cursor behind the last of them. */
    RawGroup rows(List<Map<String, Object>> rows, int pageSize, Instant now) {
        more = rows.size() >= pageSize;
        page.clear();
        List<Item> items = new ArrayList<>(rows.size());
        RowHeader header =
                rows.isEmpty() ? null : RowHeader.of(List.copyOf(rows.get(0).keySet()));
        for (Map<String, Object> row : rows) {
            Seen place = new Seen(column(row, changedColumn), column(row, idColumn));
            pageAt = place.at();
            pageId = place.id();
            if (!seen.containsKey(place)) {
                page.add(place);
                items.add(new RowItem(Objects.requireNonNull(header), cells(row)));
            }
        }
        Origin origin = new Origin("table " + source, source, null, now, "table " + source, 0, null, null);
        return new RawGroup(origin, items, items.isEmpty() ? null : cursor());
    }

    /** The page is committed. */
    void moved() {
        for (Seen place : page) {
            seen.put(place, Boolean.TRUE);
        }
        if (pageAt != null && !page.isEmpty()) {
            at = later(at, pageAt);
            id = pageId;
        }
        page.clear();
        forget();
    }

    private void forget() {
        if (!(at instanceof Timestamp time)) {
            seen.clear();
            return;
        }
        Timestamp since = minus(time, overlap);
        for (Iterator<Seen> places = seen.keySet().iterator(); places.hasNext(); ) {
            if (places.next().at() instanceof Timestamp place && place.before(since)) {
                places.remove();
            }
        }
    }

    private Cursor cursor() {
        ObjectNode place = BodyReader.JSON.createObjectNode();
        Object reached = later(at, Objects.requireNonNull(pageAt));
        place.put("at", text(reached)).put("at_type", type(reached));
        place.put("id", text(Objects.requireNonNull(pageId))).put("id_type", type(pageId));
        return new Cursor(DOOR, source, place.toString());
    }

    private static Object later(@Nullable Object one, Object other) {
        return one instanceof Timestamp time && other instanceof Timestamp place && place.before(time) ? one : other;
    }

    private Object column(Map<String, Object> row, String name) {
        for (Map.Entry<String, Object> cell : row.entrySet()) {
            if (cell.getKey().equalsIgnoreCase(name) && cell.getValue() != null) {
                Object value = cell.getValue();
                return value instanceof LocalDateTime time ? Timestamp.valueOf(time) : value;
            }
        }
        throw new IllegalStateException("table " + source + ": the query gives no column " + name
                + ", or it is null; select it, or name another in the route");
    }

    private static List<@Nullable String> cells(Map<String, Object> row) {
        List<@Nullable String> cells = new ArrayList<>(row.size());
        for (Object value : row.values()) {
            cells.add(value == null ? null : text(value));
        }
        return cells;
    }

    private static String text(Object value) {
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime().toString();
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Clob text) {
            try {
                return text.getSubString(1, (int) Math.min(text.length(), 64 * 1024));
            } catch (SQLException e) {
                throw new IllegalStateException("a long text of the table cannot be read", e);
            }
        }
        return value.toString();
    }

    private static String type(Object value) {
        return value instanceof Timestamp ? "timestamp" : value instanceof Number ? "number" : "text";
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "timestamp" -> Timestamp.valueOf(LocalDateTime.parse(text));
            case "number" -> new BigDecimal(text);
            default -> text;
        };
    }

    private static Timestamp minus(Timestamp time, Duration span) {
        return Timestamp.valueOf(time.toLocalDateTime().minus(span));
    }
}
