package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.Field;
import dev.eventferry.event.ItemPath;
import dev.eventferry.event.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Turns a mapping file into its compiled parts, or names the first thing in it that is wrong. */
final class MappingCompiler {

    private static final List<String> KEYS = List.of(
            "source",
            "destination",
            "region",
            "event",
            "events",
            "unlisted",
            "filter",
            "fields",
            "contents",
            "defaults");
    private static final List<String> TESTS = List.of("field", "is", "in", "not", "exists", "matches");
    private static final Set<String> FALSE = Set.of("false", "no", "off");
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final String UNLISTED = "unlisted must be drop, pass or reject";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final TreeSet<String> TARGETS = new TreeSet<>(Field.paths());

    static {
        TARGETS.addAll(List.of("event_id", "event_time"));
        TARGETS.remove(Field.CONTENTS.path());
    }

    private MappingCompiler() {}

    static Mapping.Parts compile(YamlTree file) throws MappingException {
        Map<String, YamlTree.Entry> entries = file.entries("a mapping is an object with the keys " + KEYS, KEYS);
        YamlTree event = required(file, entries, "event", "event: event_name");
        Extraction name = ExtractionCompiler.place(event);
        Map<String, Mapping.Name> names = names(YamlTree.value(entries, "events"));
        if (name instanceof Extraction.Constant constant) {
            names.putIfAbsent(
                    constant.value().asText(), new Mapping.Name(constant.value().asText()));
        }
        Mapping.Unlisted unlisted = unlisted(YamlTree.value(entries, "unlisted"));
        if (names.isEmpty() && unlisted != Mapping.Unlisted.PASS) {
            throw event.error("no event would ever be sent: list them under events, or say unlisted: pass");
        }
        return new Mapping.Parts(
                source(required(file, entries, "source", "source: shop")),
                destination(YamlTree.value(entries, "destination")),
                region(YamlTree.value(entries, "region")),
                rowRegion(YamlTree.value(entries, "region")),
                name,
                event.isScalar() ? event.text("") : "the mapping says under event",
                Map.copyOf(names),
                unlisted,
                filter(YamlTree.value(entries, "filter")),
                fields(YamlTree.value(entries, "fields")),
                contents(YamlTree.value(entries, "contents")),
                defaults(YamlTree.value(entries, "defaults")));
    }

    private static YamlTree required(YamlTree file, Map<String, YamlTree.Entry> entries, String key, String example)
            throws MappingException {
        YamlTree value = YamlTree.value(entries, key);
        if (value == null) {
            throw file.error("a mapping needs " + key + "; write " + example);
        }
        return value;
    }

    private static String source(YamlTree tree) throws MappingException {
        String source = name(tree, "source");
        if (source.equals(Origin.CANONICAL)) {
            throw tree.error("canonical is the source of TikTok's own names; choose another name");
        }
        return source;
    }

    private static @Nullable String destination(@Nullable YamlTree tree) throws MappingException {
        return tree == null ? null : name(tree, "destination");
    }

    private static String name(YamlTree tree, String what) throws MappingException {
        String name = tree.text(what + " must be a name");
        if (!NAME.matcher(name).matches()) {
            throw tree.error(what + " must be a name of letters, digits, dashes and underscores, 64 at most");
        }
        return name;
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
    private static @Nullable Extraction rowRegion(@Nullable YamlTree tree) throws MappingException {
        return tree == null || tree.isScalar() ? null : ExtractionCompiler.place(tree);
    }

    private static Map<String, Mapping.Name> names(@Nullable YamlTree tree) throws MappingException {
        Map<String, Mapping.Name> names = new HashMap<>();
        if (tree == null) {
            return names;
        }
        for (Map.Entry<String, YamlTree.Entry> entry : tree.entries(
                        "events must be an object of names: purchase: Purchase")
                .entrySet()) {
            YamlTree value = entry.getValue().value();
            String said = value.text("give " + entry.getKey() + " TikTok's name, or false to switch it off")
                    .strip();
            String lower = said.toLowerCase(Locale.ROOT);
            if (TRUE.contains(lower)) {
                throw value.error(
                        "give " + entry.getKey() + " TikTok's name instead of " + said + ", or false to switch it off");
            }
            names.put(entry.getKey(), new Mapping.Name(FALSE.contains(lower) ? null : said));
        }
        return names;
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

    private static List<Condition> filter(@Nullable YamlTree tree) throws MappingException {
        if (tree == null || tree.isNull()) {
            return List.of();
        }
        if (!tree.isList()) {
            throw tree.error("filter must be a list: - {field: consent.advertising, is: granted}");
        }
        List<Condition> conditions = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            condition(item, conditions);
        }
        return List.copyOf(conditions);
    }

    private static void condition(YamlTree tree, List<Condition> conditions) throws MappingException {
        Map<String, YamlTree.Entry> entries =
                tree.entries("a condition is an object: {field: consent.advertising, is: granted}", TESTS);
        YamlTree field = required(tree, entries, "field", "field: consent.advertising");
        ItemPath path = ItemPath.of(field.text("field must be a path or a column's name"));
        if (entries.size() == 1) {
            throw tree.error("the condition asks nothing; add is, in, not, exists or matches");
        }
        for (Map.Entry<String, YamlTree.Entry> entry : entries.entrySet()) {
            if (!entry.getKey().equals("field")) {
                conditions.add(new Condition(
                        path, test(entry.getKey(), entry.getValue().value())));
            }
        }
    }

    private static Condition.Test test(String kind, YamlTree operand) throws MappingException {
        return switch (kind) {
            case "is" -> new Condition.OneOf(Set.of(operand.text("is takes one value; use in for several")));
            case "in" -> new Condition.OneOf(texts(operand));
            case "not" -> new Condition.NoneOf(new Condition.OneOf(texts(operand)));
            case "exists" -> new Condition.Exists(exists(operand));
            default -> new Condition.Matches(pattern(operand));
        };
    }

    private static Set<String> texts(YamlTree operand) throws MappingException {
        Set<String> texts = new LinkedHashSet<>();
        for (YamlTree item : operand.items()) {
            texts.add(item.text("give a value or a list of values"));
        }
        if (texts.isEmpty()) {
            throw operand.error("the list is empty; give at least one value");
        }
        return Set.copyOf(texts);
    }

    private static boolean exists(YamlTree operand) throws MappingException {
        String word = operand.text("exists must be true or false").toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw operand.error("exists must be true or false");
        }
        return TRUE.contains(word);
    }

    private static Pattern pattern(YamlTree operand) throws MappingException {
        try {
            return Pattern.compile(operand.text("matches must be a regular expression"));
        } catch (PatternSyntaxException e) {
            throw operand.error(
                    "matches is no regular expression: " + e.getDescription() + "; mend it, or use is or in");
        }
    }

    private static List<FieldRule> fields(@Nullable YamlTree tree) throws MappingException {
        List<FieldRule> rules = new ArrayList<>();
        for (Map.Entry<String, YamlTree.Entry> entry : optional(tree, "fields must be an object: user.email: email")) {
            Target target = target(entry.getKey(), entry.getValue().key());
            rules.add(new FieldRule(
                    target, ExtractionCompiler.sources(entry.getValue().value(), Reading.of(target))));
        }
        return List.copyOf(rules);
    }

    private static Target target(String path, YamlTree key) throws MappingException {
        if (path.equals("event")) {
            throw key.error("the event's name stands beside fields, not in it; write event: at the top level");
        }
        if (path.equals(Field.CONTENTS.path()) || path.startsWith(Field.CONTENTS.path() + ".")) {
            throw key.error("items stand beside fields, not in it; write contents: at the top level");
        }
        Target target = Target.at(path);
        if (target == null) {
            throw unknownField(path, key);
        }
        return target;
    }

    private static MappingException unknownField(String path, YamlTree key) {
        if (CanonicalKeys.ROOT.get(path) instanceof CanonicalKeys.Leaf leaf
                && leaf.target() instanceof Target.OfField of) {
            return key.error("TikTok knows no field " + path + "; it calls it "
                    + of.field().path());
        }
        return key.error("TikTok knows no field " + path + Nearest.suggestion(path, TARGETS));
    }

    private static List<ContentsRule> contents(@Nullable YamlTree tree) throws MappingException {
        List<ContentsRule> rules = new ArrayList<>();
        if (tree != null) {
            for (YamlTree block : tree.items()) {
                rules.add(contentsRule(block));
            }
        }
        return List.copyOf(rules);
    }

    private static ContentsRule contentsRule(YamlTree block) throws MappingException {
        List<String> known = new ArrayList<>(ContentKey.keys());
        known.add("each");
        Map<String, YamlTree.Entry> entries =
                new LinkedHashMap<>(block.entries("contents must be an object: each: items", known));
        YamlTree.Entry each = entries.remove("each");
        List<ContentsRule.Slot> slots = new ArrayList<>();
        for (Map.Entry<String, YamlTree.Entry> entry : entries.entrySet()) {
            ContentKey key = ContentKey.valueOf(entry.getKey().toUpperCase(Locale.ROOT));
            slots.add(new ContentsRule.Slot(
                    key, ExtractionCompiler.sources(entry.getValue().value(), Reading.of(key))));
        }
        if (slots.isEmpty()) {
            throw block.error("contents says nothing of its items; add content_id at least");
        }
        return new ContentsRule(
                each == null ? null : ItemPath.of(each.value().text("each must be the path of a list")),
                List.copyOf(slots));
    }

    private static List<Mapping.Default> defaults(@Nullable YamlTree tree) throws MappingException {
        List<Mapping.Default> defaults = new ArrayList<>();
        for (Map.Entry<String, YamlTree.Entry> entry :
                optional(tree, "defaults must be an object: properties.currency: EUR")) {
            YamlTree given = entry.getValue().value();
            if (!(target(entry.getKey(), entry.getValue().key()) instanceof Target.OfField of)) {
                throw entry.getValue().key().error("every event has its own " + entry.getKey() + "; map it in fields");
            }
            Object value =
                    given.isScalar() && !given.isNull() ? of.usual().read(TextNode.valueOf(given.text(""))) : null;
            if (value == null) {
                throw given.error("the default of " + entry.getKey() + " must be "
                        + of.usual().wanted());
            }
            defaults.add(new Mapping.Default(of.field(), value));
        }
        return List.copyOf(defaults);
    }

    private static Set<Map.Entry<String, YamlTree.Entry>> optional(@Nullable YamlTree tree, String what)
            throws MappingException {
        return tree == null || tree.isNull() ? Set.of() : tree.entries(what).entrySet();
    }

    /** The paths that {@code fields} may name. */
    static Set<String> targets() {
        return Collections.unmodifiableSet(TARGETS);
    }
}
