package dev.eventferry.identity;

import java.text.Normalizer;
import java.util.Locale;

/** What all match keys share: trimming what people paste, and one form for one text. */
public final class Texts {

    private Texts() {}

    /** Without white space, no-break spaces, zero-width and control characters at its ends. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /**
     * Stripped, and without what spreadsheets put around a text to keep it one: {@code ="0049"}, {@code '0049};
     * several of them where one export went through another.
     */
    static String unguard(String text) {
        int start = 0;
        int end = text.length();
        while (true) {
            while (start < end && isBlank(text.charAt(start))) {
                start++;
            }
            while (end > start && isBlank(text.charAt(end - 1))) {
                end--;
            }
            char first = start < end ? text.charAt(start) : 'x';
            boolean paired = end - start > 1 && text.charAt(end - 1) == first;
            if (first != '=' && first != '\'' && !(first == '"' && paired)) {
                return text.substring(start, end);
            }
            start++;
            end -= first != '=' && paired ? 1 : 0;
        }
    }

    /** Lower-case without any country's rules, and composed, so that one name has one digest. */
    static String lower(String text) {
        return isAscii(text)
                ? text.toLowerCase(Locale.ROOT)
                : compose(compose(text).toLowerCase(Locale.ROOT));
    }

    /** Lower-case letters, their marks and digits of any script; spaces and punctuation go. */
    static String lettersAndDigits(String text) {
        String lower = lower(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return filtered(lower);
            }
        }
        return lower;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is white space, a control or an invisible character. */
    public static boolean isBlank(char c) {
        return c <= ' ' || (c >= 0x7f && isRareBlank(c));
    }

    /** White space, controls, and the invisible ones: zero-width, soft hyphen, direction marks, byte order mark. */
    private static boolean isRareBlank(char c) {
        return Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || c == '\u00ad'
                || (c >= '\u200b' && c <= '\u200f')
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2060' && c <= '\u2069')
                || c == '\ufeff';
    }

    /** Whether a character has no width at all, so that nobody sees it inside a word. */
    static boolean isInvisible(char c) {
        return c >= 0x7f && isRareBlank(c) && !Character.isSpaceChar(c) && !Character.isISOControl(c);
    }

    /** One form of a letter and its marks; again after whatever stood between them was left out. */
    static String compose(String text) {
        return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String filtered(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(Texts::belongsToWord).forEach(kept::appendCodePoint);
        return compose(kept.toString());
    }

    /** Letters, digits, and the marks without which Indic or Arabic words fall apart. */
    static boolean belongsToWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || isMark(codePoint);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
