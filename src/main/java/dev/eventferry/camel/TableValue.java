package dev.eventferry.camel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * What a table's cursor may stand on: how it is compared, kept and bound. A time without zone is a {@link LocalDateTime},
 * one with a zone an {@link OffsetDateTime} in UTC, so that the zone of this machine never counts.
 */
final class TableValue {

    /** No clock on earth is further ahead of UTC; so far a time without zone may be ahead and still be now. */
    private static final Duration FURTHEST_ZONE = Duration.ofHours(14);

    private TableValue() {}

    /** What kind it is, as the cursor keeps it. */
    static String type(Object value) {
        if (value instanceof LocalDateTime) {
            return "timestamp";
        }
        if (value instanceof OffsetDateTime) {
            return "instant";
        }
        if (value instanceof LocalDate) {
            return "date";
        }
        if (value instanceof Number) {
            return "number";
        }
        return value instanceof UUID ? "uuid" : "text";
    }

    /** Whether rows can be ordered in time by such a column. */
    static boolean rises(Object value) {
        return !(value instanceof UUID) && !(value instanceof String);
    }

    /** Whether it is a time, so that a duration before it is known. */
    static boolean isTime(Object value) {
        return rises(value) && !(value instanceof Number);
    }

    /** As the cursor keeps it, and as {@link #parse} reads it. */
    static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** @throws DateTimeException or {@link NumberFormatException} when it is none of that type */
    static Object parse(String type, String text) {
        return switch (type) {
            case "timestamp" ->
                text.length() == LocalDate.EPOCH.toString().length()
                        ? LocalDate.parse(text).atStartOfDay()
                        : LocalDateTime.parse(text);
            case "instant" -> instant(text);
            case "date" -> ((LocalDateTime) parse("timestamp", text)).toLocalDate();
            case "number" -> number(new BigDecimal(text));
            case "uuid" -> UUID.fromString(text);
            default -> text;
        };
    }

    /** Below zero when the first comes first; both must be of one type. */
    static int compare(Object one, Object other) {
        if (one instanceof LocalDateTime first && other instanceof LocalDateTime second) {
            return first.compareTo(second);
        }
        if (one instanceof OffsetDateTime first && other instanceof OffsetDateTime second) {
            return first.compareTo(second);
        }
        if (one instanceof LocalDate first && other instanceof LocalDate second) {
            return first.compareTo(second);
        }
        if (one instanceof Number && other instanceof Number) {
            return new BigDecimal(text(one)).compareTo(new BigDecimal(text(other)));
        }
        throw new IllegalArgumentException("a " + type(one) + " is not compared with a " + type(other));
    }

    /** So much before a time; a date is taken at its beginning and rounded down. */
    static Object minus(Object time, Duration span) {
        if (time instanceof LocalDateTime local) {
            return local.minus(span);
        }
        if (time instanceof OffsetDateTime instant) {
            return instant.minus(span);
        }
        return ((LocalDate) time).atStartOfDay().minus(span).toLocalDate();
    }

    /** The last value before it, as fine as databases keep times; of a number the one below. */
    static Object before(Object value) {
        if (value instanceof Number number) {
            return number(new BigDecimal(text(number)).subtract(BigDecimal.ONE));
        }
        return minus(value, value instanceof LocalDate ? Duration.ofDays(1) : Duration.ofNanos(1000));
    }

    /** The last value of its type that is not in the future. */
    static Object latest(Object like, Instant now) {
        if (like instanceof OffsetDateTime) {
            return now.atOffset(ZoneOffset.UTC);
        }
        LocalDateTime latest = now.plus(FURTHEST_ZONE).atOffset(ZoneOffset.UTC).toLocalDateTime();
        if (like instanceof LocalDateTime) {
            return latest;
        }
        return like instanceof LocalDate ? latest.toLocalDate() : (Object) Long.MAX_VALUE;
    }

    /** A moment as a value of that type, which must be a time; without zone it is UTC. */
    static Object at(Object like, Instant moment) {
        OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);
        if (like instanceof OffsetDateTime) {
            return utc;
        }
        return like instanceof LocalDateTime ? utc.toLocalDateTime() : (Object) utc.toLocalDate();
    }

    /** From one time to another. */
    static Duration between(Object one, Object other) {
        return Duration.between(local(one), local(other));
    }

    /** A whole number as a long: a decimal bound to a column of integers would keep an index from being used. */
    static Number number(BigDecimal number) {
        boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        return whole && number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                ? (Number) number.longValueExact()
                : number;
    }

    /** A number as the cursor takes it. */
    static Number number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return number(decimal);
        }
        if (number instanceof BigInteger integer) {
            return number(new BigDecimal(integer));
        }
        return number instanceof Double || number instanceof Float
                ? new BigDecimal(number.toString())
                : (Number) number.longValue();
    }

    private static OffsetDateTime instant(String text) {
        try {
            return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return ((LocalDateTime) parse("timestamp", text)).atOffset(ZoneOffset.UTC);
        }
    }

    private static LocalDateTime local(Object time) {
        if (time instanceof OffsetDateTime instant) {
            return instant.toLocalDateTime();
        }
        return time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
    }
}
