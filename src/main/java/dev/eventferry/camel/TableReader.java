package dev.eventferry.camel;

import dev.eventferry.event.EventKey;
import dev.eventferry.intake.RowHeader;
import java.math.BigDecimal;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the constant SQL of a table's route, {@code :?name} bound. Each statement is a read-only transaction of its own that
 * is rolled back, so that nothing a query does is kept, and rows are streamed. Times are read as java.time: the zone of
 * this machine never counts.
 */
final class TableReader {

    /** A page ends at so many characters too, for rows may be long. */
    static final int MOST_CHARACTERS = 4 << 20;

    private static final int FETCH = 250;
    private static final int LONGEST_CELL = 64 * 1024;
    private static final int SLOWEST_QUERY_SECONDS = 60;
    private static final Pattern NAME = Pattern.compile(":\\?(\\w+)");
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);
    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.NUMERIC,
            Types.DECIMAL,
            Types.REAL,
            Types.FLOAT,
            Types.DOUBLE);

    /**
     * One row.
     *
     * @param digest of all of its cells: a row that changed in any of them is another
     */
    record Row(Object at, Object id, List<@Nullable String> cells, long digest) {}

    /**
     * Rows in their order.
     *
     * @param header null when there are none
     * @param more whether there may be others behind them
     */
    record Page(@Nullable RowHeader header, List<Row> rows, boolean more) {}

    /**
     * How far a table goes.
     *
     * @param at the highest value of the column that rises; null when the table is empty
     * @param now of the database; null when it tells none with a zone
     */
    record Newest(@Nullable Object at, @Nullable Instant now) {}

    private interface Result<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private TableReader() {}

    /** The highest value of the first column, and what the database's clock says in the second. */
    static Newest newest(DataSource database, String sql) throws SQLException {
        return query(database, sql, Map.of(), rows -> {
            rows.next();
            ResultSetMetaData columns = rows.getMetaData();
            Object at = value(rows, columns, 1);
            return new Newest(at, value(rows, columns, 2) instanceof OffsetDateTime now ? now.toInstant() : null);
        });
    }

    /**
     * One page of rows.
     *
     * @param rowsOfPage as many as the SQL asks for at most
     * @throws BadTable when a row lacks one of the two columns
     */
    static Page page(
            DataSource database,
            String sql,
            Map<String, @Nullable Object> place,
            String changed,
            String key,
            int rowsOfPage)
            throws SQLException {
        return query(database, sql, place, rows -> page(rows, changed, key, rowsOfPage));
    }

    private static <T> T query(DataSource database, String sql, Map<String, @Nullable Object> values, Result<T> result)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false); // PostgreSQL streams, and reads only, in a transaction
            try (PreparedStatement statement =
                    connection.prepareStatement(NAME.matcher(sql).replaceAll("?"))) {
                statement.setFetchSize(FETCH);
                statement.setQueryTimeout(SLOWEST_QUERY_SECONDS);
                Matcher names = NAME.matcher(sql);
                for (int i = 1; names.find(); i++) {
                    statement.setObject(i, values.get(names.group(1)));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return result.of(rows);
                }
            } finally {
                connection.rollback();
            }
        }
    }

    private static Page page(ResultSet rows, String changed, String key, int rowsOfPage) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>(columns.getColumnCount());
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
        }
        RowHeader header = RowHeader.of(names);
        int changedAt = place(header, changed);
        int keyAt = place(header, key);
        List<Row> page = new ArrayList<>();
        long characters = 0;
        while (characters <= MOST_CHARACTERS && rows.next()) {
            List<@Nullable String> cells = new ArrayList<>(names.size());
            StringBuilder all = new StringBuilder();
            Object at = null;
            Object id = null;
            for (int i = 1; i <= names.size(); i++) {
                Object value = value(rows, columns, i);
                at = i == changedAt ? value : at;
                id = i == keyAt ? value : id;
                String cell = value == null ? null : cell(value);
                cells.add(cell);
                all.append(cell == null ? '-' : '+').append(cell).append('\u001f');
            }
            characters += all.length();
            page.add(new Row(
                    set(at, changed),
                    set(id, key),
                    cells,
                    EventKey.of(all.toString()).high()));
        }
        return new Page(
                page.isEmpty() ? null : header, page, page.size() >= rowsOfPage || characters > MOST_CHARACTERS);
    }

    private static int place(RowHeader header, String column) {
        int place = header.indexOf(column);
        if (place < 0) {
            throw new BadTable("the query gives no column " + column + ": select it, or name another in the route");
        }
        return place + 1;
    }

    private static Object set(@Nullable Object value, String column) {
        if (value == null) {
            throw new BadTable("the column " + column
                    + " of a row is null, or of a type that has no order here: leave such rows out by a query in"
                    + " brackets, or name another column in the route");
        }
        return value;
    }

    /** A column's value as we keep it; null also for bytes, which say nothing to a mapping. */
    private static @Nullable Object value(ResultSet rows, ResultSetMetaData columns, int i) throws SQLException {
        int type = columns.getColumnType(i);
        String name = columns.getColumnTypeName(i);
        if ("uuid".equalsIgnoreCase(name)) {
            return rows.getObject(i, UUID.class);
        }
        if (BYTES.contains(type)) {
            return null;
        }
        // PostgreSQL's driver calls both kinds TIMESTAMP
        if (type == Types.TIMESTAMP_WITH_TIMEZONE || "timestamptz".equalsIgnoreCase(name)) {
            OffsetDateTime time = rows.getObject(i, OffsetDateTime.class);
            return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
        }
        if (type == Types.TIMESTAMP) {
            return rows.getObject(i, LocalDateTime.class);
        }
        if (type == Types.DATE) {
            return rows.getObject(i, LocalDate.class);
        }
        if (NUMBERS.contains(type)) {
            return rows.getObject(i) instanceof Number number ? number : rows.getString(i);
        }
        if (type == Types.BIT || type == Types.BOOLEAN) {
            Object bit = rows.getObject(i);
            return bit == null ? null : bit.toString();
        }
        if (type == Types.CLOB || type == Types.NCLOB) {
            Clob text = rows.getClob(i);
            return text == null ? null : text.getSubString(1, (int) Math.min(text.length(), LONGEST_CELL));
        }
        return rows.getString(i);
    }

    /** As a mapping reads it: a time with a zone in UTC, with its Z. */
    private static String cell(Object value) {
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
