package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Item;
import dev.eventferry.intake.GroupItem;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one case of a {@code NAME.test.yaml}. */
final class CaseReader {

    private static final List<String> KEYS =
            List.of("name", "given", "row", "rows", "then", "warns", "refused", "dropped");

    private CaseReader() {}

    /** The case, or what is wrong with it. */
    static MappingCases.Case read(YamlTree tree) throws MappingException {
        Map<String, YamlTree.Entry> entries =
                tree.entries("a case is an object: name, given, then (or refused, or dropped)", KEYS);
        one(tree, entries, "given", "row", "rows");
        one(tree, entries, "then", "refused", "dropped");
        YamlTree name = YamlTree.value(entries, "name");
        if (name == null) {
            throw tree.error("a case needs a name; write the rule that it shows");
        }
        YamlTree warns = YamlTree.value(entries, "warns");
        if (warns != null && !entries.containsKey("then")) {
            throw warns.error("warns stands beside then; leave it out here");
        }
        return new MappingCases.Case(
                name.text("name must be a sentence"),
                tree.line(),
                given(entries),
                then(YamlTree.value(entries, "then")),
                warns == null ? null : reasons(warns, "warns must list codes, or be empty"),
                refused(YamlTree.value(entries, "refused")),
                isTrue(YamlTree.value(entries, "dropped")));
    }

    private static Item given(Map<String, YamlTree.Entry> entries) throws MappingException {
        YamlTree given = YamlTree.value(entries, "given");
        if (given != null) {
            return new JsonItem(given.toJson());
        }
        YamlTree row = YamlTree.value(entries, "row");
        if (row != null) {
            return row(row);
        }
        YamlTree rows = Objects.requireNonNull(YamlTree.value(entries, "rows"));
        List<Item> group = new ArrayList<>();
        for (YamlTree each : rows.items()) {
            group.add(row(each));
        }
        if (group.isEmpty()) {
            throw rows.error("the list is empty; give at least one row");
        }
        return new GroupItem(List.copyOf(group));
    }

    private static List<JsonNode> then(@Nullable YamlTree tree) throws MappingException {
        List<JsonNode> events = new ArrayList<>();
        if (tree != null) {
            for (YamlTree event : tree.items()) {
                if (!event.isObject()) {
                    throw event.error("then is an object of fields, or a list of such objects");
                }
                events.add(event.toJson());
            }
            if (events.isEmpty()) {
                throw tree.error("the list is empty; for nothing that comes out write dropped: true");
            }
        }
        return List.copyOf(events);
    }

    private static void one(YamlTree tree, Map<String, YamlTree.Entry> entries, String... keys)
            throws MappingException {
        if (Stream.of(keys).filter(entries::containsKey).count() != 1) {
            throw tree.error("a case says one of " + String.join(", ", keys));
        }
    }

    private static RowItem row(YamlTree tree) throws MappingException {
        List<String> columns = new ArrayList<>();
        List<@Nullable String> cells = new ArrayList<>();
        for (Map.Entry<String, YamlTree.Entry> entry :
                tree.entries("row must be an object of columns and cells").entrySet()) {
            columns.add(entry.getKey());
            cells.add(entry.getValue().value().scalarText());
        }
        return new RowItem(RowHeader.of(columns), cells);
    }

    private static List<String> refused(@Nullable YamlTree tree) throws MappingException {
        List<String> reasons = tree == null ? List.of() : reasons(tree, "refused must list codes or sentences");
        if (tree != null && reasons.isEmpty()) {
            throw tree.error("refused must list at least one code or sentence");
        }
        return reasons;
    }

    private static List<String> reasons(YamlTree tree, String what) throws MappingException {
        List<String> reasons = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            reasons.add(item.text(what));
        }
        return List.copyOf(reasons);
    }

    private static boolean isTrue(@Nullable YamlTree tree) throws MappingException {
        if (tree != null && !tree.text("dropped must be true").equals("true")) {
            throw tree.error("dropped must be true; for an event that comes out write then");
        }
        return tree != null;
    }
}
