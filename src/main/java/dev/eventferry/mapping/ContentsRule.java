package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import dev.eventferry.intake.GroupItem;
import dev.eventferry.intake.JsonItem;
import java.util.List;
import java.util.function.Function;

/**
 * The {@code contents} of a mapping.
 *
 * @param when what an item must be to count
 */
record ContentsRule(Each each, List<Condition> when, List<Slot> slots) {

    /** Where the items stand. */
    sealed interface Each {

        /** The event is its own one item. */
        record Itself() implements Each {}

        /** The rows that were read as one event. */
        record Rows() implements Each {}

        /** A list in the event. */
        record Listed(Extraction place) implements Each {}
    }

    /** What fills one field of an item. */
    record Slot(ContentKey key, List<FieldRule.Source> sources) {}

    void addWords(List<FieldSource> to) {
        String of = each instanceof Each.Rows
                ? " of each row"
                : each instanceof Each.Listed listed
                        ? " of each of " + listed.place().words()
                        : "";
        for (Slot slot : slots) {
            String from = String.join(
                    ", else ",
                    slot.sources().stream()
                            .map(source -> source.place().words())
                            .toList());
            to.add(new FieldSource("properties.contents." + slot.key().word(), from + of));
        }
    }

    /** What the fields of each content were read from; the draft gets the contents, for their numbers. */
    void addSources(Item item, Draft draft, List<FieldSource> to) {
        each(item, draft, (one, index) -> addSources(one, words(item, index), draft, to));
    }

    /** How places in the item at that index are called. */
    private Function<Extraction, String> words(Item item, int index) {
        if (each instanceof Each.Listed listed) {
            JsonNode items = listed.place().find(item);
            String list = listed.place().chosen(item).words();
            String element = items != null && items.isArray() ? list + "[" + index + "]" : list;
            return place -> place.wordsIn(element);
        }
        if (each instanceof Each.Rows && item instanceof GroupItem) {
            String of = " of row " + (index + 1);
            return place -> place instanceof Extraction.Constant ? place.words() : place.words() + of;
        }
        return Extraction::words;
    }

    private void addSources(Item item, Function<Extraction, String> words, Draft draft, List<FieldSource> to) {
        int n = draft.contentCount();
        readOne(item, n, new ContentKey.Slots(), draft);
        if (draft.contentCount() == n) {
            return;
        }
        for (Slot slot : slots) {
            FieldRule.Found first = FieldRule.Found.first(slot.sources(), item);
            if (first != null && first.source().conversion().read(first.value()) != null) {
                to.add(new FieldSource(
                        "properties.contents[" + n + "]." + slot.key().word(),
                        words.apply(first.source().place().chosen(item))));
            }
        }
    }

    void read(Item item, Draft draft) {
        ContentKey.Slots collected = new ContentKey.Slots();
        each(item, draft, (one, index) -> readOne(one, index, collected, draft));
    }

    /** Does something with one of the items, and its place among them. */
    private interface OneItem {
        void read(Item item, int index);
    }

    private void each(Item item, Draft draft, OneItem then) {
        if (each instanceof Each.Listed listed) {
            JsonNode items = Presence.orNull(listed.place().find(item));
            if (items != null) {
                eachListed(items, draft, then);
            }
        } else if (each instanceof Each.Rows && item instanceof GroupItem group) {
            for (int i = 0; i < group.rows().size(); i++) {
                then.read(group.rows().get(i), i);
            }
        } else {
            then.read(item, 0);
        }
    }

    private static void eachListed(JsonNode items, Draft draft, OneItem then) {
        if (!items.isContainerNode()) {
            draft.add(Complaints.unreadable("properties.contents", items, "a list of objects"));
        } else if (items.isObject()) {
            then.read(new JsonItem(items), 0);
        } else {
            for (int i = 0; i < items.size(); i++) {
                then.read(new JsonItem(items.get(i)), i);
            }
        }
    }

    private void readOne(Item item, int index, ContentKey.Slots collected, Draft draft) {
        if (!Condition.allHold(when, item)) {
            return;
        }
        boolean found = false;
        for (int i = 0; i < slots.size(); i++) {
            found |= read(slots.get(i), item, index, collected, draft);
        }
        if (found) {
            collected.take(draft);
        } else {
            collected.clear();
        }
    }

    /** Whether the item itself said something: constants alone are no item. */
    private static boolean read(Slot slot, Item item, int index, ContentKey.Slots collected, Draft draft) {
        for (int i = 0; i < slot.sources().size(); i++) {
            FieldRule.Source source = slot.sources().get(i);
            JsonNode found = Presence.orNull(source.place().find(item));
            if (found != null) {
                collected.read(slot.key(), index, found, source.conversion(), draft);
                return !source.place().isMadeUp(found);
            }
        }
        return false;
    }
}
