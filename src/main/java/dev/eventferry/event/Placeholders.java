package dev.eventferry.event;

import java.util.Locale;
import java.util.Set;

/** Tells texts that stand for a value from values: words for none, and macros that nobody filled in (mission P10). */
public final class Placeholders {

    private static final Set<String> WORDS = Set.of(
            "null",
            "(null)",
            "undefined",
            "(undefined)",
            "nan",
            "n/a",
            "none",
            "nil",
            "(not set)",
            "(none)",
            "[object object]");
    private static final int LONGEST_WORD = 15;
    private static final String FIRST_LETTERS = "nNuU([";

    private Placeholders() {}

    /** Whether it is a word for no value (asks 21, 24). A person may be called Null: not to be asked of names. */
    public static boolean isWord(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_WORD
                && FIRST_LETTERS.indexOf(text.charAt(0)) >= 0
                && WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Whether it is a macro, whole: {@code __CLICKID__}, <code>{{ttclid}}</code>, {@code %%CLICKID%%}. */
    public static boolean isMacro(String text) {
        return isBetween(text, "__", "__")
                || isBetween(text, "%%", "%%")
                || isBetween(text, "{", "}")
                || text.startsWith("{{")
                || text.startsWith("${");
    }

    /**
     * Whether a macro stands anywhere in it: {@code summer-__CAMPAIGN_NAME__}. Not for ids, which may hold the signs of
     * one by chance.
     */
    public static boolean holdsMacro(String text) {
        if (isMacro(text) || text.contains("{{") || text.contains("${")) {
            return true;
        }
        for (int at = text.indexOf("__"); at >= 0; at = text.indexOf("__", at + 1)) {
            int end = at + 2;
            while (end < text.length() && isNameOfMacro(text.charAt(end)) && !text.startsWith("__", end)) {
                end++;
            }
            if (end > at + 2 && text.startsWith("__", end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNameOfMacro(char c) {
        return (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isBetween(String text, String begin, String end) {
        return text.length() > begin.length() + end.length() && text.startsWith(begin) && text.endsWith(end);
    }
}
