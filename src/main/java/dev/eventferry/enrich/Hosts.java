package dev.eventferry.enrich;

import org.jspecify.annotations.Nullable;

/** Compares URLs by their hosts, without cutting them up. */
final class Hosts {

    private Hosts() {}

    /** Whether both are URLs of one host, whatever its case; the port does not matter. */
    static boolean areSame(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return false;
        }
        int start = start(one);
        int otherStart = start(other);
        if (start < 0 || otherStart < 0) {
            return false;
        }
        int length = end(one, start) - start;
        return length > 0
                && length == end(other, otherStart) - otherStart
                && one.regionMatches(true, start, other, otherStart, length);
    }

    private static int start(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return -1;
        }
        int start = scheme + 3;
        int at = url.lastIndexOf('@', authorityEnd(url, start) - 1);
        return at < start ? start : at + 1;
    }

    private static int end(String url, int start) {
        int end = authorityEnd(url, start);
        int colon = url.lastIndexOf(':', end - 1);
        return colon > start && colon > url.lastIndexOf(']', end - 1) ? colon : end;
    }

    private static int authorityEnd(String url, int start) {
        int end = start;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
