package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.ItemPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what stands after a field's name into places and conversions. A place is found, then cut, then looked up in its
 * table, then read: in this order whatever the order of its keys.
 */
final class ExtractionCompiler {

    private static final List<String> PLACES = List.of("from", "query", "cookie", "pair", "constant", "join");
    private static final Set<String> WITH_OF = Set.of("query", "cookie", "pair");
    private static final List<String> KEYS = List.of(
            "from",
            "query",
            "cookie",
            "pair",
            "of",
            "constant",
            "join",
            "with",
            "split",
            "part",
            "map",
            "otherwise",
            "as",
            "locale",
            "zone",
            "pattern");
    private static final String PART = "part must be first, last, rest, or a number from 1";

    private final Set<String> nothing;

    /** @param nothing texts that mean nothing where they stand alone */
    ExtractionCompiler(Set<String> nothing) {
        this.nothing = nothing;
    }

    /** The sources of one field, in the order they are asked. */
    List<FieldRule.Source> sources(YamlTree tree, Reading.Place place) throws MappingException {
        List<FieldRule.Source> sources = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            sources.add(source(item, place));
        }
        if (sources.isEmpty()) {
            throw tree.error(place.name() + " comes from nowhere; give a path, or a list of them");
        }
        return List.copyOf(sources);
    }

    /** Where a text stands: a place, or a list of which the first that has something counts. */
    Extraction place(YamlTree tree, String name) throws MappingException {
        return firstOf(tree, Reading.text(name));
    }

    /** Where several values may stand: for conditions, and for the lists that pairs and items are taken from. */
    Extraction places(YamlTree tree, String name) throws MappingException {
        return firstOf(tree, new Reading.Place(name, Reading.TEXT, true, Conversion.TEXT));
    }

    private Extraction firstOf(YamlTree tree, Reading.Place place) throws MappingException {
        List<FieldRule.Source> sources = sources(tree, place);
        return sources.size() == 1
                ? sources.get(0).place()
                : new Extraction.FirstOf(
                        sources.stream().map(FieldRule.Source::place).toList());
    }

    private FieldRule.Source source(YamlTree tree, Reading.Place place) throws MappingException {
        if (tree.isScalar()) {
            return new FieldRule.Source(at(tree), place.usual());
        }
        Map<String, YamlTree.Entry> entries = tree.entries("give a path, or an object like {from: path}", KEYS);
        Extraction found = found(tree, entries);
        Extraction cut = cut(found, entries, place);
        Conversion conversion = ConversionCompiler.conversion(entries, tree, place);
        Extraction listed = listed(cut, entries, place, conversion);
        Function<String, @Nullable String> wording = ConversionCompiler.wording(entries);
        Extraction worded = wording == null ? listed : new Extraction.Reworded(listed, wording);
        if (found instanceof Extraction.Constant constant) {
            if (!worded.equals(found)) {
                throw tree.error("a constant is written as it should be; leave split, map and as out here");
            }
            check(tree, "the constant", constant.value(), place, conversion);
        }
        return new FieldRule.Source(worded, conversion);
    }

    private Extraction found(YamlTree tree, Map<String, YamlTree.Entry> entries) throws MappingException {
        List<String> kinds = PLACES.stream().filter(entries::containsKey).toList();
        if (kinds.size() != 1) {
            throw tree.error("say one of " + String.join(", ", PLACES) + (kinds.isEmpty() ? "" : ", not " + kinds));
        }
        String kind = kinds.get(0);
        refuseStray(entries, kind);
        YamlTree value = Objects.requireNonNull(YamlTree.value(entries, kind));
        return switch (kind) {
            case "from" -> places(value, kind);
            case "query" -> new Extraction.Query(value.text("query must be a parameter's name"), of(tree, entries));
            case "cookie" -> new Extraction.Cookie(value.text("cookie must be a cookie's name"), of(tree, entries));
            case "pair" -> new Extraction.Pair(value.text("pair must be the name of a value"), of(tree, entries));
            case "constant" ->
                new Extraction.Constant(constant(value, "constant must be a text, a number, true or false"));
            default -> join(value, YamlTree.value(entries, "with"));
        };
    }

    private static void refuseStray(Map<String, YamlTree.Entry> entries, String kind) throws MappingException {
        refuse(entries.get("of"), WITH_OF.contains(kind), "of belongs to query, cookie and pair");
        refuse(entries.get("with"), kind.equals("join"), "with belongs to join");
        refuse(entries.get("part"), entries.containsKey("split"), "part belongs to split");
        refuse(entries.get("otherwise"), entries.containsKey("map"), "otherwise belongs to map");
    }

    private static void refuse(YamlTree.@Nullable Entry entry, boolean fits, String rule) throws MappingException {
        if (entry != null && !fits) {
            throw entry.key().error(rule + "; leave it out here");
        }
    }

    private Extraction of(YamlTree tree, Map<String, YamlTree.Entry> entries) throws MappingException {
        YamlTree of = YamlTree.value(entries, "of");
        if (of == null) {
            throw tree.error("say where the URL, the cookies or the list stand; add of: page.location.href");
        }
        return places(of, "of");
    }

    private Extraction at(YamlTree tree) throws MappingException {
        ItemPath path = ItemPath.of(tree.text("give a path or a column's name").strip());
        return nothing.isEmpty() ? new Extraction.At(path) : new Extraction.AtUnless(path, nothing);
    }

    private Extraction join(YamlTree tree, @Nullable YamlTree with) throws MappingException {
        List<Extraction> places = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            places.add(place(item, "join"));
        }
        if (places.size() < 2) {
            throw tree.error("join takes a list of two places or more");
        }
        return new Extraction.Join(List.copyOf(places), with == null ? " " : with.scalarText());
    }

    private static Extraction cut(Extraction found, Map<String, YamlTree.Entry> entries, Reading.Place place)
            throws MappingException {
        YamlTree split = YamlTree.value(entries, "split");
        if (split == null) {
            return found;
        }
        String separator = split.isScalar() ? split.scalarText() : "";
        if (separator.isEmpty()) {
            throw split.error("split must be the text between the pieces, like \";\"");
        }
        YamlTree part = YamlTree.value(entries, "part");
        if (part != null) {
            return part(found, separator, part);
        }
        if (!place.many()) {
            throw split.error(place.name() + " takes one value; add part: first, last, rest, or a number from 1");
        }
        return new Extraction.Split(found, separator);
    }

    private static Extraction part(Extraction found, String separator, YamlTree tree) throws MappingException {
        String part = tree.text(PART);
        return switch (part) {
            case "first" -> new Extraction.Part(found, separator, Pieces.Pick.NTH, 0);
            case "last" -> new Extraction.Part(found, separator, Pieces.Pick.LAST, 0);
            case "rest" -> new Extraction.Part(found, separator, Pieces.Pick.REST, 0);
            default -> {
                JsonNode number = tree.scalar();
                if (!number.canConvertToInt() || number.intValue() < 1) {
                    throw tree.error(PART);
                }
                yield new Extraction.Part(found, separator, Pieces.Pick.NTH, number.intValue() - 1);
            }
        };
    }

    private static Extraction listed(
            Extraction cut, Map<String, YamlTree.Entry> entries, Reading.Place place, Conversion conversion)
            throws MappingException {
        YamlTree map = YamlTree.value(entries, "map");
        if (map == null) {
            return cut;
        }
        Map<String, JsonNode> table = new LinkedHashMap<>();
        for (Map.Entry<String, YamlTree.Entry> entry :
                map.entries("map must be an object of values: paid: submitted").entrySet()) {
            YamlTree value = entry.getValue().value();
            table.put(entry.getKey().strip(), value.isNull() ? value.scalar() : made(value, place, conversion));
        }
        if (table.isEmpty()) {
            throw map.error("map is empty; list at least one value");
        }
        YamlTree otherwise = YamlTree.value(entries, "otherwise");
        return new Extraction.Lookup(
                cut, new AnyCase<>(table), otherwise == null ? null : made(otherwise, place, conversion));
    }

    private static JsonNode made(YamlTree tree, Reading.Place place, Conversion conversion) throws MappingException {
        JsonNode value = constant(tree, "give a text, a number, true or false");
        check(tree, "the value", value, place, conversion);
        return value;
    }

    private static JsonNode constant(YamlTree tree, String what) throws MappingException {
        String text = tree.text(what);
        JsonNode scalar = tree.scalar();
        return scalar.isNumber() ? TextNode.valueOf(text) : scalar;
    }

    private static void check(YamlTree tree, String what, JsonNode value, Reading.Place place, Conversion conversion)
            throws MappingException {
        if (conversion.read(value) == null) {
            throw tree.error(what + " of " + place.name() + " must be " + conversion.wanted());
        }
    }
}
