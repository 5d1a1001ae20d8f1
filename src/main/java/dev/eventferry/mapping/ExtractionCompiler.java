package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.ItemPath;
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
import org.jspecify.annotations.Nullable;

/** Turns what stands after a field's name into places and conversions. */
final class ExtractionCompiler {

    private static final List<String> KEYS =
            List.of("from", "query", "cookie", "of", "constant", "join", "with", "as", "locale", "zone", "pattern");
    private static final List<String> PLACES = List.of("from", "query", "cookie", "constant", "join");
    private static final List<String> CONVERSIONS =
            List.of("text", "decimal", "integer", "boolean", "iso", "epoch-s", "epoch-ms", "epoch-us", "time");
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final ZonedDateTime SOME_TIME = ZonedDateTime.of(2026, 11, 21, 14, 5, 6, 0, ZoneOffset.UTC);

    private ExtractionCompiler() {}

    /** The sources of one field, in the order they are asked. */
    static List<FieldRule.Source> sources(YamlTree tree, Reading.Place place) throws MappingException {
        List<FieldRule.Source> sources = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            sources.add(source(item, place));
        }
        if (sources.isEmpty()) {
            throw tree.error(place.name() + " comes from nowhere; give a path, or a list of them");
        }
        return List.copyOf(sources);
    }

    /** A place alone, for the event's name. */
    static Extraction place(YamlTree tree) throws MappingException {
        List<Extraction> places = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            places.add(onePlace(item));
        }
        if (places.isEmpty()) {
            throw tree.error("give a path, or a list of them");
        }
        return places.size() == 1 ? places.get(0) : new Extraction.FirstOf(List.copyOf(places));
    }

    private static FieldRule.Source source(YamlTree tree, Reading.Place place) throws MappingException {
        Extraction where = onePlace(tree);
        Conversion conversion = tree.isObject() ? conversion(tree, place) : place.usual();
        if (where instanceof Extraction.Constant constant && conversion.read(constant.value()) == null) {
            throw tree.error("the constant of " + place.name() + " must be " + conversion.wanted());
        }
        return new FieldRule.Source(where, conversion);
    }

    private static Extraction onePlace(YamlTree tree) throws MappingException {
        if (tree.isScalar()) {
            return new Extraction.At(path(tree));
        }
        Map<String, YamlTree.Entry> entries = tree.entries("give a path, or an object like {from: path}", KEYS);
        List<String> kinds = PLACES.stream().filter(entries::containsKey).toList();
        if (kinds.size() != 1) {
            throw tree.error("say one of " + String.join(", ", PLACES) + (kinds.isEmpty() ? "" : ", not " + kinds));
        }
        refuseStray(entries, kinds.get(0));
        YamlTree value = tree(entries, kinds.get(0), tree);
        return switch (kinds.get(0)) {
            case "from" -> paths(value);
            case "query" -> new Extraction.Query(value.text("query must be a parameter's name"), of(tree, entries));
            case "cookie" -> new Extraction.Cookie(value.text("cookie must be a cookie's name"), of(tree, entries));
            case "constant" -> constant(value);
            default -> join(value, YamlTree.value(entries, "with"));
        };
    }

    private static void refuseStray(Map<String, YamlTree.Entry> entries, String kind) throws MappingException {
        YamlTree.Entry of = entries.get("of");
        if (of != null && !kind.equals("query") && !kind.equals("cookie")) {
            throw of.key().error("of belongs to query and cookie; leave it out here");
        }
        YamlTree.Entry with = entries.get("with");
        if (with != null && !kind.equals("join")) {
            throw with.key().error("with belongs to join; leave it out here");
        }
    }

    private static Extraction of(YamlTree tree, Map<String, YamlTree.Entry> entries) throws MappingException {
        YamlTree of = YamlTree.value(entries, "of");
        if (of == null) {
            throw tree.error("say where the URL or the cookies stand; add of: page.location.href");
        }
        return paths(of);
    }

    private static Extraction paths(YamlTree tree) throws MappingException {
        List<Extraction> places = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            places.add(new Extraction.At(path(item)));
        }
        if (places.isEmpty()) {
            throw tree.error("the list is empty; give a path");
        }
        return places.size() == 1 ? places.get(0) : new Extraction.FirstOf(List.copyOf(places));
    }

    private static ItemPath path(YamlTree tree) throws MappingException {
        return ItemPath.of(tree.text("give a path or a column's name").strip());
    }

    private static Extraction constant(YamlTree tree) throws MappingException {
        String text = tree.text("constant must be a text, a number, true or false");
        JsonNode scalar = tree.scalar();
        return new Extraction.Constant(scalar.isNumber() ? TextNode.valueOf(text) : scalar);
    }

    private static Extraction join(YamlTree paths, @Nullable YamlTree with) throws MappingException {
        List<ItemPath> places = new ArrayList<>();
        for (YamlTree item : paths.items()) {
            places.add(path(item));
        }
        if (places.size() < 2) {
            throw paths.error("join takes a list of two paths or more");
        }
        return new Extraction.Join(List.copyOf(places), with == null ? " " : with.scalarText());
    }

    private static Conversion conversion(YamlTree tree, Reading.Place place) throws MappingException {
        Map<String, YamlTree.Entry> entries = tree.entries("", KEYS);
        String as = as(YamlTree.value(entries, "as"), place);
        boolean byPattern = as.equals("time");
        boolean byZone = place.kind() == Reading.TIME && !as.startsWith("epoch");
        refuse(entries.get("locale"), place.kind().isNumber() || byPattern, "locale belongs to numbers and as: time");
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

    private static ZoneId zone(@Nullable YamlTree tree) throws MappingException {
        if (tree == null) {
            return ZoneOffset.UTC;
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

    private static Conversion byPattern(YamlTree tree, @Nullable YamlTree given, @Nullable Locale locale, ZoneId zone)
            throws MappingException {
        if (given == null) {
            throw tree.error("as: time needs a pattern, like pattern: dd.MM.yyyy HH:mm");
        }
        String pattern = given.text("pattern must be like dd.MM.yyyy HH:mm");
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
        return Conversion.byPattern(pattern, formatter, zone);
    }

    private static boolean readsItself(DateTimeFormatter formatter) {
        try {
            return Times.byPattern(formatter.format(SOME_TIME), formatter, ZoneOffset.UTC) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static YamlTree tree(Map<String, YamlTree.Entry> entries, String key, YamlTree otherwise) {
        YamlTree value = YamlTree.value(entries, key);
        return value == null ? otherwise : value;
    }
}
