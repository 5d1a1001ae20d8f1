package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What TikTok's request says around its events (tiktok-events-api 1.3, 1.4): whose they are.
 *
 * @param eventSource {@code web}, {@code app}, {@code offline} or {@code crm} as the sender wrote it; null for none
 * @param eventSourceId the pixel code, app id or event set id; null for none
 * @param idField what the sender calls that id: {@code event_source_id}, or its name in 1.0
 * @param testEventCode sends the events to Test Events instead of live; null for none
 */
public record Envelope(
        @Nullable String eventSource,
        @Nullable String eventSourceId,
        String idField,
        @Nullable String testEventCode) {

    /** The name of the id in 2.0. */
    static final String EVENT_SOURCE_ID = "event_source_id";

    /** TikTok's codes are like TEST12345; the store has room for a few more. */
    private static final int LONGEST_TEST_CODE = 100;

    /**
     * The envelope of a 2.0 request.
     *
     * @throws RequestRefused 400, when its test code is none
     */
    static Envelope of(JsonNode root) {
        return new Envelope(
                text(root.get("event_source")),
                text(root.get(EVENT_SOURCE_ID)),
                EVENT_SOURCE_ID,
                testEventCode(root.get("test_event_code"), "test_event_code"));
    }

    /** A text, or a number as it is written; null when it is neither or blank. */
    static @Nullable String text(@Nullable JsonNode node) {
        if (node == null || !(node.isTextual() || node.isIntegralNumber())) {
            return null;
        }
        String text = node.asText().strip();
        return text.isEmpty() ? null : text;
    }

    /**
     * A test code; null for none.
     *
     * @param field how a refusal names it
     * @throws RequestRefused 400, when it is none
     */
    static @Nullable String testEventCode(@Nullable JsonNode node, String field) {
        if (node == null || !node.isTextual() || node.asText().isBlank()) {
            return null;
        }
        String code = node.asText();
        for (int i = 0; i < code.length(); i++) {
            if (i >= LONGEST_TEST_CODE || code.charAt(i) <= ' ' || code.charAt(i) > '~') {
                throw new RequestRefused(
                        400,
                        "test_event_code_malformed",
                        "The test_event_code is not one: copy it from Events Manager > Test events.",
                        field);
            }
        }
        return code;
    }
}
