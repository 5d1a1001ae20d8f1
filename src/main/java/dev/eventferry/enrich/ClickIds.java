package dev.eventferry.enrich;

import dev.eventferry.event.Field;
import dev.eventferry.event.Placeholders;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.identity.Masker;
import dev.eventferry.identity.Texts;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** TikTok's click id and cookie: taken as they are, never cut, never lower-cased (tiktok-events-api 6). */
final class ClickIds {

    /** The longest ttclid (tiktok-events-api 6, official). */
    static final int LONGEST = 1000;

    /** Why a text is no id, as the end of a code and as a sentence. */
    record Flaw(String kind, String why) {}

    private static final Flaw BLANK = new Flaw(Codes.BLANK, "blank, so it is left out; leave the field out instead");
    private static final Flaw HASHED =
            new Flaw(Codes.HASHED, "hashed, but TikTok takes it plain only, so it is left out; send it plain");
    private static final Flaw MACRO =
            new Flaw(Codes.MACRO, "an ad macro that was not filled in, so it is left out; check the ad's URL");
    private static final Flaw PLACEHOLDER =
            new Flaw(Codes.PLACEHOLDER, "a word that stands for no value, so it is left out");
    private static final Flaw TOO_LONG = new Flaw(
            Codes.TOO_LONG, "longer than " + LONGEST + " characters, so it is left out; cutting it would break it");

    private ClickIds() {}

    /** The id as it is sent, once {@link #flaw} has none; the same text when there is nothing to undo. */
    static String normal(Field field, String given) {
        String text = Texts.strip(given);
        return field == Field.TTCLID ? decoded(text) : text;
    }

    /** Why a normal text is no id; null when it may be one. */
    static @Nullable Flaw flaw(String id) {
        if (id.isEmpty()) {
            return BLANK;
        }
        if (Sha256Hex.isDigest(id)) {
            return HASHED;
        }
        if (Placeholders.isMacro(id)) {
            return MACRO;
        }
        if (Placeholders.isWord(id)) {
            return PLACEHOLDER;
        }
        if (id.length() > LONGEST) {
            return TOO_LONG;
        }
        return isBroken(id)
                ? new Flaw(Codes.UNPARSEABLE, Masker.shape(id) + ", with white space inside, is no id; left out")
                : null;
    }

    /** Whether white space or a control character stands in it, which no id has. */
    private static boolean isBroken(String text) {
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
