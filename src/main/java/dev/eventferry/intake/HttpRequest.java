package dev.eventferry.intake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a door may look at of a request; nothing else of it travels on (design 11).
 *
 * @param path below the host, without the query
 * @param peer the address that the connection came from; null when it is not known
 * @param body as it came, perhaps gzipped
 * @param headers by name, in any case
 * @param parameters of the query, decoded
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record HttpRequest(
        String id,
        Instant receivedAt,
        String path,
        @Nullable String peer,
        byte[] body,
        Named headers,
        Named parameters) {

    private static final String BEARER = "Bearer ";
    private static final byte[] NO_BODY = {};

    /** Values by name. */
    @FunctionalInterface
    public interface Named {

        /** None at all. */
        Named NONE = name -> null;

        /** The first value of that name; null when there is none. */
        @Nullable
        String get(String name);

        /** All values of that name, in their order: each proxy may have added a line of its own. */
        default List<String> all(String name) {
            String only = get(name);
            return only == null ? List.of() : List.of(only);
        }
    }

    /** The same for whoever answers it: its body, which is large, need not be kept once it is read. */
    public HttpRequest withoutBody() {
        return new HttpRequest(id, receivedAt, path, peer, NO_BODY, headers, parameters);
    }

    /** The key, from {@code Authorization: Bearer}, {@code X-Api-Key} or {@code Access-Token}; null for none. */
    public @Nullable String key() {
        String authorization = headers.get("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        String own = headers.get("X-Api-Key");
        return own == null ? headers.get("Access-Token") : own;
    }

    /** Which mapping to read it with; null for TikTok's own names. */
    public @Nullable String source() {
        return parameters.get("source");
    }

    /** Where it is for; null for the mapping's or the default. */
    public @Nullable String destination() {
        return parameters.get("destination");
    }

    /** Whether the answer lists every event. */
    public boolean verbose() {
        return "true".equals(parameters.get("verbose"));
    }

    /** Neither the body nor the key is for logs. */
    @Override
    public String toString() {
        return "HttpRequest[" + id + ", " + body.length + " bytes]";
    }
}
