package dev.eventferry.store;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How dead letters are asked for. */
final class DeadLetters {

    static final String SELECT =
            "SELECT id, destination, test_code, source, place, position, created_at, died_at, reason,"
                    + " code, message, attempts, event_key, payload FROM dead_letter";

    private DeadLetters() {}

    /**
     * What stands behind {@code WHERE}.
     *
     * @param sql with {@code WHERE}, or empty
     */
    @SuppressWarnings("ArrayRecordComponent") // bound at once, never compared
    record Where(String sql, Object[] parameters) {

        /** The same with one condition more; none when the value is null. */
        Where and(String condition, @Nullable Object value) {
            return value == null ? this : and(condition, List.of(value));
        }

        private Where and(String condition, List<?> values) {
            List<Object> all = new ArrayList<>(List.of(parameters));
            all.addAll(values);
            return new Where(sql + (sql.isEmpty() ? " WHERE " : " AND ") + condition, all.toArray());
        }
    }

    static Where where(DeadFilter filter) {
        Where where = new Where("", new Object[0]);
        if (!filter.ids().isEmpty()) {
            String marks = String.join(", ", Collections.nCopies(filter.ids().size(), "?"));
            where = where.and("id IN (" + marks + ")", filter.ids());
        }
        return where.and("destination = ?", filter.destination())
                .and("source = ?", filter.source())
                .and("reason = ?", filter.reason())
                .and("code = ?", filter.code())
                .and("died_at >= ?", filter.diedFrom())
                .and("died_at < ?", filter.diedBefore());
    }

    static DeadLetter read(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong(1),
                new Lane(row.getString(2), row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getString(9),
                row.getObject(10, Integer.class),
                row.getString(11),
                row.getInt(12),
                Segment.readKey(ByteBuffer.wrap(row.getBytes(13))),
                row.getBytes(14));
    }
}
