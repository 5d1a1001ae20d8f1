package dev.eventferry.mapping;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns {@code as} and what belongs to it into conversions. */
final class ConversionCompiler {

    /** What a place takes beside where its value stands. */
    static final List<String> KEYS = List.of("as", "locale", "zone", "pattern");

    private static final List<String> CONVERSIONS = List.of(
            "text",
            "lower",
            "upper",
            "currency",
            "salesforce-id",
            "decimal",
            "integer",
            "boolean",
            "iso",
            "epoch-s",
            "epoch-ms",
            "epoch-us",
            "time");
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final ZonedDateTime SOME_TIME = ZonedDateTime.of(2026, 11, 21, 14, 5, 6, 0, ZoneOffset.UTC);

    private ConversionCompiler() {}

    /** How the value of a place is read; texts that are written otherwise first are {@link #wording}'s. */
    static Conversion conversion(Map<String, YamlTree.Entry> entries, YamlTree tree, Reading.Place place)
            throws MappingException {
        String as = as(YamlTree.value(entries, "as"), place);
        boolean byPattern = as.equals("time");
        boolean byZone = place.kind() == Reading.TIME && !as.startsWith("epoch");
        boolean byLocale = place.kind().isNumber() || byPattern || as.equals("currency");
        refuse(entries.get("locale"), byLocale, "locale belongs to numbers, as: currency and as: time");
        refuse(entries.get("zone"), byZone, "zone belongs to event_time, read as iso or time");
        refuse(entries.get("pattern"), byPattern, "pattern belongs to as: time");
        Locale locale = locale(YamlTree.value(entries, "locale"));
        ZoneId zone = zone(YamlTree.value(entries, "zone"));
        NumberStyle style = locale == null ? null : NumberStyle.of(locale);
        Conversion conversion =
                switch (as) {
                    case "decimal" -> Conversion.decimal(style);
                    case "integer" -> Conversion.integer(style);
                    case "boolean" -> Conversion.BOOLEAN;
                    case "iso" -> Conversion.iso(zone);
                    case "epoch-s" -> Conversion.epoch(Times.Unit.SECONDS);
                    case "epoch-ms" -> Conversion.epoch(Times.Unit.MILLISECONDS);
                    case "epoch-us" -> Conversion.epoch(Times.Unit.MICROSECONDS);
                    case "time" -> byPattern(tree, YamlTree.value(entries, "pattern"), locale, zone);
                    case "any-time" -> Conversion.time(zone);
                    default -> Conversion.TEXT;
                };
        return place.many() ? Conversion.list(conversion) : conversion;
    }

    /** How a text is written before it is read; null to leave it as it is. */
    static @Nullable Function<String, @Nullable String> wording(Map<String, YamlTree.Entry> entries)
            throws MappingException {
        YamlTree as = YamlTree.value(entries, "as");
        return switch (as == null ? "" : as.scalarText()) {
            case "lower" -> Wording::lower;
            case "upper" -> Wording::upper;
            case "salesforce-id" -> Wording::salesforceId;
            case "currency" -> CurrencyMark.of(locale(YamlTree.value(entries, "locale")))::currency;
            default -> null;
        };
    }

    /** The word after {@code as}, or how the place is read without it; then it must fit the field's type. */
    private static String as(@Nullable YamlTree tree, Reading.Place place) throws MappingException {
        if (tree == null) {
            return place.kind() == Reading.TIME
                    ? "any-time"
                    : place.kind().words().get(0);
        }
        String as = tree.text("as must be one of " + CONVERSIONS);
        if (!CONVERSIONS.contains(as)) {
            throw tree.unknown("conversion", as, CONVERSIONS);
        }
        if (!place.kind().words().contains(as)) {
            throw tree.error(place.name() + " cannot be read as " + as + "; use "
                    + String.join(" or ", place.kind().words()));
        }
        // The field decides which of the two numbers it holds; either word reads it.
        return place.kind().isNumber() ? place.kind().words().get(0) : as;
    }

    private static void refuse(YamlTree.@Nullable Entry entry, boolean fits, String rule) throws MappingException {
        if (entry != null && !fits) {
            throw entry.key().error(rule + "; leave it out here");
        }
    }

    private static @Nullable Locale locale(@Nullable YamlTree tree) throws MappingException {
        if (tree == null) {
            return null;
        }
        String tag = tree.text("locale must be a language tag like de-DE");
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (LANGUAGES.contains(locale.getLanguage())) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            throw tree.error("locale " + tag + " is no language tag; write it with a dash, like de-DE");
        }
        throw tree.error("locale " + tag + " names no known language; write it like de-DE");
    }

    private static @Nullable ZoneId zone(@Nullable YamlTree tree) throws MappingException {
        if (tree == null) {
            return null;
        }
        String zone = tree.text("zone must be a time zone like Europe/Berlin");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            String nearest = Nearest.to(zone, new TreeSet<>(ZoneId.getAvailableZoneIds()));
            throw tree.error("zone " + zone + " is no time zone"
                    + (nearest == null ? "; write it like Europe/Berlin" : "; did you mean " + nearest + "?"));
        }
    }

    private static Conversion byPattern(
            YamlTree tree, @Nullable YamlTree given, @Nullable Locale locale, @Nullable ZoneId zone)
            throws MappingException {
        if (given == null) {
            throw tree.error("as: time needs a pattern, like pattern: dd.MM.yyyy HH:mm");
        }
        List<DateTimeFormatter> formatters = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        for (YamlTree item : given.items()) {
            String pattern = item.text("pattern must be like dd.MM.yyyy HH:mm");
            formatters.add(formatter(item, pattern, locale));
            patterns.add(pattern);
        }
        if (patterns.isEmpty()) {
            throw given.error("the list is empty; give a pattern like dd.MM.yyyy HH:mm");
        }
        return Conversion.byPattern(String.join(" or ", patterns), List.copyOf(formatters), zone);
    }

    private static DateTimeFormatter formatter(YamlTree given, String pattern, @Nullable Locale locale)
            throws MappingException {
        DateTimeFormatter formatter;
        try {
            formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .toFormatter(locale == null ? Locale.ENGLISH : locale);
        } catch (IllegalArgumentException e) {
            throw given.error("pattern cannot be read: " + e.getMessage() + "; write it like dd.MM.yyyy HH:mm");
        }
        if (!readsItself(formatter)) {
            throw given.error("pattern must give a day, a month and a year, like dd.MM.yyyy HH:mm");
        }
        return formatter;
    }

    private static boolean readsItself(DateTimeFormatter formatter) {
        try {
            return Times.byPattern(formatter.format(SOME_TIME), formatter, ZoneOffset.UTC) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
