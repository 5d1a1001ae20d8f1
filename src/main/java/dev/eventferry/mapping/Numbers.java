package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.cell.Cell;
import dev.eventferry.cell.CellStyle;
import dev.eventferry.cell.WrittenNumber;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, words for yes and no, and ids, as sources write them. What cannot be read is null, never an exception. */
public final class Numbers {

    /** Beyond it no amount is meant, and 1e999999999 written out would fill the memory. */
    private static final int MOST_DIGITS = 60;

    private Numbers() {}

    /**
     * A number, exactly as written: 12.50 keeps its two digits.
     *
     * @param style how texts write numbers; null for 1234.50 only. A JSON number is what it is
     */
    public static @Nullable BigDecimal decimal(JsonNode given, @Nullable NumberStyle style) {
        if (given.isNumber()) {
            return sane(given);
        }
        if (!given.isTextual()) {
            return null;
        }
        String text = given.textValue().strip();
        if (style != null) {
            return style.read(text);
        }
        return given instanceof Cell cell ? written(text, cell.style().decimal()) : plain(text);
    }

    /** As its column is written. */
    private static @Nullable BigDecimal written(String text, char decimal) {
        if (decimal == ',') {
            return NumberStyle.written(decimal).read(text);
        }
        if (decimal == CellStyle.OPEN && isOpen(text)) {
            return null;
        }
        BigDecimal number = plain(text);
        return number == null ? NumberStyle.written('.').read(text) : number;
    }

    /** Whether nothing tells if that is more than a thousand or little more than one. */
    static boolean isOpen(String text) {
        WrittenNumber form = WrittenNumber.of(text);
        return form == WrittenNumber.OPEN_COMMA || form == WrittenNumber.OPEN_POINT;
    }

    /** A whole number, also one written as 3.0. */
    public static @Nullable Long integer(JsonNode given, @Nullable NumberStyle style) {
        if (given.isIntegralNumber() && given.canConvertToLong()) {
            return given.longValue();
        }
        BigDecimal number = decimal(given, style);
        if (number == null) {
            return null;
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** True or false, also as 1 and 0, yes and no, on and off, in any case. */
    public static @Nullable Boolean bool(JsonNode given) {
        if (given.isBoolean()) {
            return given.booleanValue();
        }
        String word = text(given);
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "y", "on" -> Boolean.TRUE;
            case "false", "0", "no", "n", "off" -> Boolean.FALSE;
            default -> null;
        };
    }

    /**
     * A text without the white space around it; numbers as they are written, so that an id is text (asks 1). Null for
     * blank texts, objects and arrays.
     */
    public static @Nullable String text(JsonNode given) {
        if (given instanceof TextNode node) {
            String text = node.textValue().strip();
            return text.isEmpty() ? null : text;
        }
        if (given.isIntegralNumber() || given.isBoolean()) {
            return given.asText();
        }
        if (given.isNumber()) {
            BigDecimal number = sane(given);
            return number == null ? null : number.toPlainString();
        }
        return null;
    }

    /** A number written as 1234.50, or null. */
    static @Nullable BigDecimal plain(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return null;
        }
        char last = text.charAt(text.length() - 1);
        if (!Character.isDigit(last)) { // spares the exception for the commonest nonsense
            return null;
        }
        try {
            return sane(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal sane(JsonNode number) {
        if (number.isFloatingPointNumber() && !number.isBigDecimal() && !Double.isFinite(number.doubleValue())) {
            return null;
        }
        return sane(number.decimalValue());
    }

    private static @Nullable BigDecimal sane(BigDecimal number) {
        return Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS ? null : number;
    }
}
