package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of TikTok's own calls, 1.0 in the words of 2.0 (tiktok-events-api 1.3, 1.4). */
public final class TikTokReader {

    private final BodyReader bodies;

    public TikTokReader(BodyReader bodies) {
        this.bodies = bodies;
    }

    /**
     * The events of a call and their envelope, which is never null.
     *
     * @throws RequestRefused when nothing of it can be taken
     */
    public BodyReader.Body read(HttpRequest request, TikTokCall call) {
        JsonNode root = bodies.document(request);
        if (!root.isObject()) {
            throw new RequestRefused(400, "body_not_events", "The body is not a JSON object.");
        }
        EventSource source = call.source();
        return source == null ? track(root) : legacy(root, call, source, request.receivedAt());
    }

    private BodyReader.Body track(JsonNode root) {
        if (!root.has("event_source") && isLegacy(root)) {
            throw new RequestRefused(
                    400,
                    "event_source_missing",
                    "Missing; this looks like a body of Events API 1.0, which goes to /open_api/v1.3/pixel/track/ or"
                            + " its like.",
                    "event_source");
        }
        return new BodyReader.Body(bodies.items(list(root, "data"), "data"), Envelope.of(root));
    }

    private BodyReader.Body legacy(JsonNode root, TikTokCall call, EventSource source, Instant receivedAt) {
        List<Item> given = call.listField().isEmpty()
                ? List.of(new JsonItem(root))
                : bodies.items(list(root, call.listField()), call.listField());
        List<Item> items = new ArrayList<>(given.size());
        for (Item item : given) {
            items.add(new JsonItem(LegacyEvent.translate(item.asJson(), source, receivedAt)));
        }
        Envelope envelope = new Envelope(
                source.wire(),
                Envelope.text(root.get(call.idField())),
                call.idField(),
                testEventCode(root, given, call));
        return new BodyReader.Body(items, envelope);
    }

    /** 1.0 names the code with each event, 2.0 once for all of them: one that some lack would send real ones astray. */
    private static @Nullable String testEventCode(JsonNode root, List<Item> items, TikTokCall call) {
        String ofAll = Envelope.testEventCode(root.get("test_event_code"), "test_event_code");
        if (ofAll != null || call.listField().isEmpty()) {
            return ofAll;
        }
        String first = null;
        for (int i = 0; i < items.size(); i++) {
            String field = call.placeOf(i) + ".test_event_code";
            String code = Envelope.testEventCode(items.get(i).asJson().get("test_event_code"), field);
            if (i == 0) {
                first = code;
            } else if (code == null ? first != null : !code.equals(first)) {
                throw new RequestRefused(
                        400,
                        "test_event_code_mixed",
                        "Not that of the events before it; send test events in a request of their own.",
                        field);
            }
        }
        return first;
    }

    private static JsonNode list(JsonNode root, String field) {
        JsonNode list = root.path(field);
        if (!list.isArray() || list.isEmpty()) {
            throw new RequestRefused(
                    400, "events_missing", "Missing or empty; send a list of 1 to 1000 events.", field);
        }
        return list;
    }

    private static boolean isLegacy(JsonNode root) {
        return root.has("pixel_code")
                || root.has("tiktok_app_id")
                || root.has("event_set_id")
                || root.has("context")
                || root.has("batch");
    }
}
