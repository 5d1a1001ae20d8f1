package dev.eventferry.tiktok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What TikTok answered. The body's {@code code} decides; the HTTP status only where there is no such body
 * (tiktok-events-api 2.2).
 *
 * @param httpStatus as received
 * @param code null when the body is not TikTok's envelope
 * @param message TikTok's words; may echo values, so mask it before it is kept
 * @param requestId to quote to TikTok's support
 */
public record Answer(
        int httpStatus,
        @Nullable Integer code,
        String message,
        @Nullable String requestId) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads an answer; never fails, whatever came. */
    public static Answer read(int httpStatus, byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode code = root == null ? null : root.get("code");
            if (code != null && (code.isInt() || code.isTextual())) {
                String requestId = root.path("request_id").asText("");
                return new Answer(
                        httpStatus,
                        Integer.valueOf(code.asText()),
                        root.path("message").asText(""),
                        requestId.isEmpty() ? null : requestId);
            }
        } catch (IOException | NumberFormatException e) {
            // not the envelope: the status is all there is
        }
        return new Answer(httpStatus, null, "no answer of TikTok's form (" + body.length + " bytes)", null);
    }
}
