package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;

/** Reads a fault as {@code POST /simulator/faults} takes it. */
final class FaultReader {

    private static final Set<String> KEYS =
            Set.of("code", "http", "message", "body", "malformed", "reset", "delay", "after", "times");

    private FaultReader() {}

    /**
     * The fault that this says.
     *
     * @throws IllegalArgumentException with a sentence for whoever wrote it
     */
    static Fault read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("a fault is an object such as {\"code\":40100}");
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("a fault has no key '" + key + "'; it may have "
                        + KEYS.stream().sorted().toList());
            }
        });
        Fault fault = kind(json).times(whole(json, "times", 1)).delayed(delay(json.path("delay")));
        boolean after = json.path("after").asBoolean()
                || "after".equals(json.path("reset").textValue());
        return after ? fault.afterTaking() : fault;
    }

    private static Fault kind(JsonNode json) {
        JsonNode reset = json.path("reset");
        if (!reset.isMissingNode() && !reset.isBoolean() && !"after".equals(reset.textValue())) {
            throw new IllegalArgumentException("reset must be true or \"after\"");
        }
        if (reset.isTextual() || reset.asBoolean()) {
            return Fault.reset();
        }
        int http = whole(json, "http", 200);
        if (json.has("body")) {
            JsonNode body = json.get("body");
            return Fault.body(http, body.isTextual() ? body.textValue() : body.toString());
        }
        if (json.path("malformed").asBoolean()) {
            return Fault.malformed().withHttp(http);
        }
        int code = whole(json, "code", 0);
        if (code != 0) {
            return Fault.code(code).withHttp(http).withText(json.path("message").asText(""));
        }
        return json.has("http") && !json.has("code") ? Fault.http(http) : Fault.NONE.withHttp(http);
    }

    private static int whole(JsonNode json, String key, int otherwise) {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(key + " must be a whole number");
        }
        return value.intValue();
    }

    /** Milliseconds as a number, or text such as {@code 500ms}, {@code 30s}, {@code 2m}. */
    private static Duration delay(JsonNode delay) {
        if (delay.isMissingNode()) {
            return Duration.ZERO;
        }
        if (delay.isIntegralNumber()) {
            return Duration.ofMillis(delay.longValue());
        }
        String text = delay.asText();
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            return Duration.parse("PT" + text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("delay must be like 500ms, 30s or 2m", e);
        }
    }
}
