package dev.eventferry.event;

import org.jspecify.annotations.Nullable;

/**
 * The two cookies of a visitor that TikTok's pixel sets (tiktok-events-api 6), as they stand in the browser; at least
 * one of them is there.
 *
 * @param ttclid the click id; null when there is none
 * @param ttp the pixel's own id of the browser, the cookie {@code _ttp}; null when there is none
 */
public record Cookies(@Nullable String ttclid, @Nullable String ttp) {

    /** The name of the click id's cookie. */
    public static final String TTCLID = "ttclid";
    /** The name of the cookie with the pixel's id of the browser. */
    public static final String TTP = "_ttp";

    /** Both, or null when neither is there. */
    public static @Nullable Cookies of(@Nullable String ttclid, @Nullable String ttp) {
        return ttclid == null && ttp == null ? null : new Cookies(ttclid, ttp);
    }

    /** Those of a Cookie header, read once from its beginning to its end; null when it has neither. */
    public static @Nullable Cookies ofHeader(String header) {
        String ttclid = null;
        String ttp = null;
        int start = 0;
        while (start < header.length()) {
            int semicolon = header.indexOf(';', start);
            int end = semicolon < 0 ? header.length() : semicolon;
            while (start < end && header.charAt(start) == ' ') {
                start++;
            }
            // the first of a name is the one of the narrowest path (RFC 6265, 5.4)
            if (ttclid == null) {
                ttclid = value(header, start, end, TTCLID);
            }
            if (ttp == null) {
                ttp = value(header, start, end, TTP);
            }
            start = end + 1;
        }
        return of(ttclid, ttp);
    }

    private static @Nullable String value(String header, int start, int end, String name) {
        int from = start + name.length();
        if (from >= end || header.charAt(from) != '=' || !header.startsWith(name, start)) {
            return null;
        }
        from++;
        int to = end;
        if (to - from > 1 && header.charAt(from) == '"' && header.charAt(to - 1) == '"') {
            from++;
            to--;
        }
        return from == to ? null : header.substring(from, to);
    }

    /** Which are there; their values are a person's. */
    @Override
    public String toString() {
        return "Cookies[" + (ttclid == null ? "" : TTCLID) + " " + (ttp == null ? "" : TTP) + "]";
    }
}
