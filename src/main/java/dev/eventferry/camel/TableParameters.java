package dev.eventferry.camel;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What a route of the template {@code jdbc-source} says of its table.
 *
 * @param source the mapping of its rows, and the name of its cursor
 * @param datasource where it is
 * @param changed the column that rises
 * @param key the row's id
 * @param overlap for how long after a row's time it may still be committed
 * @param from where the first look ever begins
 * @param backfill how far back the first look ever begins, as ISO duration, or {@code all}
 * @param most new rows that one look reads, before it ends and another begins
 */
record TableParameters(
        String source,
        String datasource,
        String changed,
        String key,
        Duration overlap,
        String from,
        String backfill,
        int most) {

    private static final String ALL = "all";
    private static final String QUOTES = "\"`[]";

    TableParameters {
        changed = unquoted(changed);
        key = unquoted(key);
    }

    /**
     * The place behind which the first look ever begins.
     *
     * @param like a value of the column, for its type
     */
    TablePlace start(Object like, Instant now) {
        Object start;
        try {
            start = TableValue.before(TableValue.parse(TableValue.type(like), begin(like)));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new BadTable("from is no value of the column " + changed + ", which is a " + TableValue.type(like)
                    + ": write 2026-01-31T12:00:00, or a number for a column of numbers");
        }
        if (backfill.equals(ALL)) {
            return new TablePlace(start, null);
        }
        if (!TableValue.isTime(like)) {
            throw new BadTable("backfill is for a column of times, and " + changed + " has numbers: give from");
        }
        Object since = TableValue.before(TableValue.at(like, now.minus(duration())));
        return new TablePlace(TableValue.compare(since, start) > 0 ? since : start, null);
    }

    /** The default of {@code from} is a time; for numbers it means all of them. */
    private String begin(Object like) {
        return like instanceof Number && from.startsWith("1970-01-01") ? Long.toString(Long.MIN_VALUE / 2) : from;
    }

    private Duration duration() {
        try {
            return Duration.parse(backfill);
        } catch (DateTimeParseException e) {
            throw new BadTable("backfill is neither all nor an ISO duration such as P7D or PT12H");
        }
    }

    private static String unquoted(String column) {
        StringBuilder name = new StringBuilder();
        column.chars().filter(c -> QUOTES.indexOf(c) < 0).forEach(c -> name.append((char) c));
        return name.toString();
    }
}
