package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import dev.eventferry.intake.JsonItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code contents} of a mapping.
 *
 * @param each where the items stand; null makes one item of the event itself
 */
record ContentsRule(@Nullable ItemPath each, List<Slot> slots) {

    /** What fills one field of an item. */
    record Slot(ContentKey key, List<FieldRule.Source> sources) {}

    void read(Item item, Draft draft) {
        ContentKey.Slots collected = new ContentKey.Slots();
        if (each == null) {
            readOne(item, 0, collected, draft);
            return;
        }
        JsonNode items = Presence.orNull(item.at(each));
        if (items == null) {
            return;
        }
        if (!items.isContainerNode()) {
            draft.add(Complaints.unreadable("properties.contents", items, "a list of objects"));
        } else if (items.isObject()) {
            readOne(new JsonItem(items), 0, collected, draft);
        } else {
            for (int i = 0; i < items.size(); i++) {
                readOne(new JsonItem(items.get(i)), i, collected, draft);
            }
        }
    }

    private void readOne(Item item, int index, ContentKey.Slots collected, Draft draft) {
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
                return !source.place().isConstant();
            }
        }
        return false;
    }
}
