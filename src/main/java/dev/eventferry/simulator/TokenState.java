package dev.eventferry.simulator;

import java.util.Set;

/**
 * What TikTok thinks of an access token.
 *
 * @param code that its requests are refused with; 0 when they are not
 * @param http the status of that refusal
 * @param message of that refusal; empty for the usual one
 * @param pixels the only event sources it may send to; empty for all
 */
public record TokenState(int code, int http, String message, Set<String> pixels) {

    public static final TokenState GOOD = refused(0);
    public static final TokenState EXPIRED = refused(40102);
    public static final TokenState REVOKED = refused(40105);
    public static final TokenState WRONG = refused(40105);
    /** The app behind it is blocked. */
    public static final TokenState BLOCKED = refused(40113);
    /** Not on the allow-list for what it does, as for app events without TikTok's approval. */
    public static final TokenState NOT_ALLOWED = refused(40118);
    /** It lacks the permission to report events. */
    public static final TokenState PERMISSION_MISSING = refused(40125);
    /** It may send to none of the event sources that it names. */
    public static final TokenState NO_PERMISSION = refused(40001);

    /** Copies the pixels. */
    public TokenState {
        pixels = Set.copyOf(pixels);
    }

    /** Good for those event sources only; for others the answer is 40001. */
    public static TokenState only(String... pixels) {
        return new TokenState(0, 200, "", Set.of(pixels));
    }

    /** Refused with that code. */
    public static TokenState refused(int code) {
        return new TokenState(code, 200, "", Set.of());
    }

    /** The same with that status and message. */
    public TokenState saying(int status, String words) {
        return new TokenState(code, status, words, pixels);
    }

    @Override
    public String toString() {
        if (code != 0) {
            return "refused with " + code;
        }
        return pixels.isEmpty()
                ? "good"
                : "good for " + pixels.stream().sorted().toList();
    }
}
