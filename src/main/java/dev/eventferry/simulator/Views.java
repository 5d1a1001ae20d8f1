package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the simulator holds, as values and as JSON; events are parsed here, when somebody looks, and not before. */
final class Views {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Views() {}

    /** An event as a value. */
    static ReceivedEvent event(Held held) {
        ObjectNode json = parse(held);
        return new ReceivedEvent(
                held.source,
                held.sourceId,
                json.path("event").asText(),
                held.id,
                json.path("event_time").asLong(),
                json,
                held.copies,
                held.mergedFields,
                held.test,
                held.request,
                Instant.ofEpochMilli(held.receivedAt));
    }

    /** {@code GET /simulator/events}: the counts, and those events of that id, or all, from an offset. */
    static ObjectNode events(Stats stats, List<Held> all, @Nullable String id, int offset, int limit) {
        List<Held> asked = all.stream()
                .filter(held -> id == null || id.equals(held.id))
                .skip(offset)
                .limit(limit)
                .toList();
        ObjectNode answer = stats(stats);
        ArrayNode events = answer.putArray("events");
        asked.forEach(held -> events.add(eventJson(held)));
        return answer;
    }

    /** {@code GET /simulator/stats}. */
    static ObjectNode stats(Stats stats) {
        return JSON.createObjectNode()
                .put("received", stats.received())
                .put("kept", stats.kept())
                .put("merged", stats.merged())
                .put("dropped", stats.dropped())
                .put("test", stats.test())
                .put("held", stats.held())
                .put("requests", stats.requests())
                .put("refused", stats.refused())
                .put("largest_request", stats.largestRequest());
    }

    /** {@code GET /simulator/requests}. */
    static ObjectNode requests(List<ReceivedRequest> all, int offset, int limit) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode requests = answer.putArray("requests");
        all.stream().skip(offset).limit(limit).forEach(request -> requests.addObject()
                .put("number", request.number())
                .put("time", request.receivedAt().toString())
                .put("http", request.http())
                .put("code", request.code())
                .put("message", request.message())
                .put("taken", request.taken())
                .put("events", request.events())
                .put("bytes", request.bytes())
                .put("token", request.token())
                .put("event_source_id", request.eventSourceId())
                .put("request_id", request.requestId())
                .put("fault", request.fault()));
        return answer;
    }

    /** {@code GET /simulator/faults}. */
    static ObjectNode faults(FaultScript faults) {
        return JSON.valueToTree(faults.view());
    }

    /** {@code {"error":{"message":"..."}}}. */
    static ObjectNode error(String message) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("error").put("message", message);
        return answer;
    }

    private static ObjectNode eventJson(Held held) {
        ObjectNode json =
                JSON.createObjectNode().put("event_source", held.source).put("event_source_id", held.sourceId);
        json.setAll(parse(held));
        json.put("copies", held.copies);
        held.mergedFields.forEach(json.putArray("merged_fields")::add);
        return json.put("test", held.test)
                .put("request", held.request)
                .put("received_at", Instant.ofEpochMilli(held.receivedAt).toString());
    }

    private static ObjectNode parse(Held held) {
        try {
            return (ObjectNode) JSON.readTree(held.json);
        } catch (IOException e) {
            throw new UncheckedIOException("an event that was taken is JSON", e);
        }
    }
}
