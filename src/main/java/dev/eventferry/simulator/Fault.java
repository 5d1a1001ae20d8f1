package dev.eventferry.simulator;

import java.time.Duration;

/**
 * What goes wrong with a request to the track endpoint. Unless it says {@link #afterTaking}, the request's events are
 * not taken.
 *
 * @param kind what is answered
 * @param code TikTok's code, for {@link Kind#CODE}
 * @param http the answer's status
 * @param text the message of a {@link Kind#CODE}, empty for the usual one; the body of a {@link Kind#BODY}
 * @param delay how late the answer is; what the request brings is taken at once
 * @param taking whether the request is checked and taken as if nothing were wrong, and only the answer suffers
 * @param times for how many requests
 */
public record Fault(Kind kind, int code, int http, String text, Duration delay, boolean taking, int times) {

    /** What the client gets to see. */
    public enum Kind {
        /** The usual answer. */
        NONE,
        /** TikTok's envelope with that code. */
        CODE,
        /** That body, whatever it is. */
        BODY,
        /** The connection closes without an answer. */
        RESET
    }

    static final Fault NONE = new Fault(Kind.NONE, 0, 200, "", Duration.ZERO, true, 1);

    /** Refuses what makes no sense. */
    public Fault {
        if (http < 200 || http > 599) {
            throw new IllegalArgumentException("http must be a status from 200 to 599, not " + http);
        }
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1, not " + times);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative");
        }
    }

    /** TikTok's envelope with that code, HTTP 200. */
    public static Fault code(int code) {
        return new Fault(Kind.CODE, code, 200, "", Duration.ZERO, false, 1);
    }

    /** A gateway's page with that status: no envelope. */
    public static Fault http(int status) {
        String page = "<html><head><title>" + status + "</title></head><body>nginx</body></html>";
        return body(status, page);
    }

    /** That body with that status. */
    public static Fault body(int status, String body) {
        return new Fault(Kind.BODY, 0, status, body, Duration.ZERO, false, 1);
    }

    /** HTTP 200 with an envelope that breaks off. */
    public static Fault malformed() {
        return body(200, "{\"code\":0,\"message\":\"OK\",\"request_");
    }

    /** The usual answer, late. */
    public static Fault delay(Duration delay) {
        return NONE.delayed(delay);
    }

    /** The connection closes before anything is done. */
    public static Fault reset() {
        return new Fault(Kind.RESET, 0, 200, "", Duration.ZERO, false, 1);
    }

    /** The same with that status. */
    public Fault withHttp(int status) {
        return new Fault(kind, code, status, text, delay, taking, times);
    }

    /** The same with that message or body. */
    public Fault withText(String changed) {
        return new Fault(kind, code, http, changed, delay, taking, times);
    }

    /** The same, but answered late. */
    public Fault delayed(Duration changed) {
        return new Fault(kind, code, http, text, changed, taking, times);
    }

    /** The same, but the events are checked and taken first: the answer is lost or lies. */
    public Fault afterTaking() {
        return new Fault(kind, code, http, text, delay, true, times);
    }

    /** The same for that many requests. */
    public Fault times(int changed) {
        return new Fault(kind, code, http, text, delay, taking, changed);
    }
}
