package dev.eventferry.store;

import dev.eventferry.event.Cursor;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The statements of one transaction, each sent as one batch. */
final class JdbcTransaction implements Store.Transaction {

    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_LEDGER_REASON = 200;
    private static final long MINUTES_AT_A_TIME = 60;

    /**
     * H2 holds what a transaction deletes several times over until the commit, and beyond some 16 MB writes that to the file
     * as well: eight megabytes at a time cost more than twice the deleted bytes on disk, and the heap that they need.
     */
    private static final long MOST_FORGOTTEN = 1L << 20;

    /** One for all, so that two who add to the same rows do not wait for each other. */
    private static final Comparator<LedgerEntry> LEDGER_ORDER = Comparator.comparingLong(LedgerEntry::minute)
            .thenComparing(LedgerEntry::source)
            .thenComparing(LedgerEntry::destination)
            .thenComparing(LedgerEntry::event)
            .thenComparing(LedgerEntry::what)
            .thenComparing(LedgerEntry::reason);

    private final Connection connection;

    JdbcTransaction(Connection connection) {
        this.connection = connection;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(long id, byte[] bytes) {}

    @Override
    public void insert(List<Segment> segments) {
        batch("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)", segments, (row, segment) -> {
            row.setLong(1, segment.id());
            row.setString(2, segment.lane().destination());
            row.setString(3, segment.lane().testCode());
            row.setString(4, segment.source());
            row.setString(5, segment.place());
            row.setLong(6, segment.createdAt());
            row.setInt(7, segment.events());
        });
        List<Part> parts = new ArrayList<>(2 * segments.size());
        for (Segment segment : segments) {
            parts.add(new Part(segment.id() * 2, segment.payload()));
            parts.add(new Part(segment.id() * 2 + 1, segment.keys()));
        }
        batch("INSERT INTO segment_part VALUES (?, ?)", parts, (row, part) -> {
            row.setLong(1, part.id());
            row.setBytes(2, part.bytes());
        });
        batch("INSERT INTO pending VALUES (?, ?, ?, ?, NULL, ?)", segments, (row, segment) -> {
            row.setLong(1, segment.id());
            row.setString(2, segment.lane().destination());
            row.setLong(3, segment.createdAt());
            row.setInt(4, segment.attempts());
            row.setLong(5, segment.turn());
        });
    }

    @Override
    public void settle(List<Long> segments) {
        batch("DELETE FROM pending WHERE segment = ?", segments, (row, segment) -> row.setLong(1, segment));
    }

    @Override
    public void postpone(List<Long> segments, long dueAt, String reason) {
        batch(
                "UPDATE pending SET due_at = ?, attempts = attempts + 1, reason = ? WHERE segment = ?",
                segments,
                (row, segment) -> {
                    row.setLong(1, dueAt);
                    row.setString(2, cut(reason, LONGEST_TEXT));
                    row.setLong(3, segment);
                });
    }

    @Override
    public void hasten(String destination, long dueAt) {
        batch(
                "UPDATE pending SET due_at = ? WHERE destination = ? AND due_at > ?",
                List.of(destination),
                (row, name) -> {
                    row.setLong(1, dueAt);
                    row.setString(2, name);
                    row.setLong(3, dueAt);
                });
    }

    @Override
    public void bury(List<DeadLetter> letters) {
        batch("INSERT INTO dead_letter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", letters, (row, letter) -> {
            row.setLong(1, letter.id());
            row.setString(2, letter.lane().destination());
            row.setString(3, letter.lane().testCode());
            row.setString(4, letter.source());
            row.setString(5, letter.place());
            row.setLong(6, letter.position());
            row.setLong(7, letter.createdAt());
            row.setLong(8, letter.diedAt());
            row.setString(9, letter.reason());
            row.setObject(10, letter.code(), Types.INTEGER);
            String message = letter.message();
            row.setString(11, message == null ? null : cut(message, LONGEST_TEXT));
            row.setInt(12, letter.attempts());
            row.setBytes(
                    13,
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(letter.key().high())
                            .putLong(letter.key().low())
                            .array());
            row.setBytes(14, letter.json());
        });
    }

    @Override
    public List<DeadLetter> exhume(List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        DeadLetters.Where where = DeadLetters.where(DeadFilter.of(ids));
        List<DeadLetter> letters = query(DeadLetters.SELECT + where.sql(), DeadLetters::read, where.parameters());
        update("DELETE FROM dead_letter" + where.sql(), where.parameters());
        return letters;
    }

    @Override
    public Optional<Cursor> hold(String door, String name) {
        // who changes a row waits for all who changed it before
        update(
                "UPDATE reading_cursor SET moved_at = ? WHERE door = ? AND name = ?",
                System.currentTimeMillis(),
                door,
                name);
        try {
            return JdbcStore.rows(
                            connection, JdbcStore.CURSOR, row -> new Cursor(door, name, row.getString(1)), door, name)
                    .stream()
                    .findFirst();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void move(Cursor cursor) {
        long now = System.currentTimeMillis();
        int moved = update(
                "UPDATE reading_cursor SET position = ?, moved_at = ? WHERE door = ? AND name = ?",
                cursor.position(),
                now,
                cursor.door(),
                cursor.name());
        if (moved == 0) {
            update(
                    "INSERT INTO reading_cursor (position, moved_at, door, name) VALUES (?, ?, ?, ?)",
                    cursor.position(),
                    now,
                    cursor.door(),
                    cursor.name());
        }
    }

    @Override
    public void count(Map<LedgerEntry, Long> counts) {
        Map<LedgerEntry, Long> rows = new TreeMap<>(LEDGER_ORDER);
        counts.forEach((entry, n) -> {
            LedgerEntry kept = entry.because(cut(entry.reason(), LONGEST_LEDGER_REASON));
            rows.merge(kept, n, Long::sum);
            rows.merge(kept.inAll(), n, Long::sum);
        });
        addToLedger(rows);
    }

    private void addToLedger(Map<LedgerEntry, Long> rows) {
        add(
                "UPDATE ledger SET n = n + ? WHERE at_minute = ? AND source = ? AND destination = ? AND event = ?"
                        + " AND what = ? AND reason = ?",
                "INSERT INTO ledger (n, at_minute, source, destination, event, what, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
                (row, counted) -> {
                    LedgerEntry entry = counted.getKey();
                    row.setLong(1, counted.getValue());
                    row.setLong(2, entry.minute());
                    row.setString(3, entry.source());
                    row.setString(4, entry.destination());
                    row.setString(5, entry.event());
                    row.setString(6, entry.what());
                    row.setString(7, entry.reason());
                });
    }

    @Override
    public void tally(Map<Tally, Long> tallies) {
        add(
                "UPDATE tally SET n = n + ? WHERE kind = ? AND at_minute = ? AND source = ? AND event = ? AND name = ?"
                        + " AND what = ?",
                "INSERT INTO tally (n, kind, at_minute, source, event, name, what) VALUES (?, ?, ?, ?, ?, ?, ?)",
                tallies,
                (row, counted) -> {
                    Tally tally = counted.getKey();
                    row.setLong(1, counted.getValue());
                    row.setString(2, tally.kind());
                    row.setLong(3, tally.minute());
                    row.setString(4, tally.source());
                    row.setString(5, tally.event());
                    row.setString(6, tally.name());
                    row.setString(7, tally.what());
                });
    }

    @Override
    public void count(String destination, RequestCount requests) {
        Object[] row = {requests.minute(), requests.inMinute(), requests.day(), requests.inDay(), destination};
        int known = update(
                "UPDATE request_count SET at_minute = ?, in_minute = ?, at_day = ?, in_day = ? WHERE destination = ?",
                row);
        if (known == 0) {
            update(
                    "INSERT INTO request_count (at_minute, in_minute, at_day, in_day, destination)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    row);
        }
    }

    @Override
    public int forget(long deliveredBefore, long deadBefore, int limit) {
        List<Long> done = lightOf(query(
                "SELECT s.id FROM segment s WHERE s.created_at < ?"
                        + " AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.segment = s.id) LIMIT ?",
                row -> row.getLong(1),
                deliveredBefore,
                limit));
        batch("DELETE FROM segment_part WHERE id BETWEEN ? AND ?", done, (row, segment) -> {
            row.setLong(1, segment * 2);
            row.setLong(2, segment * 2 + 1);
        });
        batch("DELETE FROM segment WHERE id = ?", done, (row, segment) -> row.setLong(1, segment));
        return done.size()
                + update(
                        "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE died_at < ? LIMIT ?)",
                        deadBefore,
                        limit);
    }

    /** The first of the segments: until they have {@link #MOST_FORGOTTEN} bytes together. */
    private List<Long> lightOf(List<Long> segments) {
        long bytes = 0;
        int many = 0;
        while (many < segments.size() && bytes < MOST_FORGOTTEN) {
            bytes += query(
                            "SELECT OCTET_LENGTH(bytes) FROM segment_part WHERE id = ?",
                            row -> row.getLong(1),
                            segments.get(many) * 2)
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
            many++;
        }
        return segments.subList(0, many);
    }

    @Override
    public int forgetCursors(String door, long movedBefore, int limit) {
        return update(
                "DELETE FROM reading_cursor WHERE door = ? AND name IN"
                        + " (SELECT c.name FROM reading_cursor c WHERE c.door = ? AND c.moved_at < ? LIMIT ?)",
                door,
                door,
                movedBefore,
                limit);
    }

    @Override
    public int forgetLedger(long before) {
        return forgetOldest("ledger", "at_minute > 0", before);
    }

    @Override
    public int foldLedger(long before) {
        Long first = query(
                        "SELECT MIN(at_minute) FROM ledger WHERE at_minute > 0 AND at_minute < ? AND at_minute % "
                                + MINUTES_AT_A_TIME + " <> 0",
                        row -> row.getObject(1, Long.class),
                        before)
                .get(0);
        if (first == null) {
            return 0;
        }
        long hour = first - first % MINUTES_AT_A_TIME;
        long next = hour + MINUTES_AT_A_TIME;
        Map<LedgerEntry, Long> sums = new TreeMap<>(LEDGER_ORDER);
        query(
                "SELECT source, destination, event, what, reason, SUM(n) FROM ledger WHERE at_minute >= ?"
                        + " AND at_minute < ? GROUP BY source, destination, event, what, reason",
                row -> sums.put(
                        new LedgerEntry(
                                hour,
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                        row.getLong(6)),
                hour,
                next);
        int folded = update("DELETE FROM ledger WHERE at_minute >= ? AND at_minute < ?", hour, next);
        addToLedger(sums);
        return folded;
    }

    @Override
    public int forgetTallies(String kind, long before) {
        return forgetOldest("tally", "kind = ?", before, kind);
    }

    private interface Binder<T> {
        void bind(PreparedStatement row, T value) throws SQLException;
    }

    /** How many rows each of them changed. */
    private <T> int[] batch(String sql, Collection<T> values, Binder<T> binder) {
        if (values.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T value : values) {
                binder.bind(statement, value);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private int forgetOldest(String table, String where, long before, Object... of) {
        Object[] limits = Arrays.copyOf(of, of.length + 1);
        limits[of.length] = before;
        Long oldest = query(
                        "SELECT MIN(at_minute) FROM " + table + " WHERE " + where + " AND at_minute < ?",
                        row -> row.getObject(1, Long.class),
                        limits)
                .get(0);
        if (oldest == null) {
            return 0;
        }
        limits[of.length] = Math.min(before, oldest + MINUTES_AT_A_TIME);
        return update("DELETE FROM " + table + " WHERE " + where + " AND at_minute < ?", limits);
    }

    /** Adds to numbers; those that are not there begin with it. */
    private <K> void add(String update, String insert, Map<K, Long> numbers, Binder<Map.Entry<K, Long>> binder) {
        if (numbers.isEmpty()) {
            return;
        }
        List<Map.Entry<K, Long>> all = List.copyOf(numbers.entrySet());
        int[] changed = batch(update, all, binder);
        List<Map.Entry<K, Long>> fresh = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 0) {
                fresh.add(all.get(i));
            }
        }
        batch(insert, fresh, binder);
    }

    private <T> List<T> query(String sql, JdbcStore.Reader<T> reader, Object... parameters) {
        try {
            return JdbcStore.rows(connection, sql, reader, parameters);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private int update(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static StoreException failed(SQLException e) {
        return new StoreException(Objects.requireNonNullElse(e.getMessage(), "the database failed"), e);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
