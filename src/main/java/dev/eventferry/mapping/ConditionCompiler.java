package dev.eventferry.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Turns {@code filter} and {@code when} into conditions. */
final class ConditionCompiler {

    private static final List<String> KEYS = List.of("field", "is", "in", "not", "exists", "matches");

    private final ExtractionCompiler places;

    ConditionCompiler(ExtractionCompiler places) {
        this.places = places;
    }

    /** All conditions of a {@code filter}, which is a list. */
    List<Condition> filter(@Nullable YamlTree tree) throws MappingException {
        if (tree == null || tree.isNull()) {
            return List.of();
        }
        if (!tree.isList()) {
            throw tree.error("filter must be a list: - {field: consent.advertising, is: granted}");
        }
        return conditions(tree);
    }

    /** All conditions of a {@code when}: one, or a list. */
    List<Condition> when(@Nullable YamlTree tree) throws MappingException {
        if (tree == null) {
            return List.of();
        }
        List<Condition> conditions = conditions(tree);
        if (conditions.isEmpty()) {
            throw tree.error("when asks nothing; write when: {field: status, is: paid}, or leave it out");
        }
        return conditions;
    }

    /** The one condition of {@code debug}; null when there is none. */
    Mapping.@Nullable Debug debug(@Nullable YamlTree tree) throws MappingException {
        if (tree == null || tree.isNull()) {
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        addTo(conditions, tree);
        YamlTree field = YamlTree.value(tree.entries("a condition"), "field");
        String name = field != null && field.isScalar() ? field.scalarText() : "a value of the mapping's";
        Result otherwise = new Result.Filtered("the debug filter on " + name + " does not let it through");
        return new Mapping.Debug(
                name,
                conditions.stream()
                        .map(condition -> new Condition(condition.place(), condition.test(), otherwise))
                        .toList());
    }

    private List<Condition> conditions(YamlTree tree) throws MappingException {
        List<Condition> conditions = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            addTo(conditions, item);
        }
        return List.copyOf(conditions);
    }

    private void addTo(List<Condition> conditions, YamlTree tree) throws MappingException {
        Map<String, YamlTree.Entry> entries =
                tree.entries("a condition is an object: {field: consent.advertising, is: granted}", KEYS);
        YamlTree field = YamlTree.value(entries, "field");
        if (field == null) {
            throw tree.error("a condition needs field; write field: consent.advertising");
        }
        if (entries.size() == 1) {
            throw tree.error("the condition asks nothing; add is, in, not, exists or matches");
        }
        Extraction place = places.places(field, "field");
        String name = field.isScalar() ? field.scalarText() : "a value of the mapping's";
        for (Map.Entry<String, YamlTree.Entry> entry : entries.entrySet()) {
            if (!entry.getKey().equals("field")) {
                conditions.add(new Condition(
                        place, test(entry.getKey(), entry.getValue().value()), name));
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
        if (!Words.TRUE.contains(word) && !Words.FALSE.contains(word)) {
            throw operand.error("exists must be true or false");
        }
        return Words.TRUE.contains(word);
    }

    private static Pattern pattern(YamlTree operand) throws MappingException {
        try {
            return Pattern.compile(operand.text("matches must be a regular expression"));
        } catch (PatternSyntaxException e) {
            throw operand.error(
                    "matches is no regular expression: " + e.getDescription() + "; mend it, or use is or in");
        }
    }
}
