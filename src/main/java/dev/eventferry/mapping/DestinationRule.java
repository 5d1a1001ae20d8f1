package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Item;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where events go: always to the same destination, or by a value (mission C26: one for each pixel).
 *
 * @param place what names the destination; null leaves it to the door and the settings
 * @param names all destinations that it can name
 */
record DestinationRule(@Nullable Extraction place, Set<String> names) {

    /** Left to the door and the settings. */
    static final DestinationRule NONE = new DestinationRule(null, Set.of());

    /** The destination, or null when the value that chooses it is not in the table. */
    @Nullable
    String find(Item item, String fallback) {
        if (place == null) {
            return fallback;
        }
        JsonNode found = Presence.orNull(place.find(item));
        return found == null ? null : found.asText();
    }
}
