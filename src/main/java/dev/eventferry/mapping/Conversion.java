package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Field;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a source wrote into the value that a field takes.
 *
 * @param wanted what it reads, for the sentence about what it cannot
 * @param how null for what it cannot read
 */
record Conversion(String wanted, Function<JsonNode, @Nullable Object> how) {

    /** Texts, and numbers as they are written. */
    static final Conversion TEXT = new Conversion("a text", Numbers::text);

    /** True or false. */
    static final Conversion BOOLEAN = new Conversion("true or false", Numbers::bool);

    /** A time in any form that leaves no doubt, in its column's zone or UTC where it names no offset. */
    static final Conversion TIME = time(null);

    /** The value, of the class that the field's type says; null when it cannot be read. */
    @Nullable
    Object read(JsonNode given) {
        return how.apply(given);
    }

    static Conversion decimal(@Nullable NumberStyle style) {
        return new Conversion(numberLike("1234.50", "1234%s50", style), given -> Numbers.decimal(given, style));
    }

    static Conversion integer(@Nullable NumberStyle style) {
        return new Conversion("a whole number", given -> Numbers.integer(given, style));
    }

    static Conversion time(@Nullable ZoneId zone) {
        return new Conversion(
                "a time: seconds or milliseconds since 1970, or ISO 8601 like 2026-01-31T12:00:00Z",
                given -> Times.any(given, zone));
    }

    static Conversion iso(@Nullable ZoneId zone) {
        return new Conversion(
                "ISO 8601 like 2026-01-31T12:00:00Z",
                given -> given.isTextual() ? Times.iso(given.textValue(), Times.zone(given, zone)) : null);
    }

    static Conversion epoch(Times.Unit unit) {
        return new Conversion(unit.name().toLowerCase(Locale.ROOT) + " since 1970", given -> Times.epoch(given, unit));
    }

    /** A time in the first of those patterns that reads it. */
    static Conversion byPattern(String patterns, List<DateTimeFormatter> formatters, @Nullable ZoneId zone) {
        return new Conversion("a time as " + patterns, given -> {
            String text = Numbers.text(given);
            Instant time = null;
            for (int i = 0; text != null && time == null && i < formatters.size(); i++) {
                time = Times.byPattern(text, formatters.get(i), Times.zone(given, zone));
            }
            return time;
        });
    }

    /** A list of what {@code each} reads; one value is a list of one. */
    static Conversion list(Conversion each) {
        return new Conversion("a list, each " + each.wanted, given -> readAll(given, each));
    }

    /** How that type is read when a mapping says nothing else, and always at the canonical door. */
    static Conversion of(Field.Type type) {
        return switch (type) {
            case TEXT, ITEMS -> TEXT;
            case TEXTS -> list(TEXT);
            case DECIMAL -> decimal(null);
            case DECIMALS -> list(decimal(null));
            case INTEGER -> integer(null);
            case BOOLEAN -> BOOLEAN;
        };
    }

    private static @Nullable Object readAll(JsonNode given, Conversion each) {
        if (!given.isArray()) {
            Object one = each.read(given);
            return one == null ? null : List.of(one);
        }
        List<Object> all = new ArrayList<>(given.size());
        for (JsonNode element : given) {
            if (!Presence.isNothing(element)) {
                Object one = each.read(element);
                if (one == null) {
                    return null;
                }
                all.add(one);
            }
        }
        return all.isEmpty() ? null : List.copyOf(all);
    }

    private static String numberLike(String plain, String pattern, @Nullable NumberStyle style) {
        return "a number like " + (style == null ? plain : pattern.formatted(style.decimal()));
    }
}
