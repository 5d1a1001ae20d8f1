package dev.eventferry.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns {@code contents} into rules. */
final class ContentsCompiler {

    private static final String ROWS = "rows";

    private final ExtractionCompiler places;
    private final ConditionCompiler conditions;
    private final boolean grouped;

    /** @param grouped whether several rows may be one event, so that {@code each: rows} means them */
    ContentsCompiler(ExtractionCompiler places, ConditionCompiler conditions, boolean grouped) {
        this.places = places;
        this.conditions = conditions;
        this.grouped = grouped;
    }

    /** The blocks, in the order they are asked. */
    List<ContentsRule> compile(@Nullable YamlTree tree) throws MappingException {
        List<ContentsRule> rules = new ArrayList<>();
        if (tree != null) {
            for (YamlTree block : tree.items()) {
                rules.add(block(block));
            }
        }
        return List.copyOf(rules);
    }

    private ContentsRule block(YamlTree block) throws MappingException {
        List<String> known = new ArrayList<>(ContentKey.keys());
        known.addAll(List.of("each", "when"));
        Map<String, YamlTree.Entry> entries =
                new LinkedHashMap<>(block.entries("contents must be an object: each: items", known));
        YamlTree.Entry each = entries.remove("each");
        YamlTree.Entry when = entries.remove("when");
        List<ContentsRule.Slot> slots = new ArrayList<>();
        for (Map.Entry<String, YamlTree.Entry> entry : entries.entrySet()) {
            ContentKey key = ContentKey.valueOf(entry.getKey().toUpperCase(Locale.ROOT));
            slots.add(new ContentsRule.Slot(key, places.sources(entry.getValue().value(), Reading.of(key))));
        }
        if (slots.isEmpty()) {
            throw block.error("contents says nothing of its items; add content_id at least");
        }
        return new ContentsRule(
                each == null ? new ContentsRule.Each.Itself() : each(each.value()),
                conditions.when(when == null ? null : when.value()),
                List.copyOf(slots));
    }

    private ContentsRule.Each each(YamlTree tree) throws MappingException {
        if (grouped && tree.isScalar() && tree.scalarText().equals(ROWS)) {
            return new ContentsRule.Each.Rows();
        }
        return new ContentsRule.Each.Listed(places.places(tree, "each"));
    }
}
