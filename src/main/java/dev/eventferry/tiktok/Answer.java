package dev.eventferry.tiktok;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    /** Of two answers in one body the second may say the opposite, so neither counts. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Reads an answer; never fails, whatever came. */
    public static Answer read(int httpStatus, byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            Integer code = root == null ? null : code(root.get("code"));
            if (code != null) {
                String requestId = root.path("request_id").asText("");
                return new Answer(
                        httpStatus, code, root.path("message").asText(""), requestId.isEmpty() ? null : requestId);
            }
        } catch (IOException | NumberFormatException e) {
            // not the envelope: the status is all there is
        }
        return new Answer(httpStatus, null, "no answer of TikTok's form (" + body.length + " bytes)", null);
    }

    /** A whole number, in quotes too, written as everyone writes it: {@code "+0"} is none, nor are digits of another script. */
    private static @Nullable Integer code(@Nullable JsonNode given) {
        if (given == null || !(given.isInt() || given.isTextual())) {
            return null;
        }
        Integer code = Integer.valueOf(given.asText());
        return code.toString().equals(given.asText()) ? code : null;
    }
}
