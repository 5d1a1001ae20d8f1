package dev.eventferry.identity;

import dev.eventferry.event.Field;
import java.util.ArrayList;
import java.util.List;

/** The normal values of one field with several: each once, at most {@value #MOST}. */
final class Keys {

    /** TikTok documents no limit; ten are more than a person has (tiktok-events-api 1.3.1). */
    static final int MOST = 10;

    private final Field field;
    private final Draft draft;
    private final List<String> found = new ArrayList<>(2);
    private boolean overflowed;

    Keys(Field field, Draft draft) {
        this.field = field;
        this.draft = draft;
    }

    void add(String normal) {
        if (found.contains(normal)) {
            return;
        }
        if (found.size() < MOST) {
            found.add(normal);
        } else if (!overflowed) {
            overflowed = true;
            draft.warn(
                    field, Codes.TOO_MANY, "more than " + MOST + " different values; the first " + MOST + " are sent");
        }
    }

    /** Tells the sender what is wrong with a value, and that it is left out if it is. */
    void warn(String kind, String why) {
        draft.warn(field, kind, why);
    }

    /** Puts what was found in the place of what was given. */
    void replace(List<String> given) {
        if (found.isEmpty()) {
            draft.put(field, null);
        } else if (!found.equals(given)) {
            draft.put(field, List.copyOf(found));
        }
    }
}
