package dev.eventferry.mapping;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads one value out of {@code name=value} pairs, without cutting up the rest. */
final class Pairs {

    private Pairs() {}

    /** A parameter of a URL's query, decoded once (tiktok-events-api 4: click ids); null when it is not there. */
    static @Nullable String queryParameter(String url, String name) {
        int question = url.indexOf('?');
        if (question < 0) {
            return null;
        }
        int hash = url.indexOf('#', question);
        String value = find(url, question + 1, hash < 0 ? url.length() : hash, '&', name);
        return value == null ? null : decoded(value);
    }

    /** A cookie of a Cookie header; null when it is not there. */
    static @Nullable String cookie(String header, String name) {
        return find(header, 0, header.length(), ';', name);
    }

    private static @Nullable String find(String text, int from, int to, char separator, String name) {
        int start = from;
        while (start < to) {
            int next = text.indexOf(separator, start);
            int end = next < 0 || next > to ? to : next;
            while (start < end && text.charAt(start) == ' ') {
                start++;
            }
            int equals = start + name.length();
            if (equals < end && text.charAt(equals) == '=' && text.startsWith(name, start)) {
                return text.substring(equals + 1, end);
            }
            start = end + 1;
        }
        return null;
    }

    private static String decoded(String value) {
        if (value.indexOf('%') < 0 && value.indexOf('+') < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // a lone percent sign: it was not encoded
            return value;
        }
    }
}
