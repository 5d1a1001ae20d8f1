package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.cell.Cell;
import dev.eventferry.cell.CellStyle;
import dev.eventferry.event.Placeholders;
import dev.eventferry.event.Problem;
import java.util.Set;

/** The sentences about what an item holds: its shape and the fix, never the value, which may be personal. */
final class Complaints {

    /** A key of more than this, or of other characters than names have, may itself be personal and is not repeated. */
    private static final int LONGEST_KEY = 60;

    private static final Set<String> DASHES = Set.of("-", "--", "\u2013", "\u2014");

    private Complaints() {}

    /** {@code event_time}: the event cannot go without. */
    static Problem timeUnreadable(JsonNode given, Conversion conversion) {
        if (given instanceof Cell cell && Times.isOpen(cell)) {
            return Problem.error(
                    "event_time",
                    "date_order_open",
                    "event_time is a date that can be read day first or month first, and no row of the file settles it;"
                            + " set " + cell.style().settings() + "date-order to dmy or mdy.");
        }
        return Problem.error(
                "event_time",
                "event_time_unreadable",
                "event_time is " + shape(given) + "; send " + conversion.wanted() + ".");
    }

    /** A number of money or pieces: without it the event would count wrong. A word for none is no number meant (asks 21). */
    static Problem notANumber(String path, String leaf, JsonNode given, Conversion conversion) {
        if (given.isTextual() && isNone(given)) {
            return unreadable(path, given, conversion.wanted());
        }
        if (given instanceof Cell cell
                && cell.style().decimal() == CellStyle.OPEN
                && Numbers.isOpen(cell.textValue().strip())) {
            return Problem.error(
                    path,
                    "decimal_open",
                    path + " can be read as thousands or as a fraction, and no row of the file settles it; set "
                            + cell.style().settings() + "decimal to point or comma.");
        }
        return Problem.error(
                path, leaf + "_not_a_number", path + " is " + shape(given) + "; send " + conversion.wanted() + ".");
    }

    /** A long number that a spreadsheet rounded: two orders would get one id, and nobody the call (sources D8). */
    static Problem rounded(String path) {
        return Problem.error(
                path,
                "number_in_scientific_notation",
                path
                        + " is a long number as a spreadsheet rounds it (4.91511E+11), and its last digits are lost; format"
                        + " the column as text and export again.");
    }

    /** A word for none or, in a cell, the dash that accountants write for it. */
    private static boolean isNone(JsonNode given) {
        String text = given.textValue().strip();
        return Placeholders.isWord(text) || (given instanceof Cell && DASHES.contains(text));
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
