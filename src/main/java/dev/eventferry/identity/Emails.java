package dev.eventferry.identity;

import java.util.ArrayList;
import java.util.List;

/**
 * E-mail addresses, trimmed and lower-cased and no more: dots and plus tags stay (tiktok-events-api 4). Takes what
 * people's exports hold: {@code mailto:}, {@code Name <a@b.c>}, several in one cell (sources D8).
 */
final class Emails {

    /** Each would have to be quoted; {@code |} stands between addresses in exports. */
    private static final String NOT_IN_AN_ADDRESS = "<>()\":;,|";

    private Emails() {}

    static void read(String text, Keys keys) {
        if (isPlainAddress(text)) {
            keys.add(Texts.lower(text));
            return;
        }
        boolean any = false;
        for (String part : split(text)) {
            String address = address(part);
            if (isAddress(address)) {
                keys.add(Texts.lower(address));
                any = true;
            }
        }
        if (!any) {
            keys.warn(
                    Codes.UNPARSEABLE,
                    Masker.shape(text) + " is no e-mail address, so it is left out; send name@domain or its SHA-256");
        }
    }

    /** The common case in one look: ASCII, one {@code @} inside, nothing that needs unwrapping. */
    private static boolean isPlainAddress(String text) {
        int at = -1;
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if (c == '@') {
                if (at >= 0 || i == 0 || i == last) {
                    return false;
                }
                at = i;
            } else if ((c < 'a' || c > 'z') && (c < '@' || c > 'Z') && (c < '0' || c > '9') && ".-_+".indexOf(c) < 0) {
                return false;
            }
        }
        return at > 0 && text.charAt(last) != '.' && text.charAt(at + 1) != '.';
    }

    /** Cuts at {@code ;}, {@code ,} and line ends that stand in no quotes. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>(2);
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ';' || c == ',' || c == '\n' || c == '\r' || c == '|')) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String address(String part) {
        String bare = Texts.unguard(withoutInvisible(part));
        int open = bare.lastIndexOf('<');
        int close = bare.indexOf('>', open + 1);
        if (open >= 0 && close > open) {
            bare = Texts.unguard(bare.substring(open + 1, close));
        }
        if (bare.regionMatches(true, 0, "mailto:", 0, 7)) {
            int query = bare.indexOf('?');
            bare = Texts.unguard(bare.substring(7, query < 0 ? bare.length() : query));
        }
        int end = bare.length();
        while (end > 0 && bare.charAt(end - 1) == '.') {
            end--;
        }
        return bare.substring(0, end);
    }

    private static String withoutInvisible(String text) {
        if (Texts.isAscii(text)) {
            return text;
        }
        StringBuilder seen = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!Texts.isInvisible(text.charAt(i))) {
                seen.append(text.charAt(i));
            }
        }
        return seen.toString();
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        if (at <= 0 || at == text.length() - 1 || at != text.lastIndexOf('@') || text.charAt(at + 1) == '.') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Texts.isBlank(c) || NOT_IN_AN_ADDRESS.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }
}
