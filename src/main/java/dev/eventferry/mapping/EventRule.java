package dev.eventferry.mapping;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one event is made of an item.
 *
 * @param name what TikTok calls it; null when it keeps its own name
 * @param when all that must hold for it to be made
 */
record EventRule(
        @Nullable String name,
        List<Condition> when,
        DestinationRule destination,
        List<FieldRule> fields,
        List<ContentsRule> contents,
        List<Default> defaults) {

    /** A value for a field that nothing filled. */
    record Default(Field field, Object value) {}

    boolean isFor(Item item) {
        return Condition.allHold(when, item);
    }

    ConversionEvent read(Item item, int index, String fallbackDestination, String clientName) {
        Draft draft = new Draft();
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).read(item, draft);
        }
        for (int i = 0; i < contents.size() && !draft.hasContents(); i++) {
            contents.get(i).read(item, draft);
        }
        for (int i = 0; i < defaults.size(); i++) {
            fill(defaults.get(i), draft);
        }
        String to = destination.find(item, fallbackDestination);
        if (to == null) {
            draft.add(Complaints.noDestination());
        }
        return draft.toEvent(
                index, to == null ? fallbackDestination : to, clientName, name == null ? clientName : name);
    }

    /** What {@link #read} takes each field of that item from. */
    List<FieldSource> sources(Item item) {
        Draft draft = new Draft();
        List<FieldSource> sources = new ArrayList<>();
        for (FieldRule rule : fields) {
            FieldSource source = rule.source(item);
            if (source != null) {
                rule.read(item, draft);
                sources.add(source);
            }
        }
        for (ContentsRule rule : contents) {
            if (!draft.hasContents()) {
                rule.addSources(item, draft, sources);
            }
        }
        for (Default value : defaults) {
            boolean wasThere = draft.values.has(value.field());
            fill(value, draft);
            if (!wasThere && draft.values.has(value.field())) {
                sources.add(new FieldSource(value.field().path(), Mapping.DEFAULTS));
            }
        }
        return sources;
    }

    /** A content type without items means nothing, and TikTok warns of it (asks 3). */
    private static void fill(Default value, Draft draft) {
        if (!draft.values.has(value.field()) && (value.field() != Field.CONTENT_TYPE || draft.namesItems())) {
            draft.values.put(value.field(), value.value());
        }
    }
}
