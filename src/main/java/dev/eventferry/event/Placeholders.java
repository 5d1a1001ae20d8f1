package dev.eventferry.event;

import java.util.Locale;
import java.util.Set;

/** Words that programs write where they have no value (asks 21, 24): sent on, they would make many events one. */
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
    private static final int LONGEST = 15;
    private static final String FIRST_LETTERS = "nNuU([";

    private Placeholders() {}

    /** Whether a text, in any case, stands for no value. A person may be called Null: not to be asked of names. */
    public static boolean isOne(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && FIRST_LETTERS.indexOf(text.charAt(0)) >= 0
                && WORDS.contains(text.toLowerCase(Locale.ROOT));
    }
}
