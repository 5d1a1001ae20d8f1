package dev.eventferry.cell;

/** Figures and blanks of any script as ASCII writes them. */
final class Digits {

    private Digits() {}

    /** The text itself when it is ASCII. */
    static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return rewritten(text);
            }
        }
        return text;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\u00A0' || c == '\u202F' || c == '\u2009' || c == '\t';
    }

    /** Marks of direction and the like, which print nothing. */
    private static boolean isInvisible(char c) {
        return c == '\u200E' || c == '\u200F' || c == '\u200B' || c == '\uFEFF';
    }

    private static String rewritten(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = Character.digit(c, 10);
            if (c >= 128 && digit >= 0) {
                plain.append((char) ('0' + digit));
            } else if (isBlank(c)) {
                plain.append(' ');
            } else if (!isInvisible(c)) {
                plain.append(c >= '\uFF0A' && c <= '\uFF1A' ? (char) (c - '\uFF00' + ' ') : c);
            }
        }
        return plain.toString();
    }
}
