package dev.eventferry.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param http the status; 0 to close the connection instead
 * @param code TikTok's code; null when the body is no envelope
 * @param message the envelope's message
 * @param body the whole body; null for the envelope of code and message
 * @param taken whether the request's events were taken
 */
record Answer(
        int http,
        @Nullable Integer code,
        String message,
        @Nullable String body,
        boolean taken) {

    static final Answer OK = new Answer(200, 0, "OK", null, true);

    private static final Map<Integer, String> MESSAGES = Map.of(
            20001, "Partial success",
            40001, "No permission to operate this event source.",
            40002, "Invalid parameter",
            40100, "Too many requests. Please retry in some time.",
            40102, "Access token has expired",
            40104, "Access token is null",
            40105, "Access token is incorrect or has been revoked",
            40118, "not on the allowlist",
            50000, "System error",
            60001, "maintenance");

    /** A refusal, HTTP 200. */
    static Answer refusal(int code, String message) {
        return new Answer(200, code, message, null, false);
    }

    /** A refusal in TikTok's usual words for that code. */
    static Answer refusal(int code) {
        return refusal(code, usualMessage(code));
    }

    /** What becomes of this answer under a fault. */
    Answer under(Fault fault) {
        return switch (fault.kind()) {
            case NONE -> new Answer(fault.http(), code, message, body, taken);
            case CODE -> {
                String words = fault.text().isEmpty() ? usualMessage(fault.code()) : fault.text();
                yield new Answer(fault.http(), fault.code(), words, null, taken);
            }
            case BODY -> new Answer(fault.http(), null, "", fault.text(), taken);
            case RESET -> new Answer(0, null, "", null, taken);
        };
    }

    /** The body on the wire. */
    String text(String requestId) {
        if (body != null) {
            return body;
        }
        return "{\"code\":" + code + ",\"message\":\""
                + new String(JsonStringEncoder.getInstance().quoteAsString(message)) + "\",\"request_id\":\""
                + requestId + "\",\"data\":{}}";
    }

    private static String usualMessage(int code) {
        return MESSAGES.getOrDefault(code, "Error " + code);
    }
}
