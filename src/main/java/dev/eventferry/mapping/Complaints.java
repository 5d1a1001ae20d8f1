package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Placeholders;
import dev.eventferry.event.Problem;

/** The sentences about what an item holds: its shape and the fix, never the value, which may be personal. */
final class Complaints {

    /** A key of more than this, or of other characters than names have, may itself be personal and is not repeated. */
    private static final int LONGEST_KEY = 60;

    private Complaints() {}

    /** {@code event_time}: the event cannot go without. */
    static Problem timeUnreadable(JsonNode given, Conversion conversion) {
        return Problem.error(
                "event_time",
                "event_time_unreadable",
                "event_time is " + shape(given) + "; send " + conversion.wanted() + ".");
    }

    /** A number of money or pieces: without it the event would count wrong. A word for none is no number meant (asks 21). */
    static Problem notANumber(String path, String leaf, JsonNode given, Conversion conversion) {
        if (given.isTextual() && Placeholders.isWord(given.textValue().strip())) {
            return unreadable(path, given, conversion.wanted());
        }
        return Problem.error(
                path, leaf + "_not_a_number", path + " is " + shape(given) + "; send " + conversion.wanted() + ".");
    }

    /** Any other field: the event goes on without it. */
    static Problem unreadable(String path, JsonNode given, String wanted) {
        return Problem.warning(
                path, "field_unreadable", path + " is " + shape(given) + " and was left out; send " + wanted + ".");
    }

    /** A key that TikTok does not know. */
    static Problem unknown(String path, String suggestion) {
        String shown = shownKey(path);
        return Problem.warning(
                shown,
                "field_unknown",
                shown + " is no field that TikTok knows and was left out" + (suggestion.isEmpty() ? "." : suggestion));
    }

    /** A key that TikTok knows, but of the request around the events. */
    static Problem misplaced(String key) {
        return Problem.warning(
                key,
                "field_misplaced",
                key + " belongs to the destination, not to an event, and was left out; set it in the destination's"
                        + " settings.");
    }

    /** More unknown keys than are worth a line each. */
    static Problem manyUnknown(int more) {
        return Problem.warning("", "field_unknown", more + " more fields that TikTok does not know were left out.");
    }

    static Problem noName(String where) {
        return Problem.error("event", "event_missing", "The event has no name; send it as " + where + ".");
    }

    /** The value that chooses between pixels is not in the table: the wrong one would count wrong. */
    static Problem noDestination() {
        return Problem.error(
                "destination",
                "destination_unmapped",
                "The value that chooses the destination is not in the mapping's table; add it under destination, or"
                        + " say otherwise.");
    }

    static Problem notAnObject(JsonNode given) {
        return Problem.error("", "not_an_object", "The event is " + shape(given) + "; send a JSON object.");
    }

    static Problem unlisted() {
        return Problem.error(
                "event",
                "event_unlisted",
                "The event's name is not in the mapping's table; add it under events, or correct the name.");
    }

    static String shape(JsonNode given) {
        return switch (given.getNodeType()) {
            case STRING -> "a text of " + given.textValue().length() + " characters";
            case NUMBER -> given.isIntegralNumber() ? "a whole number" : "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list of " + given.size();
            case OBJECT -> "an object";
            default -> "nothing";
        };
    }

    private static String shownKey(String path) {
        boolean name = path.length() <= LONGEST_KEY && !path.isEmpty() && Character.isLetter(path.charAt(0));
        for (int i = 0; i < path.length() && name; i++) {
            char c = path.charAt(i);
            name = c < 128
                    && (Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']');
        }
        return name ? path : "a key of " + path.length() + " characters";
    }
}
