package dev.eventferry.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.intake.BodyReader;
import java.io.IOException;

/** The same event as a sender would write it in TikTok's own names, so that no mapping is needed. */
final class CanonicalForm {

    private CanonicalForm() {}

    /** As UTF-8 JSON. */
    static byte[] of(ConversionEvent event) throws IOException {
        ObjectNode json = BodyReader.JSON.createObjectNode();
        json.put("event", event.name()).put("event_id", event.id()).put("event_time", String.valueOf(event.time()));
        for (Field field : Field.values()) {
            JsonNode value = BodyReader.JSON.valueToTree(event.values().get(field));
            if (!value.isNull()) {
                section(json, field).set(field.leaf(), value);
            }
        }
        ArrayNode contents = section(json, Field.CONTENTS).putArray(Field.CONTENTS.leaf());
        event.contents().forEach(item -> contents.add(content(item)));
        return BodyReader.JSON.writeValueAsBytes(json);
    }

    private static ObjectNode section(ObjectNode json, Field field) {
        ObjectNode section = json;
        for (String name : field.section().split("\\.", -1)) {
            section = name.isEmpty() ? section : section.withObjectProperty(name);
        }
        return section;
    }

    private static ObjectNode content(Content item) {
        return BodyReader.JSON
                .createObjectNode()
                .put("content_id", item.contentId())
                .put("content_name", item.contentName())
                .put("content_category", item.contentCategory())
                .put("brand", item.brand())
                .put("price", item.price())
                .put("quantity", item.quantity());
    }
}
