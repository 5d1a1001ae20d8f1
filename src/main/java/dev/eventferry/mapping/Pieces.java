package dev.eventferry.mapping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a text at its separators: pieces without the white space around them, blank ones left out. */
final class Pieces {

    /** What {@code part} picks. */
    enum Pick {
        /** Counted from the first. */
        NTH,
        /** The last, which may be the first. */
        LAST,
        /** Everything after the first, as it was. */
        REST
    }

    private Pieces() {}

    /** All pieces; a separator of one blank stands for any white space. */
    static List<String> of(String text, String separator) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = next(text, separator, start);
            String piece = text.substring(start, end).strip();
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
            start = end + separator.length();
        }
        return pieces;
    }

    /** One of them, or null when there is none such. */
    static @Nullable String pick(String text, String separator, Pick pick, int nth) {
        List<String> pieces = of(text, separator);
        return switch (pick) {
            case NTH -> nth < pieces.size() ? pieces.get(nth) : null;
            case LAST -> pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            case REST -> pieces.size() < 2 ? null : rest(text, pieces.get(0), separator);
        };
    }

    private static String rest(String text, String first, String separator) {
        String after = text.substring(text.indexOf(first) + first.length()).strip();
        while (after.startsWith(separator)) {
            after = after.substring(separator.length()).strip();
        }
        return after;
    }

    private static int next(String text, String separator, int from) {
        if (!separator.equals(" ")) {
            int found = text.indexOf(separator, from);
            return found < 0 ? text.length() : found;
        }
        int end = from;
        while (end < text.length() && !isWhite(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWhite(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
