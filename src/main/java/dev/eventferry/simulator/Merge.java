package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills what the first of two equal events lacks from its copy (tiktok-events-api 5); what it has, it keeps. */
final class Merge {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Merge() {}

    /** The first event as it is after the copy; with the same bytes when the copy brought nothing new. */
    static Held apply(Held first, byte[] copy) {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(first.json);
            List<String> filled = new ArrayList<>(first.mergedFields);
            fill(event, JSON.readTree(copy), "", filled);
            boolean unchanged = filled.size() == first.mergedFields.size();
            return first.afterCopy(unchanged ? first.json : JSON.writeValueAsBytes(event), List.copyOf(filled));
        } catch (IOException e) {
            throw new UncheckedIOException("an event that was taken is JSON", e);
        }
    }

    private static void fill(ObjectNode event, JsonNode copy, String prefix, List<String> filled) {
        copy.properties().forEach(field -> {
            JsonNode present = event.get(field.getKey());
            String path = prefix + field.getKey();
            if (present instanceof ObjectNode section && field.getValue().isObject()) {
                fill(section, field.getValue(), path + '.', filled);
            } else if (isBlank(present) && !isBlank(field.getValue())) {
                event.set(field.getKey(), field.getValue());
                filled.add(path);
            }
        });
    }

    private static boolean isBlank(@Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty());
    }
}
