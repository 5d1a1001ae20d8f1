package dev.eventferry.inspect;

import dev.eventferry.event.Sha256Hex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in to the inspector, in memory only: a restart signs everybody out. Of a session's token its digest is kept,
 * so that a heap dump opens no session. Safe for several threads.
 */
public final class Sessions {

    /** How long a session lasts, used or not. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    /** One more ends the oldest. */
    static final int MOST = 100;

    private static final int TOKEN_BYTES = 32;

    private final Map<Sha256Hex, Session> sessions = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    private record Session(Role role, long endsAt) {}

    /**
     * Begins a session.
     *
     * @return its token, 256 random bits, which is kept nowhere here
     */
    public String open(Role role) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = clock.millis();
        synchronized (sessions) {
            sessions.values().removeIf(session -> session.endsAt <= now);
            while (sessions.size() >= MOST) {
                sessions.remove(sessions.keySet().iterator().next());
            }
            sessions.put(Sha256Hex.of(token), new Session(role, now + LIFETIME.toMillis()));
        }
        return token;
    }

    /** What the session of a token allows; null when there is none, or not any more. */
    public @Nullable Role role(String token) {
        synchronized (sessions) {
            Session session = sessions.get(Sha256Hex.of(token));
            return session == null || session.endsAt <= clock.millis() ? null : session.role;
        }
    }

    /** Ends a session. */
    public void close(String token) {
        synchronized (sessions) {
            sessions.remove(Sha256Hex.of(token));
        }
    }

    /**
     * What the page must say with each request that changes something. Another site's page can make a browser send the
     * session's cookie, but cannot read this.
     */
    public static String csrf(String token) {
        return Sha256Hex.of("csrf " + token).hex();
    }

    /** Whether that was said; takes the same time whatever was. */
    static boolean isCsrf(String token, @Nullable String said) {
        return said != null && MessageDigest.isEqual(bytes(csrf(token)), bytes(said));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
