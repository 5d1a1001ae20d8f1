package dev.eventferry.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Values that senders should not send and do: for any field, for those of a person, for those of a type. */
final class HostileValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What fields of every kind hold and what breaks them; the fuzzer puts several together. */
    static final List<String> PIECES = List.of(
            "",
            " ",
            "a",
            "0",
            "-",
            ".",
            ",",
            ";",
            "|",
            "/",
            ":",
            "@",
            "+",
            "%",
            "%2",
            "%40",
            "\"",
            "'",
            "=",
            "<",
            ">",
            "\\",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\u001f",
            "\u007f",
            "\u0085",
            "\u00a0",
            "\u00ad",
            "\u200b",
            "\u202e",
            "\ufeff",
            "\uffff",
            "\ud83d",
            "\ude00",
            "\ud83d\ude00",
            "\u0130",
            "\u0131",
            "\u00df",
            "e\u0301",
            "\u0661\u0662",
            "\uff0b\uff14\uff19",
            "\u738b",
            "null",
            "undefined",
            "NaN",
            "__CLICKID__",
            "{{x}}",
            "${x}",
            "[object Object]",
            "true",
            "1",
            "-1",
            "0.0",
            "1e9",
            "1e999999999",
            "9223372036854775808",
            "1767225600",
            "1767225600000",
            "2026-01-31T12:00:00Z",
            "2026-02-30",
            "2026-01-31 24:00:00,5 +14:00",
            "+999999999-01-01T00:00:00Z",
            "12.50",
            "1.234,56",
            "EUR",
            "eur",
            "\u20ac",
            "XXX",
            "DE",
            "Germany",
            "en_US.UTF-8",
            "x-y-z",
            "Purchase",
            "purchase ",
            "CompletePayment",
            "product",
            "product_group",
            "AUTHORIZED",
            "denied",
            "https://shop.example/?ttclid=E.C.P.x%2By&a=1#f",
            "http://",
            "?ttclid=%",
            "198.51.100.7",
            "10.0.0.1",
            "::ffff:1.2.3.4",
            "2001:db8::1%eth0",
            "[::1]:80",
            "+46 70 123 45 67",
            "+86 138 1234 5678",
            "00",
            "tel:",
            "mailto:",
            "nora@lind.example",
            "c0ffee00-0000-4000-8000-00000000abcd",
            "00000000-0000-0000-0000-000000000000",
            "d41d8cd98f00b204e9800998ecf8427e",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "39302AA69A178345CAC39D66BAC3B04EACB73D808BDDB53CC54166B530A2EA26");

    private HostileValues() {}

    /** A text of known pieces and of the fuzzer's own. */
    static String text(Choices choices) {
        StringBuilder text = new StringBuilder();
        for (int i = choices.below(4); i > 0; i--) {
            text.append(choices.oneIn(4) ? choices.text(24) : choices.of(PIECES));
        }
        if (choices.oneIn(256)) {
            return text.toString().repeat(choices.below(200));
        }
        return text.toString();
    }

    /** Any JSON, a few levels deep. The {@code planted} text stands in most texts of it. */
    static JsonNode any(Choices choices, String planted) {
        return any(choices, planted, 3);
    }

    private static JsonNode any(Choices choices, String planted, int levels) {
        return switch (choices.below(levels > 0 ? 12 : 8)) {
            case 0, 1, 2, 3 -> TextNode.valueOf(around(planted, choices));
            case 4 -> JSON.nullNode();
            case 5 -> JSON.booleanNode(choices.oneIn(2));
            case 6 -> JSON.numberNode((long) choices.below(65_536) - 32_768);
            case 7 -> number(choices);
            case 8, 9 -> list(choices, planted, levels - 1);
            case 10 -> object(choices, planted, levels - 1);
            default -> TextNode.valueOf(text(choices));
        };
    }

    /** What a field of that type may well hold. */
    static JsonNode likely(Field field, Choices choices, String planted) {
        return switch (field.type()) {
            case TEXT -> TextNode.valueOf(choices.oneIn(2) ? choices.of(PIECES) : around(planted, choices));
            case TEXTS -> choices.oneIn(2) ? list(choices, planted, 1) : TextNode.valueOf(around(planted, choices));
            case DECIMAL, INTEGER -> choices.oneIn(2) ? number(choices) : TextNode.valueOf(choices.of(PIECES));
            case DECIMALS -> JSON.arrayNode().add(number(choices)).add(number(choices));
            case BOOLEAN -> choices.oneIn(2) ? JSON.booleanNode(true) : TextNode.valueOf(choices.of(PIECES));
            case ITEMS -> list(choices, planted, 2);
        };
    }

    /** A number of a size that no field expects. */
    static JsonNode number(Choices choices) {
        return switch (choices.below(8)) {
            case 0 -> JSON.numberNode(choices.below(1000));
            case 1 -> JSON.numberNode(-choices.below(1000));
            case 2 -> DecimalNode.valueOf(BigDecimal.valueOf(choices.below(60_000), choices.below(20) - 4));
            case 3 -> JSON.numberNode(Long.MAX_VALUE - choices.below(3));
            case 4 -> JSON.numberNode(new BigInteger("9".repeat(1 + choices.below(63))));
            case 5 -> DecimalNode.valueOf(new BigDecimal("1e" + (choices.below(2000) - 1000)));
            case 6 -> DecimalNode.valueOf(new BigDecimal("-0.00"));
            default -> DecimalNode.valueOf(new BigDecimal("1e999999999"));
        };
    }

    /** Something of a person in one of the forms in which it comes; the marker is always in it. */
    static JsonNode personal(Field field, Marker marker, Choices choices) {
        if (choices.oneIn(8)) {
            ArrayNode several = JSON.arrayNode();
            for (int i = choices.below(choices.oneIn(4) ? 13 : 3); i >= 0; i--) {
                several.add(onePersonal(field, marker, choices));
            }
            return several;
        }
        if (choices.oneIn(16)) {
            return JSON.objectNode().set("value", onePersonal(field, marker, choices));
        }
        return onePersonal(field, marker, choices);
    }

    /** One such text, or a number. */
    static JsonNode onePersonal(Field field, Marker marker, Choices choices) {
        if (field == Field.PHONE && choices.oneIn(8)) {
            return JSON.numberNode(Long.parseLong("49" + marker.digits()));
        }
        String plain =
                switch (field) {
                    case EMAIL -> email(marker.letters(), choices);
                    case PHONE -> phone(marker, choices);
                    default -> name(marker.letters(), choices);
                };
        return TextNode.valueOf(choices.oneIn(3) ? around(plain, choices) : plain);
    }

    private static String email(String marker, Choices choices) {
        return switch (choices.below(12)) {
            case 0 -> marker + "@planted.example";
            case 1 -> "  " + marker.toUpperCase(Locale.ROOT) + "@Planted.Example\u00a0";
            case 2 -> "Ada <" + marker + "@planted.example>";
            case 3 -> "mailto:" + marker + "@planted.example?subject=x";
            case 4 -> marker;
            case 5 -> marker + "@@planted.example";
            case 6 -> marker + "@a.example;" + marker + "@b.example";
            case 7 -> marker + "%40planted.example";
            case 8 -> "\"" + marker + "\"@planted.example";
            case 9 -> "ada@" + marker + ".example";
            case 10 -> marker + "@xn--" + marker + ".example";
            default -> "=\"" + marker + "@planted.example\"";
        };
    }

    private static String phone(Marker marker, Choices choices) {
        String digits = marker.digits();
        return switch (choices.below(12)) {
            case 0 -> "+49" + digits;
            case 1 -> "+49 (0) " + digits.substring(0, 3) + " " + digits.substring(3, 7) + "-" + digits.substring(7);
            case 2 -> "0" + digits.substring(0, 3) + "/" + digits.substring(3);
            case 3 -> "0049" + digits;
            case 4 -> "tel:+49" + digits + ";ext=12";
            case 5 -> "49" + digits + ".0";
            case 6 -> "4.9" + digits + "E+12";
            case 7 -> marker.letters();
            case 8 -> digits + " / +49" + digits;
            case 9 -> "=\"+49" + digits + "\"";
            case 10 -> "+999" + digits;
            default -> digits;
        };
    }

    private static String name(String marker, Choices choices) {
        return switch (choices.below(8)) {
            case 0 -> marker;
            case 1 -> marker.toUpperCase(Locale.ROOT);
            case 2 -> "O'" + marker;
            case 3 -> marker.substring(0, 4) + "-" + marker.substring(4);
            case 4 -> marker.substring(0, 4) + " " + marker.substring(4);
            case 5 -> " \u00c4" + marker + "\u200b";
            case 6 -> marker + "12345";
            default -> "\u738b" + marker;
        };
    }

    private static String around(String planted, Choices choices) {
        return text(choices) + planted + (choices.oneIn(2) ? text(choices) : "");
    }

    private static ArrayNode list(Choices choices, String planted, int levels) {
        ArrayNode list = JSON.arrayNode();
        for (int i = choices.below(5); i > 0; i--) {
            list.add(any(choices, planted, levels));
        }
        return list;
    }

    private static ObjectNode object(Choices choices, String planted, int levels) {
        ObjectNode object = JSON.objectNode();
        for (int i = choices.below(4); i > 0; i--) {
            object.set(text(choices), any(choices, planted, levels));
        }
        return object;
    }
}
