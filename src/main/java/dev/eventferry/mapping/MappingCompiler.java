package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import dev.eventferry.event.Origin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a mapping file into its compiled parts, or names the first thing in it that is wrong. */
final class MappingCompiler {

    private static final List<String> KEYS = List.of(
            "source",
            "destination",
            "region",
            "unpack",
            "untimed",
            "group",
            "nothing",
            "event",
            "events",
            "ignore-case",
            "unlisted",
            "filter",
            "debug",
            "fields",
            "contents",
            "defaults");
    private static final String UNTIMED = "untimed may be now: an event that says no time happened when it came in";
    private static final String UNLISTED = "unlisted must be drop, pass or reject";
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final YamlTree file;
    private final Map<String, YamlTree.Entry> entries;
    private final ExtractionCompiler places;
    private final ConditionCompiler conditions;

    private MappingCompiler(YamlTree file) throws MappingException {
        this.file = file;
        this.entries = file.entries("a mapping is an object with the keys " + KEYS, KEYS);
        this.places = new ExtractionCompiler(nothing(value("nothing")));
        this.conditions = new ConditionCompiler(places);
    }

    static Mapping.Parts compile(YamlTree file) throws MappingException {
        return new MappingCompiler(file).parts();
    }

    private Mapping.Parts parts() throws MappingException {
        String source = source(required("source", "source: shop"));
        YamlTree event = required("event", "event: event_name");
        Extraction name = places.place(event, "event");
        GroupKey group = group(value("group"));
        EventRuleCompiler rules =
                new EventRuleCompiler(places, new ContentsCompiler(places, conditions, group != null));
        EventRuleCompiler.Filling usual = rules.filling(entries);
        Map<String, List<EventRule>> names = new EventsCompiler(rules, conditions, usual).compile(value("events"));
        if (name instanceof Extraction.Constant constant) {
            String same = constant.value().asText();
            names.putIfAbsent(same, List.of(usual.as(same, List.of())));
        }
        Mapping.Unlisted unlisted = unlisted(value("unlisted"));
        if (names.isEmpty() && unlisted != Mapping.Unlisted.PASS) {
            throw event.error("no event would ever be sent: list them under events, or say unlisted: pass");
        }
        EventRule underItsOwnName = usual.as(null, List.of());
        return new Mapping.Parts(
                source,
                destinations(names, underItsOwnName),
                region(value("region")),
                rowRegion(value("region")),
                unpack(value("unpack"), group),
                isNow(value("untimed")),
                group,
                conditions.filter(value("filter")),
                name,
                event.isScalar() ? event.text("") : "the mapping says under event",
                NameTable.of(names, isTrue(value("ignore-case"))),
                unlisted,
                underItsOwnName,
                conditions.debug(value("debug")));
    }

    private @Nullable YamlTree value(String key) {
        return YamlTree.value(entries, key);
    }

    private YamlTree required(String key, String example) throws MappingException {
        YamlTree value = value(key);
        if (value == null) {
            throw file.error("a mapping needs " + key + "; write " + example);
        }
        return value;
    }

    private static String source(YamlTree tree) throws MappingException {
        String source = Names.of(tree, "source");
        if (source.equals(Origin.CANONICAL)) {
            throw tree.error("canonical is the source of TikTok's own names; choose another name");
        }
        return source;
    }

    private static @Nullable String region(@Nullable YamlTree tree) throws MappingException {
        if (tree == null || !tree.isScalar()) {
            return null;
        }
        String region = tree.text("region must be a country like DE").toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(region)) {
            throw tree.error("region must be a country in the two letters of ISO 3166, like DE");
        }
        return region;
    }

    /** A place instead of a country: {@code region: {from: billing.country}}. */
    private @Nullable Extraction rowRegion(@Nullable YamlTree tree) throws MappingException {
        return tree == null || tree.isScalar() ? null : places.place(tree, "region");
    }

    private static Set<String> nothing(@Nullable YamlTree tree) throws MappingException {
        Set<String> texts = new LinkedHashSet<>();
        if (tree != null) {
            for (YamlTree item : tree.items()) {
                texts.add(item.text("nothing lists texts that mean an empty cell, like '#N/A'")
                        .strip());
            }
        }
        return Set.copyOf(texts);
    }

    private static boolean isNow(@Nullable YamlTree tree) throws MappingException {
        if (tree != null && !tree.text(UNTIMED).equals("now")) {
            throw tree.error(UNTIMED);
        }
        return tree != null;
    }

    private static @Nullable ItemPath unpack(@Nullable YamlTree tree, @Nullable GroupKey group)
            throws MappingException {
        if (tree == null) {
            return null;
        }
        if (group != null) {
            throw tree.error("unpack opens a list in JSON, and group gathers rows; leave one of them out");
        }
        return ItemPath.of(tree.text("unpack must be the path of a list of events, like data"));
    }

    private @Nullable GroupKey group(@Nullable YamlTree tree) throws MappingException {
        if (tree == null) {
            return null;
        }
        Extraction place = places.place(tree, "group");
        if (place instanceof Extraction.Constant) {
            throw tree.error("group must be a column whose value the rows of one event share");
        }
        return row -> key(place, row);
    }

    private static @Nullable String key(Extraction place, Item row) {
        JsonNode found = place.find(row);
        return found == null ? null : Numbers.text(found);
    }

    private static boolean isTrue(@Nullable YamlTree tree) throws MappingException {
        String word = tree == null
                ? "false"
                : tree.text("ignore-case must be true or false").toLowerCase(Locale.ROOT);
        if (tree != null && !Words.TRUE.contains(word) && !Words.FALSE.contains(word)) {
            throw tree.error("ignore-case must be true or false");
        }
        return Words.TRUE.contains(word);
    }

    private static Mapping.Unlisted unlisted(@Nullable YamlTree tree) throws MappingException {
        if (tree == null) {
            return Mapping.Unlisted.DROP;
        }
        return switch (tree.text(UNLISTED)) {
            case "drop" -> Mapping.Unlisted.DROP;
            case "pass" -> Mapping.Unlisted.PASS;
            case "reject" -> Mapping.Unlisted.REJECT;
            default -> throw tree.error(UNLISTED);
        };
    }

    private static Set<String> destinations(Map<String, List<EventRule>> names, EventRule usual) {
        return Stream.concat(names.values().stream().flatMap(List::stream), Stream.of(usual))
                .flatMap(rule -> rule.destination().names().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
