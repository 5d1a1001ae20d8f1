package dev.eventferry.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** TikTok's click id and cookie: taken as they are, never cut, never lower-cased (tiktok-events-api 6). */
final class ClickIds {

    /** The longest ttclid (tiktok-events-api 6, official). */
    static final int LONGEST = 1000;

    private ClickIds() {}

    /** Whether an ad macro came through that nobody filled in: {@code __CLICKID__} (mission P10). */
    static boolean isMacro(String text) {
        return (text.length() > 4 && text.startsWith("__") && text.endsWith("__"))
                || text.startsWith("{{")
                || text.startsWith("${")
                || (text.startsWith("{") && text.endsWith("}"));
    }

    /** Whether white space or a control character stands in it, which no id has. */
    static boolean isBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Texts.isBlank(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Undoes one percent-encoding; a text that is none stays as it is. A plus stays a plus. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return text;
            }
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int octet = octet(text, i + 1);
            if (octet < 0) {
                return text;
            }
            bytes.write(octet);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octet(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
