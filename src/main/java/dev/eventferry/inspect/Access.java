package dev.eventferry.inspect;

import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.settings.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what of {@code /v1/inspect} and {@code /v1/status}: whoever shows a key with the request, or the cookie of a
 * session that a key opened. Where no key is set, which Eventferry allows on loopback addresses only, everybody on this
 * machine, but no page of another site that happens to be open in a browser here.
 */
public final class Access {

    /** The cookie's name. */
    static final String COOKIE = "eventferry-session";

    /** The header with {@link Sessions#csrf}. */
    static final String CSRF = "X-CSRF-Token";

    private static final Pattern NUMERIC_HOST = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");

    private final Keys keys;
    private final boolean loopback;
    private final Sessions sessions;
    private final SignInLimit limit;

    /**
     * The keys that open something.
     *
     * @param doors those that senders show; they open all of the API, as they always did
     * @param operate the inspector's own
     * @param view of these who only look
     */
    public record Keys(List<Secret> doors, List<Secret> operate, List<Secret> view) {

        boolean isNone() {
            return doors.isEmpty() && !hasOwn();
        }

        boolean hasOwn() {
            return !operate.isEmpty() || !view.isEmpty();
        }

        /** What a key is good for; takes the same time for each of a length. */
        @Nullable
        Role role(String key, boolean doorsCount) {
            boolean operates = matches(operate, key);
            boolean sends = matches(doors, key);
            boolean views = matches(view, key);
            return operates || (sends && doorsCount) ? Role.OPERATE : views ? Role.VIEW : null;
        }

        private static boolean matches(List<Secret> known, String key) {
            Secret shown = new Secret(key);
            boolean matches = false;
            for (Secret one : known) {
                matches |= one.equals(shown);
            }
            return matches;
        }
    }

    /**
     * Who asks.
     *
     * @param csrf what the page must say with each change; null when it is not asked for
     */
    public record Visit(Role role, @Nullable String csrf) {}

    /** @param loopback whether only this machine can ask */
    public Access(Keys keys, boolean loopback, Clock clock) {
        this.keys = keys;
        this.loopback = loopback;
        this.sessions = new Sessions(clock);
        this.limit = new SignInLimit(clock);
    }

    /**
     * Whether there is a page to sign in to: not where others than this machine can ask and the inspector has no key of its
     * own, for senders' keys lie in shops.
     *
     * @throws RequestRefused 404 when there is none
     */
    public void requirePage() {
        if (!loopback && !keys.hasOwn()) {
            throw new RequestRefused(404, "not_found", "There is nothing at this path.");
        }
    }

    /**
     * Lets those through who may look.
     *
     * @throws RequestRefused 401 or 403
     */
    public Visit view(HttpRequest request) {
        String key = request.key();
        if (keys.isNone()) {
            requireOwnSite(request);
            return new Visit(Role.OPERATE, null);
        }
        if (key != null) {
            Role role = keys.role(key, true);
            if (role == null) {
                throw wrongKey();
            }
            return new Visit(role, null);
        }
        String token = token(request);
        Role role = token == null ? null : sessions.role(token);
        if (token == null || role == null) {
            throw new RequestRefused(
                    401,
                    "key_wrong",
                    "A key is needed: Authorization: Bearer KEY, or X-Api-Key; in a browser, sign in at /inspector.");
        }
        return new Visit(role, Sessions.csrf(token));
    }

    /**
     * Lets those through who may change something, when their own page asked for it.
     *
     * @throws RequestRefused 401 or 403
     */
    public void operate(HttpRequest request) {
        Visit visit = view(request);
        if (visit.role() != Role.OPERATE) {
            throw new RequestRefused(403, "view_only", "This key only looks: ferry.inspector.view-keys.");
        }
        requireCsrf(request, visit);
    }

    /**
     * Begins a session with a key.
     *
     * @return the cookie to set
     * @throws RequestRefused 401 when the key is wrong, 403 from another site, 404 without a page, 429 after many wrong keys
     */
    public String signIn(HttpRequest request, String key) {
        requirePage();
        requireOwnSite(request);
        String address = Objects.requireNonNullElse(request.peer(), "");
        if (!limit.take(address)) {
            throw new RequestRefused(
                    429, "too_many_sign_ins", "Too many wrong keys came from this address: try again in a minute.");
        }
        Role role = keys.isNone() ? Role.OPERATE : keys.role(key, !keys.hasOwn());
        if (role == null) {
            throw wrongKey();
        }
        limit.giveBack(address);
        return cookie(request, sessions.open(role), Sessions.LIFETIME.toSeconds());
    }

    /**
     * Ends the request's session, if it has one.
     *
     * @return the cookie to set
     * @throws RequestRefused 403 when not its own page asked for it
     */
    public String signOut(HttpRequest request) {
        requirePage();
        String token = token(request);
        if (token != null && sessions.role(token) != null) {
            requireCsrf(request, new Visit(Role.VIEW, Sessions.csrf(token)));
            sessions.close(token);
        }
        return cookie(request, "", 0);
    }

    private static void requireCsrf(HttpRequest request, Visit visit) {
        String token = token(request);
        if (visit.csrf() != null
                && (token == null || !Sessions.isCsrf(token, request.headers().get(CSRF)))) {
            throw new RequestRefused(
                    403, "csrf_wrong", "The header " + CSRF + " must say csrf of GET /v1/inspect/session.");
        }
    }

    /** A page of another site, or one that gave its own name our address, is not somebody on this machine. */
    private void requireOwnSite(HttpRequest request) {
        String site = request.headers().get("Sec-Fetch-Site");
        String origin = request.headers().get("Origin");
        String host = Objects.requireNonNullElse(request.headers().get("Host"), "");
        boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        boolean strange = origin != null && !host.equalsIgnoreCase(authority(origin));
        if (foreign || strange || (keys.isNone() && !isThisMachine(host))) {
            throw new RequestRefused(
                    403,
                    "cross_site",
                    "Another site's page asked for this. Open Eventferry by its own address, such as 127.0.0.1.");
        }
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isThisMachine(String host) {
        String name = host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        return name.isEmpty()
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || NUMERIC_HOST.matcher(name).matches();
    }

    private static @Nullable String token(HttpRequest request) {
        for (String line : request.headers().all("Cookie")) {
            for (String each : line.split(";", -1)) {
                String cookie = each.strip();
                if (cookie.startsWith(COOKIE + "=")) {
                    return cookie.substring(COOKIE.length() + 1);
                }
            }
        }
        return null;
    }

    /** Whoever claims to have come by https without having, only keeps the browser from sending the cookie back. */
    private static String cookie(HttpRequest request, String token, long seconds) {
        boolean https = "https".equalsIgnoreCase(request.headers().get("X-Forwarded-Proto"));
        return COOKIE + "=" + token + "; Path=/v1/inspect; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict"
                + (https ? "; Secure" : "");
    }

    private static RequestRefused wrongKey() {
        return new RequestRefused(401, "key_wrong", "This key is not one of ours.");
    }
}
