package dev.eventferry.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns {@code events} into the table of names. */
final class EventsCompiler {

    private static final List<String> KEYS = List.of("event", "when", "destination", "fields", "contents", "defaults");

    private final EventRuleCompiler rules;
    private final ConditionCompiler conditions;
    private final EventRuleCompiler.Filling usual;

    /** @param usual what the mapping says of all its events */
    EventsCompiler(EventRuleCompiler rules, ConditionCompiler conditions, EventRuleCompiler.Filling usual) {
        this.rules = rules;
        this.conditions = conditions;
        this.usual = usual;
    }

    /** By the source's name, what is made of the event; nothing of one that is switched off. */
    Map<String, List<EventRule>> compile(@Nullable YamlTree tree) throws MappingException {
        Map<String, List<EventRule>> names = new LinkedHashMap<>();
        if (tree == null) {
            return names;
        }
        for (Map.Entry<String, YamlTree.Entry> entry : tree.entries(
                        "events must be an object of names: purchase: Purchase")
                .entrySet()) {
            names.put(entry.getKey(), made(entry.getKey(), entry.getValue().value()));
        }
        return names;
    }

    private List<EventRule> made(String name, YamlTree tree) throws MappingException {
        List<EventRule> made = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            EventRule rule = item.isObject() ? own(item) : plain(name, item);
            if (rule == null && tree.isList()) {
                throw item.error("false switches the whole event off; leave it out of the list");
            }
            if (rule != null) {
                made.add(rule);
            }
        }
        if (made.isEmpty() && tree.isList()) {
            throw tree.error("the list is empty; write " + name + ": false to switch it off");
        }
        return List.copyOf(made);
    }

    private @Nullable EventRule plain(String name, YamlTree tree) throws MappingException {
        String said = tree.text("give " + name + " TikTok's name, or false to switch it off")
                .strip();
        String lower = said.toLowerCase(Locale.ROOT);
        if (Words.TRUE.contains(lower)) {
            throw tree.error("give " + name + " TikTok's name instead of " + said + ", or false to switch it off");
        }
        return Words.FALSE.contains(lower) ? null : usual.as(said, List.of());
    }

    private EventRule own(YamlTree tree) throws MappingException {
        Map<String, YamlTree.Entry> entries = tree.entries("an event is a name or an object", KEYS);
        YamlTree event = YamlTree.value(entries, "event");
        if (event == null) {
            throw tree.error("an event needs TikTok's name; add event: Purchase");
        }
        return rules.over(usual, entries)
                .as(
                        event.text("event must be TikTok's name").strip(),
                        conditions.when(YamlTree.value(entries, "when")));
    }
}
