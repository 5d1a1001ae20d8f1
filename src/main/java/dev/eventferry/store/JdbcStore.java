package dev.eventferry.store;

import dev.eventferry.event.Cursor;
import dev.eventferry.event.EventKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in a relational database, over one connection of its own. A connection that broke, or an H2 that closed
 * itself because the disk was full (90098), is opened anew at the next call.
 */
public final class JdbcStore implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);
    private static final String SEGMENT =
            "s.id, s.destination, s.test_code, s.source, s.place, s.created_at, s.events, p.attempts, p.turn,"
                    + " keys.bytes, payload.bytes";
    private static final String OF_PENDING = " p JOIN segment s ON s.id = p.segment"
            + " JOIN segment_part payload ON payload.id = p.segment * 2"
            + " JOIN segment_part keys ON keys.id = p.segment * 2 + 1";

    static final String CURSOR = "SELECT position FROM reading_cursor WHERE door = ? AND name = ?";

    private static final int KEY_PAGE = 500;

    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final Engine engine;
    private final UnaryOperator<Connection> through;
    private @Nullable Connection connection;

    private JdbcStore(String url, @Nullable String user, @Nullable String password, UnaryOperator<Connection> through) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.engine = Engine.of(url);
        this.through = through;
    }

    /** The embedded H2 in a folder; docs/adr/0002 says why nothing of the settings may be left out. */
    public static String embeddedUrl(Path folder) {
        return "jdbc:h2:file:" + folder.resolve("eventferry")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE=8192";
    }

    /**
     * Opens the store and brings its tables up to date.
     *
     * @throws StoreException when it cannot be opened
     */
    public static JdbcStore open(String url, @Nullable String user, @Nullable String password) {
        return open(url, user, password, UnaryOperator.identity());
    }

    /** @param through what each connection goes through, for tests of connections that fail */
    static JdbcStore open(
            String url, @Nullable String user, @Nullable String password, UnaryOperator<Connection> through) {
        JdbcStore store = new JdbcStore(url, user, password, through);
        try {
            Migration.run(url, user, password);
            store.connection();
            return store;
        } catch (RuntimeException | SQLException | IOException e) {
            throw new StoreException("the store cannot be opened: " + e.getMessage(), e);
        }
    }

    /** A second connection to the same store, for reading beside the writer. */
    public JdbcStore another() {
        return new JdbcStore(url, user, password, through);
    }

    @Override
    public void write(Work work) {
        Connection open = null;
        try {
            open = connection();
            work.on(new JdbcTransaction(open));
        } catch (SQLException | RuntimeException e) {
            undo(open);
            throw new StoreException("nothing was stored: " + e.getMessage(), e);
        }
        try {
            open.commit();
            engine.flush(open);
        } catch (SQLException | RuntimeException e) {
            undo(open);
            throw new CommitUnknown(e);
        }
    }

    @Override
    public List<Segment> due(String destination, long now, long after, int limit) {
        // "+ 0" keeps the planner from the index by due_at: all that is due would have to be sorted for each page
        return query(
                "SELECT " + SEGMENT + " FROM pending" + OF_PENDING
                        + " WHERE p.destination = ? AND p.due_at + 0 <= ? AND p.turn > ?"
                        + " ORDER BY p.destination, p.turn LIMIT ?",
                JdbcStore::segment,
                destination,
                now,
                after,
                limit);
    }

    @Override
    public List<Segment> longestDue(String destination, long now, int skip, int limit) {
        return query(
                "SELECT " + SEGMENT + " FROM (SELECT segment, attempts, turn, due_at FROM pending"
                        + " WHERE destination = ? AND due_at <= ? ORDER BY destination, due_at LIMIT ? OFFSET ?)"
                        + OF_PENDING + " ORDER BY p.due_at, p.segment",
                JdbcStore::segment,
                destination,
                now,
                limit,
                skip);
    }

    @Override
    public List<Segment> overdue(String destination, long acceptedBefore, int limit) {
        return query(
                "SELECT " + SEGMENT + " FROM (SELECT w.* FROM pending w JOIN segment o ON o.id = w.segment"
                        + " WHERE w.destination = ? AND o.created_at < ? ORDER BY w.segment LIMIT ?)" + OF_PENDING
                        + " ORDER BY p.segment",
                JdbcStore::segment,
                destination,
                acceptedBefore,
                limit);
    }

    @Override
    public Optional<Long> nextDue(String destination, long now) {
        return query(
                        "SELECT due_at FROM pending WHERE destination = ? AND due_at > ? ORDER BY due_at LIMIT 1",
                        row -> row.getLong(1),
                        destination,
                        now)
                .stream()
                .findFirst();
    }

    @Override
    public Map<String, Long> backlog() {
        Map<String, Long> waiting = new HashMap<>();
        query(
                "SELECT p.destination, SUM(s.events) FROM pending p JOIN segment s ON s.id = p.segment"
                        + " GROUP BY p.destination",
                row -> waiting.put(row.getString(1), row.getLong(2)));
        return waiting;
    }

    @Override
    public Map<String, Long> oldestWaiting() {
        Map<String, Long> oldest = new HashMap<>();
        query(
                "SELECT destination, MIN(segment) FROM pending GROUP BY destination",
                row -> oldest.put(row.getString(1), row.getLong(2)));
        return oldest;
    }

    @Override
    public long pending(String source, long upTo) {
        return query(
                        "SELECT COALESCE(SUM(s.events), 0) FROM pending p JOIN segment s ON s.id = p.segment"
                                + " WHERE s.source = ? AND (p.segment <= ? OR s.created_at <= ?)",
                        row -> row.getLong(1),
                        source,
                        upTo,
                        upTo / 1000)
                .get(0);
    }

    @Override
    public long deadFrom(String source, String place) {
        return query(
                        "SELECT COUNT(*) FROM dead_letter WHERE source = ? AND place = ?",
                        row -> row.getLong(1),
                        source,
                        place)
                .get(0);
    }

    @Override
    public void keysSince(long createdSince, KeyVisitor visitor) {
        long last = 0;
        List<Keys> page;
        do { // "+ 0": by the index of age, each page would sort all that is young enough
            page = query(
                    "SELECT s.id, s.created_at, k.bytes FROM (SELECT id, created_at FROM segment WHERE id > ?"
                            + " AND created_at + 0 >= ? ORDER BY id LIMIT ?) s"
                            + " JOIN segment_part k ON k.id = s.id * 2 + 1 ORDER BY s.id",
                    row -> new Keys(row.getLong(1), row.getLong(2), ByteBuffer.wrap(row.getBytes(3))),
                    last,
                    createdSince,
                    KEY_PAGE);
            for (Keys keys : page) {
                while (keys.keys.hasRemaining()) {
                    visitor.visit(Segment.readKey(keys.keys), Segment.readMask(keys.keys), keys.createdAt);
                }
                last = keys.segment;
            }
        } while (page.size() == KEY_PAGE);
    }

    private record Keys(long segment, long createdAt, ByteBuffer keys) {}

    @Override
    public long highestId() {
        return query(
                        "SELECT GREATEST((SELECT COALESCE(MAX(id), 0) FROM segment),"
                                + " (SELECT COALESCE(MAX(id), 0) FROM dead_letter))",
                        row -> row.getLong(1))
                .get(0);
    }

    @Override
    public Optional<Cursor> cursor(String door, String name) {
        return query(CURSOR, row -> new Cursor(door, name, row.getString(1)), door, name).stream()
                .findFirst();
    }

    @Override
    public Map<String, RequestCount> requestCounts() {
        Map<String, RequestCount> counts = new HashMap<>();
        query(
                "SELECT destination, at_minute, in_minute, at_day, in_day FROM request_count",
                row -> counts.put(
                        row.getString(1),
                        new RequestCount(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))));
        return counts;
    }

    @Override
    public Map<LedgerEntry, Long> ledgerSince(long minute) {
        Map<LedgerEntry, Long> sums = new LinkedHashMap<>();
        query(
                "SELECT source, destination, what, reason, SUM(n) FROM ledger WHERE at_minute "
                        + (minute == 0 ? "=" : ">=")
                        + " ? GROUP BY source, destination, what, reason ORDER BY source, what, reason",
                row -> sums.put(
                        new LedgerEntry(0, row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                        row.getLong(5)),
                minute);
        return sums;
    }

    @Override
    public Map<LedgerEntry, Long> ledgerInAll() {
        Map<LedgerEntry, Long> sums = new LinkedHashMap<>();
        query(
                "SELECT source, destination, event, what, reason, n FROM ledger WHERE at_minute = 0"
                        + " ORDER BY source, destination, event, what, reason",
                row -> sums.put(
                        new LedgerEntry(
                                0,
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                        row.getLong(6)));
        return sums;
    }

    @Override
    public List<String> ledgerEvents(int limit) {
        return query(
                "SELECT event FROM ledger WHERE at_minute = 0 GROUP BY event ORDER BY SUM(n) DESC, event LIMIT "
                        + limit,
                row -> row.getString(1));
    }

    @Override
    public Map<Tally, Long> tallies(String kind, long since, int limit) {
        Map<Tally, Long> counts = new LinkedHashMap<>();
        query(
                "SELECT at_minute, source, event, name, what, n FROM tally WHERE kind = ? AND at_minute >= ?"
                        + " ORDER BY at_minute DESC, n DESC LIMIT " + limit,
                row -> counts.put(
                        new Tally(
                                kind,
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                        row.getLong(6)),
                kind,
                since);
        return counts;
    }

    @Override
    public Map<LedgerEntry, Long> ledger(
            long from, int minutes, @Nullable String source, @Nullable String destination) {
        // a parameter is never the same expression as another, so what is grouped by is written out
        String step = "(at_minute - at_minute % " + minutes + ")";
        StringBuilder sql = new StringBuilder(
                "SELECT " + step
                        + ", source, destination, event, what, reason, SUM(n) FROM ledger WHERE at_minute > 0 AND at_minute >= ?");
        List<Object> parameters = new ArrayList<>(List.of(from));
        if (source != null) {
            sql.append(" AND source = ?");
            parameters.add(source);
        }
        if (destination != null) {
            sql.append(" AND destination = ?");
            parameters.add(destination);
        }
        sql.append(" GROUP BY ").append(step).append(", source, destination, event, what, reason");
        Map<LedgerEntry, Long> counts = new HashMap<>();
        query(
                sql.toString(),
                row -> counts.put(
                        new LedgerEntry(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6)),
                        row.getLong(7)),
                parameters.toArray());
        return counts;
    }

    @Override
    public List<DeadReason> deadReasons(int limit) {
        return query(
                "SELECT destination, reason, code, COUNT(*) FROM dead_letter GROUP BY destination, reason, code"
                        + " ORDER BY 4 DESC, destination, reason, code LIMIT " + limit,
                row -> new DeadReason(
                        row.getString(1), row.getString(2), row.getObject(3, Integer.class), row.getLong(4)));
    }

    @Override
    public List<DeadLetter> deadLetters(DeadFilter filter, long before, int limit) {
        DeadLetters.Where where = DeadLetters.where(filter).and("id < ?", before);
        return query(
                DeadLetters.SELECT + where.sql() + " ORDER BY id DESC LIMIT " + limit,
                DeadLetters::read,
                where.parameters());
    }

    @Override
    public List<DeadLetter> deadLetters(List<EventKey> keys, int limit) {
        if (keys.isEmpty()) {
            return List.of();
        }
        String marks = String.join(", ", Collections.nCopies(keys.size(), "?"));
        return query(
                DeadLetters.SELECT + " WHERE event_key IN (" + marks + ") ORDER BY id DESC LIMIT " + limit,
                DeadLetters::read,
                keys.stream().map(JdbcStore::bytes).toArray());
    }

    private static byte[] bytes(EventKey key) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(key.high())
                .putLong(key.low())
                .array();
    }

    @Override
    public List<Trace> traces(EventKey key, long from, long to) {
        return query(
                        "SELECT s.source, s.place, s.created_at, p.segment, p.attempts, p.due_at, p.reason, k.bytes"
                                + " FROM segment s JOIN segment_part k ON k.id = s.id * 2 + 1"
                                + " LEFT JOIN pending p ON p.segment = s.id"
                                + " WHERE s.created_at >= ? AND s.created_at <= ? ORDER BY s.id",
                        row -> hasKey(row.getBytes(8), key) ? Optional.of(trace(row)) : Optional.<Trace>empty(),
                        from,
                        to)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean hasKey(byte[] keys, EventKey key) {
        ByteBuffer bytes = ByteBuffer.wrap(keys);
        for (int at = 0; at < keys.length; at += Segment.KEY_BYTES) {
            if (bytes.getLong(at) == key.high() && bytes.getLong(at + Long.BYTES) == key.low()) {
                return true;
            }
        }
        return false;
    }

    private static Trace trace(ResultSet row) throws SQLException {
        Waiting waiting =
                row.getObject(4) == null ? null : new Waiting(row.getInt(5), row.getLong(6), row.getString(7));
        return new Trace(row.getString(1), row.getString(2), row.getLong(3), waiting);
    }

    @Override
    public DeadCount countDead(DeadFilter filter, long acceptedBefore) {
        DeadLetters.Where where = DeadLetters.where(filter);
        Object[] parameters = new Object[where.parameters().length + 1];
        parameters[0] = acceptedBefore;
        System.arraycopy(where.parameters(), 0, parameters, 1, parameters.length - 1);
        return query(
                        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN created_at < ? THEN 1 ELSE 0 END), 0) FROM dead_letter"
                                + where.sql(),
                        row -> new DeadCount(row.getLong(1), row.getLong(2)),
                        parameters)
                .get(0);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("The store did not close cleanly: {}", e.getMessage());
            }
        }
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of a query, in the transaction that is open. */
    static <T> List<T> rows(Connection connection, String sql, Reader<T> reader, Object... parameters)
            throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
        }
        return rows;
    }

    private <T> List<T> query(String sql, Reader<T> reader, Object... parameters) {
        Connection open = null;
        try {
            open = connection();
            List<T> rows = rows(open, sql, reader, parameters);
            open.commit();
            return rows;
        } catch (SQLException e) {
            undo(open);
            throw new StoreException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    private static Segment segment(ResultSet row) throws SQLException {
        return new Segment(
                row.getLong(1),
                new Lane(row.getString(2), row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getInt(7),
                row.getInt(8),
                row.getLong(9),
                row.getBytes(10),
                row.getBytes(11));
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = through.apply(DriverManager.getConnection(url, user, password));
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    /** Takes back what was begun; when even that fails, the connection is given up. */
    private void undo(@Nullable Connection open) {
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            LOG.warn("The store's connection is given up and opened anew: {}", e.getMessage());
            close();
        }
    }
}
