package dev.eventferry.intake;

import java.util.Map;

/**
 * What goes back.
 *
 * @param json the body; of a few answers something else, which their headers tell
 * @param retryAfter seconds; 0 for none
 * @param headers beside the usual ones, or in their place; nothing that came in may stand in them
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record HttpAnswer(int status, byte[] json, int retryAfter, Map<String, String> headers) {

    /** An answer in JSON, with the usual headers. */
    public HttpAnswer(int status, byte[] json, int retryAfter) {
        this(status, json, retryAfter, Map.of());
    }
}
