package dev.eventferry.simulator;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a faulty request is answered with.
 *
 * @param kind what it is
 * @param code TikTok's code, for {@link Kind#CODE}
 * @param http the answer's status
 * @param text the message of a {@link Kind#CODE}, empty for the usual one; the body of a {@link Kind#BODY}
 * @param headers that the answer carries, in place of the usual ones of that name
 * @param failed for {@link Kind#PARTIAL}, the indexes of the events that are not taken, from 0
 */
record Reply(Kind kind, int code, int http, String text, Map<String, String> headers, List<Integer> failed) {

    enum Kind {
        /** The usual answer. */
        USUAL,
        /** TikTok's envelope with that code. */
        CODE,
        /** That body, whatever it is. */
        BODY,
        /** Events API 1.0's list of failed events; all others are taken (tiktok-events-api 2.1). */
        PARTIAL
    }

    static final Reply USUAL = new Reply(Kind.USUAL, 0, 200, "", Map.of(), List.of());

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

    Reply {
        if (http < 200 || http > 599) {
            throw new IllegalArgumentException("http must be a status from 200 to 599, not " + http);
        }
        headers.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()
                    || !HEADER_VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "headers must be names and values in printable ASCII, such as Retry-After: \"5\"");
            }
        });
        if (failed.stream().anyMatch(index -> index < 0)) {
            throw new IllegalArgumentException("partial must list indexes from 0");
        }
        headers = Map.copyOf(headers);
        failed = List.copyOf(failed);
    }

    static Reply code(int code) {
        return new Reply(Kind.CODE, code, 200, "", Map.of(), List.of());
    }

    static Reply body(int http, String body) {
        return new Reply(Kind.BODY, 0, http, body, Map.of(), List.of());
    }

    static Reply partial(List<Integer> failed) {
        return new Reply(Kind.PARTIAL, 0, 200, "", Map.of(), failed);
    }

    Reply withHttp(int changed) {
        return new Reply(kind, code, changed, text, headers, failed);
    }

    Reply withText(String changed) {
        return new Reply(kind, code, http, changed, headers, failed);
    }

    Reply withHeaders(Map<String, String> changed) {
        return new Reply(kind, code, http, text, changed, failed);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case USUAL -> http == 200 ? "usual answer" : "usual answer, http " + http;
            case CODE -> http == 200 ? "code " + code : "code " + code + ", http " + http;
            case BODY -> "http " + http + ", body of " + text.length() + " characters";
            case PARTIAL -> "failed events " + failed;
        };
    }
}
