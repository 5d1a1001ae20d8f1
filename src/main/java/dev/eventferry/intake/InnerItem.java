package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import org.jspecify.annotations.Nullable;

/**
 * One element of a list of events that came in an object: what it does not say itself is what stands around the list,
 * as in GA4's Measurement Protocol, where all events of a request have the one {@code client_id} beside them.
 *
 * @param own the element
 * @param around the object that has the list
 */
public record InnerItem(JsonItem own, Item around) implements Item {

    @Override
    public @Nullable JsonNode at(ItemPath path) {
        JsonNode found = own.at(path);
        return found == null ? around.at(path) : found;
    }

    /** The element, with the members around it that it has not itself. */
    @Override
    public JsonNode asJson() {
        JsonNode whole = around.asJson();
        return whole instanceof ObjectNode object && own.asJson() instanceof ObjectNode inner
                ? object.deepCopy().setAll(inner)
                : own.asJson();
    }

    /** Never what it says: it may be personal. */
    @Override
    public String toString() {
        return "InnerItem[" + own + "]";
    }
}
