package dev.eventferry.simulator;

import dev.eventferry.event.Sha256Hex;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What TikTok thinks of each access token. At first two play a part, and every other one is good for everything. */
final class Tokens {

    /** Stands for all tokens that are not named. */
    static final String OTHERS = "*";

    private static final int DIGEST_BYTES = 6;

    private final Map<String, TokenState> states = new LinkedHashMap<>();

    Tokens() {
        reset();
    }

    void set(String token, TokenState state) {
        states.put(token, state);
    }

    void reset() {
        states.clear();
        states.put("expired", TokenState.EXPIRED);
        states.put("wrong", TokenState.WRONG);
    }

    /** Why it refuses the token for that event source, or null when it does not. */
    @Nullable
    Answer refusal(@Nullable String token, String pixel) {
        if (token == null || token.isBlank()) {
            return Answer.refusal(40104, Answer.usualMessage(40104));
        }
        TokenState state = states.getOrDefault(token, states.getOrDefault(OTHERS, TokenState.GOOD));
        if (state.code() != 0) {
            String usual = state.code() == 40001 ? noPermission(pixel) : Answer.usualMessage(state.code());
            return Answer.refusal(state.code(), state.message().isEmpty() ? usual : state.message())
                    .withHttp(state.http());
        }
        boolean allowed =
                pixel.isEmpty() || state.pixels().isEmpty() || state.pixels().contains(pixel);
        return allowed ? null : Answer.refusal(40001, noPermission(pixel));
    }

    /** The states in words, by digest. */
    Map<String, String> view() {
        Map<String, String> view = new LinkedHashMap<>();
        states.forEach((token, state) -> view.put(token.equals(OTHERS) ? token : digest(token), state.toString()));
        return view;
    }

    /** The first 12 hex digits of its SHA-256: enough to tell tokens apart, and of no use to a thief. */
    static String digest(@Nullable String token) {
        return token == null || token.isEmpty()
                ? ""
                : HexFormat.of().formatHex(Sha256Hex.digest(token.getBytes(StandardCharsets.UTF_8)), 0, DIGEST_BYTES);
    }

    private static String noPermission(String pixel) {
        return "No permission to operate pixel code: " + pixel + ".";
    }
}
