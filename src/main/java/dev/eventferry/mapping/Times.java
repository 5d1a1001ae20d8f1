package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.cell.Cell;
import dev.eventferry.cell.WrittenTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Times as sources write them. What cannot be read is null, never an exception. */
public final class Times {

    /** What a number of a time counts. */
    public enum Unit {
        SECONDS(1),
        MILLISECONDS(1_000),
        MICROSECONDS(1_000_000);

        private final long perSecond;

        Unit(long perSecond) {
            this.perSecond = perSecond;
        }
    }

    // By size: 1e9 s is 2001, 1e11 s is 5138, 1e14 ms too. Below 1e9 stand 20260131 and Excel's 45355.5, which are no
    // seconds since 1970 though they are numbers.
    private static final long LEAST_SECONDS = 1_000_000_000L;
    private static final long LEAST_MILLIS = 100_000_000_000L;
    private static final long LEAST_MICROS = 100_000_000_000_000L;
    private static final long MOST_MICROS = 100_000_000_000_000_000L;

    private Times() {}

    /**
     * A time in any form that leaves no doubt (mission A12): seconds, milliseconds or microseconds since 1970, as number
     * or text; ISO 8601 with or without offset; {@code yyyy-MM-dd'T'HH:mm:ss:SSSZ}.
     *
     * <p>A cell of a file is read as its column is written too: in figures, with names of months, as a spreadsheet's number.
     *
     * @param zone of texts that name none; null for what a cell's column says, else UTC
     */
    public static @Nullable Instant any(JsonNode given, @Nullable ZoneId zone) {
        if (given instanceof Cell cell) {
            return written(cell, zone(given, zone));
        }
        return plain(given, zone == null ? ZoneOffset.UTC : zone);
    }

    /** The zone, else the one of the cell's column, else UTC. */
    static ZoneId zone(JsonNode given, @Nullable ZoneId zone) {
        if (zone != null) {
            return zone;
        }
        ZoneId own = given instanceof Cell cell ? cell.style().zone() : null;
        return own == null ? ZoneOffset.UTC : own;
    }

    private static @Nullable Instant written(Cell cell, ZoneId zone) {
        String text = cell.textValue();
        int length = text.length();
        boolean figures = (length == 12 || length == 14) && text.startsWith("20") && isNumber(text);
        Instant time = figures ? null : plain(cell, zone);
        if (time != null) {
            return time;
        }
        WrittenTime written = WrittenTime.of(text);
        if (written == null) {
            return figures ? plain(cell, zone) : null;
        }
        return written.at(cell.style().dates(), zone);
    }

    /** Whether it is a date that can be read day first or month first, and nothing in its file settles which. */
    static boolean isOpen(JsonNode given) {
        if (!(given instanceof Cell cell) || cell.style().dates() != null) {
            return false;
        }
        WrittenTime written = WrittenTime.of(cell.textValue());
        return written != null && written.hint() == WrittenTime.Hint.OPEN;
    }

    private static @Nullable Instant plain(JsonNode given, ZoneId zone) {
        if (given.isIntegralNumber()) {
            return given.canConvertToLong() ? bySize(given.longValue()) : null;
        }
        if (given.isTextual() && !isNumber(given.textValue())) {
            return iso(given.textValue(), zone);
        }
        BigDecimal number = Numbers.decimal(given, null);
        return number == null ? null : bySize(number);
    }

    /** A number of seconds, milliseconds or microseconds since 1970, as number or text. */
    public static @Nullable Instant epoch(JsonNode given, Unit unit) {
        if (given.isIntegralNumber() && given.canConvertToLong()) {
            return since1970(given.longValue(), unit);
        }
        BigDecimal number = Numbers.decimal(given, null);
        return number == null ? null : since1970(number, unit);
    }

    /**
     * ISO 8601 and what is commonly taken for it: a blank for the T, no seconds, no time, a colon or comma before the
     * fraction, an offset with or without colon, a blank before it.
     *
     * @param zone of texts that name no offset
     */
    public static @Nullable Instant iso(String text, ZoneId zone) {
        return IsoTime.parse(text.strip(), zone);
    }

    /**
     * By a pattern that gives at least a date; a date alone is its first moment.
     *
     * @param zone of texts that name none
     */
    public static @Nullable Instant byPattern(String text, DateTimeFormatter pattern, ZoneId zone) {
        try {
            TemporalAccessor time =
                    pattern.parseBest(text.strip(), ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof ZonedDateTime zoned) {
                return zoned.toInstant();
            }
            LocalDateTime local = time instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(time);
            return local.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != ' ') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Instant bySize(BigDecimal number) {
        BigDecimal whole = number.setScale(0, RoundingMode.FLOOR);
        Unit unit = whole.precision() > 18 ? null : unitOf(whole.longValue());
        return unit == null ? null : since1970(number, unit);
    }

    private static @Nullable Instant bySize(long number) {
        Unit unit = unitOf(number);
        return unit == null ? null : since1970(number, unit);
    }

    private static @Nullable Unit unitOf(long number) {
        if (number < LEAST_SECONDS || number >= MOST_MICROS) {
            return null;
        }
        if (number < LEAST_MILLIS) {
            return Unit.SECONDS;
        }
        return number < LEAST_MICROS ? Unit.MILLISECONDS : Unit.MICROSECONDS;
    }

    private static @Nullable Instant since1970(BigDecimal number, Unit unit) {
        BigDecimal nanos = number.multiply(BigDecimal.valueOf(1_000_000_000L / unit.perSecond))
                .setScale(0, RoundingMode.FLOOR);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
        try {
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Instant since1970(long number, Unit unit) {
        try {
            return Instant.ofEpochSecond(
                    Math.floorDiv(number, unit.perSecond),
                    Math.floorMod(number, unit.perSecond) * (1_000_000_000L / unit.perSecond));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
