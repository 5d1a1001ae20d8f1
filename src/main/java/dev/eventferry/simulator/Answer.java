package dev.eventferry.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param http the status; 0 when there is no answer
 * @param code TikTok's code; null when the body is no envelope
 * @param message the envelope's message
 * @param data the envelope's {@code data}, as JSON
 * @param body the whole body; null for the envelope of code, message and data
 */
record Answer(
        int http,
        @Nullable Integer code,
        String message,
        String data,
        @Nullable String body) {

    static final Answer OK = new Answer(200, 0, "OK", "{}", null);

    private static final Map<Integer, String> MESSAGES = Map.ofEntries(
            Map.entry(20001, "Partial success"),
            Map.entry(40001, "No permission to operate this event source."),
            Map.entry(40002, "Invalid parameter"),
            Map.entry(40100, "Too many requests. Please retry in some time."),
            Map.entry(40102, "Access token has expired"),
            Map.entry(40104, "Access token is null"),
            Map.entry(40105, "Access token is incorrect or has been revoked"),
            Map.entry(40113, "The app is blocked"),
            Map.entry(40118, "not on the allowlist"),
            Map.entry(40125, "The app lacks the permission"),
            Map.entry(40132, "Too many requests for this event source. Please retry in some time."),
            Map.entry(40133, "Too many requests for this advertiser. Please retry in some time."),
            Map.entry(50000, "System error"),
            Map.entry(60001, "maintenance"));

    /** A refusal, HTTP 200. */
    static Answer refusal(int code, String message) {
        return new Answer(200, code, message, "{}", null);
    }

    /** Some events failed, by index, and the others did not. */
    static Answer partial(Map<Integer, String> failed) {
        String events = failed.entrySet().stream()
                .map(event ->
                        "{\"order_in_batch\":" + event.getKey() + ",\"error\":\"" + escaped(event.getValue()) + "\"}")
                .collect(Collectors.joining(",", "{\"partial_failure\":true,\"failed_events\":[", "]}"));
        return new Answer(200, 20001, usualMessage(20001), events, null);
    }

    /** What TikTok says with that code. */
    static String usualMessage(int code) {
        return MESSAGES.getOrDefault(code, "Error " + code);
    }

    /** The same with that status. */
    Answer withHttp(int changed) {
        return new Answer(changed, code, message, data, body);
    }

    /** What becomes of this answer under a fault. */
    Answer under(Fault fault) {
        if (!fault.wire().answers()) {
            return new Answer(0, null, "", "{}", null);
        }
        Reply reply = fault.reply();
        return switch (reply.kind()) {
            case USUAL, PARTIAL -> reply.http() == 200 ? this : withHttp(reply.http());
            case CODE -> {
                String words = reply.text().isEmpty() ? usualMessage(reply.code()) : reply.text();
                yield new Answer(reply.http(), reply.code(), words, "{}", null);
            }
            case BODY -> new Answer(reply.http(), null, "", "{}", reply.text());
        };
    }

    /** The body on the wire. */
    String text(String requestId) {
        if (body != null) {
            return body;
        }
        return "{\"code\":" + code + ",\"message\":\"" + escaped(message) + "\",\"request_id\":\"" + requestId
                + "\",\"data\":" + data + "}";
    }

    /** What a server says that body is. */
    String contentType() {
        return body == null || body.startsWith("{") ? "application/json" : "text/html";
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
