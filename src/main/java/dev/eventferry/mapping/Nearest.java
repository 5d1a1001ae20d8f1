package dev.eventferry.mapping;

import java.util.Collection;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class Nearest {

    private static final int MOST_EDITS = 3;
    private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(MOST_EDITS);

    private Nearest() {}

    /** {@code "; did you mean user.email?"} or, when nothing is near, an empty text. */
    public static String suggestion(String given, Collection<String> known) {
        String nearest = to(given, known);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    /**
     * The nearest known name: the same leaf elsewhere, else within three edits and a third of its length; of equals the
     * first.
     */
    static @Nullable String to(String given, Collection<String> known) {
        String asked = given.toLowerCase(Locale.ROOT);
        String leaf = asked.substring(asked.lastIndexOf('.') + 1);
        String nearest = null;
        int least = Math.min(MOST_EDITS, Math.max(1, asked.length() / 3)) + 1;
        for (String name : known) {
            if (name.equals(leaf) || name.endsWith("." + leaf)) {
                return name;
            }
            int edits = DISTANCE.apply(asked, name.toLowerCase(Locale.ROOT));
            if (edits >= 0 && edits < least) {
                nearest = name;
                least = edits;
            }
        }
        return nearest;
    }
}
