package dev.eventferry.tiktok;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What TikTok answered. The body's {@code code} decides; the HTTP status only where there is no such body
 * (tiktok-events-api 2.2).
 *
 * @param httpStatus as received
 * @param code null when the body is not TikTok's envelope
 * @param message TikTok's words; may echo values, so mask it before it is kept
 * @param requestId to quote to TikTok's support
 * @param logId what TikTok calls the request in its logs, from the answer's headers
 * @param failed the events that a partly successful request names, the first of each index
 */
public record Answer(
        int httpStatus,
        @Nullable Integer code,
        String message,
        @Nullable String requestId,
        @Nullable String logId,
        List<Failed> failed) {

    /**
     * An event that was not taken.
     *
     * @param index in the request, from 0
     * @param message TikTok's words, as dangerous as the other
     */
    public record Failed(int index, String message) {}

    private static final int LONGEST_ID = 100;
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int MOST_FAILED = 1_000;

    /** Of two answers in one body the second may say the opposite, so neither counts. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** Reads an answer; never fails, whatever came. */
    public static Answer read(int httpStatus, byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            Integer code = root == null ? null : code(root.get("code"));
            if (code != null) {
                String requestId = root.path("request_id").asText("");
                return new Answer(
                        httpStatus,
                        code,
                        cut(root.path("message").asText(""), LONGEST_MESSAGE),
                        requestId.isEmpty() ? null : cut(requestId, LONGEST_ID),
                        null,
                        failed(root.path("data").path("failed_events")));
            }
        } catch (IOException | NumberFormatException e) {
            // not the envelope: the status is all there is
        }
        return new Answer(
                httpStatus, null, "no answer of TikTok's form (" + body.length + " bytes)", null, null, List.of());
    }

    /** The same with what the answer's headers call it. */
    public Answer withLogId(@Nullable String id) {
        return new Answer(httpStatus, code, message, requestId, id == null ? null : cut(id, LONGEST_ID), failed);
    }

    /**
     * Which event of the request its message blames.
     *
     * @param events how many the request had
     * @return its index from 0; empty when the message names none of them
     */
    public OptionalInt blamed(int events) {
        return EventIndex.in(message, events);
    }

    /** How long to wait at least, by the code and, for a throttled request, by the limit that the message names. */
    public Pause pause() {
        Code known = Codes.of(code == null ? -1 : code);
        return known.action() == Code.Action.THROTTLED ? known.pause().orAsNamedIn(message) : known.pause();
    }

    /** A whole number, in quotes too, written as everyone writes it: {@code "+0"} is none, nor are digits of another script. */
    private static @Nullable Integer code(@Nullable JsonNode given) {
        if (given == null || !(given.isInt() || given.isTextual())) {
            return null;
        }
        Integer code = Integer.valueOf(given.asText());
        return code.toString().equals(given.asText()) ? code : null;
    }

    /** The list of the 1.0 batch calls (tiktok-events-api 2.1); elements without an index say nothing. */
    private static List<Failed> failed(JsonNode events) {
        List<Failed> failed = new ArrayList<>();
        for (JsonNode event : events) {
            JsonNode index = event.path("order_in_batch");
            if (index.canConvertToInt() && index.isIntegralNumber() && index.intValue() >= 0) {
                failed.add(new Failed(index.intValue(), cut(event.path("error").asText(""), LONGEST_MESSAGE)));
            }
            if (failed.size() == MOST_FAILED) {
                break;
            }
        }
        return List.copyOf(failed);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
