package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what fills an event into rules: the mapping's own, and what one event says instead of it. */
final class EventRuleCompiler {

    private static final TreeSet<String> TARGETS = new TreeSet<>(Field.paths());

    static {
        TARGETS.addAll(List.of("event_id", "event_time"));
        TARGETS.remove(Field.CONTENTS.path());
    }

    private final ExtractionCompiler places;
    private final ContentsCompiler contents;

    EventRuleCompiler(ExtractionCompiler places, ContentsCompiler contents) {
        this.places = places;
        this.contents = contents;
    }

    /** The paths that {@code fields} may name. */
    static Set<String> targets() {
        return Collections.unmodifiableSet(TARGETS);
    }

    /** What fills an event, by TikTok's paths, so that another can be laid over it. */
    record Filling(
            DestinationRule destination,
            Map<String, FieldRule> fields,
            List<ContentsRule> contents,
            Map<String, EventRule.Default> defaults) {

        EventRule as(@Nullable String name, List<Condition> when) {
            return new EventRule(
                    name, when, destination, List.copyOf(fields.values()), contents, List.copyOf(defaults.values()));
        }
    }

    /** What {@code destination}, {@code fields}, {@code contents} and {@code defaults} of a mapping say. */
    Filling filling(Map<String, YamlTree.Entry> entries) throws MappingException {
        return over(new Filling(DestinationRule.NONE, Map.of(), List.of(), Map.of()), entries, false);
    }

    /** What they say of one event: it stands instead of what the mapping says, and {@code false} leaves out. */
    Filling over(Filling base, Map<String, YamlTree.Entry> entries) throws MappingException {
        return over(base, entries, true);
    }

    private Filling over(Filling base, Map<String, YamlTree.Entry> entries, boolean leavesOut) throws MappingException {
        Map<String, FieldRule> fields = new LinkedHashMap<>(base.fields());
        Map<String, EventRule.Default> defaults = new LinkedHashMap<>(base.defaults());
        for (Map.Entry<String, YamlTree.Entry> entry :
                optional(YamlTree.value(entries, "fields"), "fields must be an object: user.email: email")) {
            field(entry.getKey(), entry.getValue(), leavesOut, fields, defaults);
        }
        for (Map.Entry<String, YamlTree.Entry> entry :
                optional(YamlTree.value(entries, "defaults"), "defaults must be an object: properties.currency: EUR")) {
            defaults.put(entry.getKey(), defaultOf(entry.getKey(), entry.getValue()));
        }
        YamlTree destination = YamlTree.value(entries, "destination");
        YamlTree items = YamlTree.value(entries, "contents");
        return new Filling(
                destination == null ? base.destination() : destination(destination),
                fields,
                items == null ? base.contents() : leavesOut && isFalse(items) ? List.of() : contents.compile(items),
                defaults);
    }

    private void field(
            String path,
            YamlTree.Entry entry,
            boolean leavesOut,
            Map<String, FieldRule> fields,
            Map<String, EventRule.Default> defaults)
            throws MappingException {
        Target target = target(path, entry.key());
        if (!isFalse(entry.value())) {
            fields.put(path, new FieldRule(target, places.sources(entry.value(), Reading.of(target))));
        } else if (leavesOut) {
            fields.remove(path);
            defaults.remove(path);
        } else {
            throw entry.value().error("false leaves a field out of one of several events; leave the line out here");
        }
    }

    private static boolean isFalse(YamlTree tree) {
        return tree.isScalar() && tree.scalar().equals(BooleanNode.FALSE);
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

    private static EventRule.Default defaultOf(String path, YamlTree.Entry entry) throws MappingException {
        YamlTree given = entry.value();
        if (!(target(path, entry.key()) instanceof Target.OfField of)) {
            throw entry.key().error("every event has its own " + path + "; map it in fields");
        }
        Object value = given.isScalar() && !given.isNull() ? of.usual().read(TextNode.valueOf(given.text(""))) : null;
        if (value == null) {
            throw given.error(
                    "the default of " + path + " must be " + of.usual().wanted());
        }
        return new EventRule.Default(of.field(), value);
    }

    private DestinationRule destination(YamlTree tree) throws MappingException {
        if (tree.isScalar()) {
            String name = Names.of(tree, "destination");
            return new DestinationRule(new Extraction.Constant(TextNode.valueOf(name)), Set.of(name));
        }
        Map<String, YamlTree.Entry> entries =
                tree.entries("destination must be a name, or {from: store, map: {de: web-de}}");
        YamlTree map = YamlTree.value(entries, "map");
        if (map == null) {
            throw tree.error("destinations are named here, not in events; add map: {de: web-de, at: web-at}");
        }
        Extraction place = places.place(tree, "destination");
        Set<String> names = new LinkedHashSet<>();
        for (YamlTree.Entry entry : map.entries("").values()) {
            names.add(Names.of(entry.value(), "destination"));
        }
        YamlTree otherwise = YamlTree.value(entries, "otherwise");
        if (otherwise != null) {
            names.add(Names.of(otherwise, "destination"));
        }
        return new DestinationRule(place, Set.copyOf(names));
    }

    private static Set<Map.Entry<String, YamlTree.Entry>> optional(@Nullable YamlTree tree, String what)
            throws MappingException {
        return tree == null || tree.isNull() ? Set.of() : tree.entries(what).entrySet();
    }
}
