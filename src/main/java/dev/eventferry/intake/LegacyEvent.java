package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.EventSource;
import java.time.Instant;
import java.util.Map;

/**
 * An event of Events API 1.0 in the words of 2.0 (tiktok-events-api 1.4). Values move as they are; what 2.0 has no place
 * for keeps its own name, so that the canonical reader warns of it.
 */
final class LegacyEvent {

    private static final String CONTEXT = "context.";

    /** What stands directly in {@code context}. */
    private static final Map<String, String> OF_CONTEXT =
            Map.of("ip", "user.ip", "user_agent", "user.user_agent", "locale", "user.locale");

    private static final Map<String, String> OF_APP = Map.of(
            "id", "app.app_id",
            "app_id", "app.app_id",
            "name", "app.app_name",
            "app_name", "app.app_name",
            "version", "app.app_version",
            "app_version", "app.app_version");

    private static final Map<String, String> OF_DEVICE = Map.of(
            "idfa", "user.idfa",
            "gaid", "user.gaid",
            "idfv", "user.idfv",
            "att_status", "user.att_status",
            "locale", "user.locale");

    private final ObjectNode event = JsonNodeFactory.instance.objectNode();
    private final EventSource source;

    private LegacyEvent(EventSource source) {
        this.source = source;
    }

    /**
     * The event in 2.0's words, as an object of dotted names; what is no object stays what it is.
     *
     * @param receivedAt when it happened, if it does not say so; offline events must say it
     */
    static JsonNode translate(JsonNode given, EventSource source, Instant receivedAt) {
        if (!given.isObject()) {
            return given;
        }
        LegacyEvent translated = new LegacyEvent(source);
        translated.root(given);
        if (source != EventSource.OFFLINE && !given.hasNonNull("timestamp")) {
            translated.event.put("event_time", receivedAt.getEpochSecond());
        }
        return translated.event;
    }

    private void root(JsonNode given) {
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "context" -> context(value);
                // of the request, not of the event
                case "pixel_code", "tiktok_app_id", "event_set_id", "partner_name", "test_event_code" -> {}
                case "type" -> put(value.asText().equals("track") ? "" : "type", value);
                default -> put(entry.getKey(), value);
            }
        }
    }

    private void context(JsonNode context) {
        if (!context.isObject()) {
            put("context", context);
            return;
        }
        for (Map.Entry<String, JsonNode> entry : context.properties()) {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "user" -> section(value, "user");
                case "page" -> section(value, "page");
                case "ad" -> ad(value);
                case "app" -> section(value, "app", OF_APP);
                case "device" -> section(value, "device", OF_DEVICE);
                default -> put(OF_CONTEXT.getOrDefault(entry.getKey(), CONTEXT + entry.getKey()), value);
            }
        }
    }

    /** The click id stands in {@code ad.callback}; for apps that is a field of its own. */
    private void ad(JsonNode ad) {
        if (source == EventSource.APP) {
            section(ad, "ad");
        } else {
            section(ad, "ad", Map.of("callback", "user.ttclid"));
        }
    }

    /** A section whose keys 2.0 has too. */
    private void section(JsonNode section, String name) {
        if (!section.isObject()) {
            put(name, section);
            return;
        }
        section.properties().forEach(entry -> put(name + "." + entry.getKey(), entry.getValue()));
    }

    private void section(JsonNode section, String name, Map<String, String> names) {
        if (!section.isObject()) {
            put(CONTEXT + name, section);
            return;
        }
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            String known = names.get(entry.getKey());
            // what is left of ad is called the same in 2.0
            String rest = (name.equals("ad") ? "" : CONTEXT) + name + "." + entry.getKey();
            put(known == null ? rest : known, entry.getValue());
        }
    }

    private void put(String name, JsonNode value) {
        if (!name.isEmpty() && !value.isNull()) {
            event.set(name, value);
        }
    }
}
