package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import org.jspecify.annotations.Nullable;

/**
 * Something that its door leaves out though it could be read, such as a shop's test order.
 *
 * @param reason a sentence for answers and counts; never quotes the item
 */
public record DroppedItem(String reason) implements Item {

    @Override
    public @Nullable JsonNode at(ItemPath path) {
        return null;
    }

    @Override
    public JsonNode asJson() {
        return MissingNode.getInstance();
    }
}
