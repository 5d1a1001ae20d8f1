package dev.eventferry.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/** What TikTok takes at one place of an event. */
@FunctionalInterface
interface Shape {

    /** Looks at the value that the parser stands on, tells the reading what is wrong, and leaves at the value's end. */
    void check(JsonParser parser, EventReading reading) throws IOException;

    /** Any text. */
    Shape TEXT = (parser, reading) -> expect(parser, reading, parser.hasToken(JsonToken.VALUE_STRING), "string");

    /** Any JSON number; a number as text is none. */
    Shape NUMBER = (parser, reading) -> expect(parser, reading, isNumber(parser.currentToken()), "number");

    /** A JSON number without a fraction. */
    Shape INTEGER =
            (parser, reading) -> expect(parser, reading, parser.hasToken(JsonToken.VALUE_NUMBER_INT), "integer");

    /** True or false. */
    Shape BOOLEAN =
            (parser, reading) -> expect(parser, reading, parser.currentToken().isBoolean(), "boolean");

    /** A SHA-256 digest in lower-case hex; blank text does no harm (tiktok-events-api 4). */
    Shape DIGEST = (parser, reading) -> {
        TEXT.check(parser, reading);
        if (parser.hasToken(JsonToken.VALUE_STRING) && !isBlankOrDigest(parser)) {
            reading.refuse(parser, Refusal.NOT_HASHED, "Not a SHA-256 hash in lower-case hex");
        }
    };

    /** A list of such values. */
    static Shape listOf(Shape element) {
        return (parser, reading) -> {
            if (!parser.isExpectedStartArrayToken()) {
                expect(parser, reading, false, "list");
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                element.check(parser, reading);
            }
        };
    }

    /** One such value or a list of them. */
    static Shape oneOrMore(Shape element) {
        Shape list = listOf(element);
        return (parser, reading) -> (parser.isExpectedStartArrayToken() ? list : element).check(parser, reading);
    }

    /** An object with such fields; what it does not know it accepts in silence (tiktok-events-api 0). */
    static Shape object(Map<String, Shape> fields) {
        return (parser, reading) -> {
            if (!parser.isExpectedStartObjectToken()) {
                expect(parser, reading, false, "object");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Shape shape = fields.get(parser.currentName());
                parser.nextToken();
                if (shape == null) {
                    parser.skipChildren();
                } else {
                    shape.check(parser, reading);
                }
            }
        };
    }

    private static void expect(JsonParser parser, EventReading reading, boolean met, String kind) throws IOException {
        if (!met && !parser.hasToken(JsonToken.VALUE_NULL)) {
            reading.refuse(parser, Refusal.BAD_PARAMETER, "Not a valid " + kind);
            parser.skipChildren();
        }
    }

    private static boolean isNumber(JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    /** Looks at the parser's own buffer: no text is made for a value that nobody keeps. */
    private static boolean isBlankOrDigest(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        if (length == 0) {
            return true;
        }
        if (length != 64) {
            return false;
        }
        char[] text = parser.getTextCharacters();
        int start = parser.getTextOffset();
        for (int i = start; i < start + length; i++) {
            char c = text[i];
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
