package dev.eventferry.rules;

import dev.eventferry.event.EventSource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which name an event goes out under (mission T16; tiktok-events-api 3). */
final class NameRules {

    private static final String FIELD = "event";
    private static final int LONGEST = 50;
    private static final String OPTIMISATION =
            "it serves reports and audiences, but campaigns cannot be optimised for it";

    private final Map<EventSource, Vocabulary> vocabularies = new EnumMap<>(EventSource.class);
    private final boolean legacy;

    NameRules(boolean legacy) {
        this.legacy = legacy;
        for (EventSource source : EventSource.values()) {
            vocabularies.put(source, Vocabulary.of(source));
        }
    }

    void judge(Draft draft) {
        Vocabulary vocabulary = vocabularies.get(draft.source());
        if (vocabulary == null) {
            throw new IllegalStateException("every source has its names");
        }
        if (!vocabulary.knows(draft.name())) {
            settle(draft, vocabulary);
        }
        if (draft.source() != EventSource.APP && vocabulary.knows(draft.name())) {
            generation(draft);
        }
    }

    private static void settle(Draft draft, Vocabulary vocabulary) {
        correct(draft, vocabulary);
        String name = draft.name();
        if (vocabulary.knows(name)) {
            return;
        }
        String translation = vocabulary.translation(name);
        String reserved = vocabulary.reserved(name);
        if (translation != null) {
            draft.rename(translation);
            draft.warn(
                    FIELD,
                    Codes.EVENT_TRANSLATED,
                    "events of " + draft.source().wire() + " have the name " + translation + " for it, which is sent");
        } else if (reserved != null) {
            draft.rename(reserved);
            draft.warn(
                    FIELD,
                    Codes.EVENT_RESERVED,
                    "a reserved name that TikTok turns into " + reserved
                            + ", which is sent; choose another for your own");
        } else {
            custom(draft, vocabulary);
        }
    }

    /** Another case is another event to TikTok, and a name with spaces none at all: both are slips (asks 20). */
    private static void correct(Draft draft, Vocabulary vocabulary) {
        String name = draft.name().strip();
        String spelling = vocabulary.spelling(name);
        boolean slip = spelling != null && (spelling.equalsIgnoreCase(name) || name.indexOf(' ') >= 0);
        String corrected = slip && spelling != null ? spelling : name;
        if (corrected.equals(draft.name())) {
            return;
        }
        draft.rename(corrected);
        if (slip) {
            draft.warn(
                    FIELD,
                    Codes.EVENT_CORRECTED,
                    "names are case-sensitive; sent as " + corrected + ", so write it like that");
        }
    }

    private static void custom(Draft draft, Vocabulary vocabulary) {
        String name = draft.name();
        if (name.isEmpty()) {
            draft.refuse(FIELD, Codes.EVENT_MISSING, "the event has no name; send one of TikTok's, such as Purchase");
        } else if (name.length() > LONGEST) {
            draft.refuse(
                    FIELD,
                    Codes.EVENT_TOO_LONG,
                    "a custom name has at most " + LONGEST + " characters, this one has " + name.length()
                            + "; shorten it");
        } else if (!isLegal(name, draft.source() == EventSource.CRM)) {
            draft.refuse(
                    FIELD,
                    Codes.EVENT_CHARACTERS,
                    "a custom name begins with a letter and has letters, digits, _ and - only; rename it"
                            + meant(vocabulary.spelling(name)));
        } else if (draft.source() == EventSource.OFFLINE) {
            draft.refuse(
                    FIELD,
                    Codes.EVENT_NOT_STANDARD,
                    "offline takes TikTok's standard names only; map it to one of them, such as Purchase or Lead"
                            + meant(vocabulary.spelling(name)));
        } else {
            draft.warn(FIELD, Codes.EVENT_CUSTOM, "a custom name: " + OPTIMISATION + meant(vocabulary.spelling(name)));
        }
    }

    private static String meant(@Nullable String spelling) {
        return spelling == null ? "" : " (did you mean " + spelling + "?)";
    }

    /** Names in other scripts, and with spaces inside, are for CRM only (tiktok-events-api 3.3). */
    private static boolean isLegal(String name, boolean anyScript) {
        if (!isLetter(name.codePointAt(0), anyScript)) {
            return false;
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            boolean sign = c == '_' || c == '-' || (anyScript && c == ' ');
            boolean digit = anyScript ? Character.isDigit(c) : c >= '0' && c <= '9';
            boolean mark = anyScript
                    && Character.getType(c) >= Character.NON_SPACING_MARK
                    && Character.getType(c) <= Character.COMBINING_SPACING_MARK;
            if (!sign && !digit && !mark && !isLetter(c, anyScript)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(int c, boolean anyScript) {
        return anyScript ? Character.isLetter(c) : (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /**
     * An old name stays: the sender's pixel may say the same, and TikTok joins the two by name (mission A38). Only the
     * setting turns new names into old ones.
     */
    private void generation(Draft draft) {
        String name = draft.name();
        if (legacy && name.equals("Purchase")) {
            draft.rename("CompletePayment");
        } else if (legacy && name.equals("Lead")) {
            draft.rename("SubmitForm");
        } else if (!legacy && Vocabulary.OLD.containsKey(name)) {
            draft.warn(
                    FIELD,
                    Codes.EVENT_OLD_NAME,
                    "the old name of " + Vocabulary.OLD.get(name) + ", which TikTok still takes;"
                            + " use the same name in the pixel");
        } else if (Vocabulary.HIDDEN.contains(name)) {
            draft.warn(FIELD, Codes.EVENT_CUSTOM, "not among TikTok's standard events: " + OPTIMISATION);
        }
    }
}
