package dev.eventferry.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The few things of a request that a door looks at; nothing else of it travels on (design 11).
 *
 * @param body as it came, perhaps gzipped
 * @param key from {@code Authorization: Bearer}, {@code X-Api-Key} or {@code Access-Token}
 * @param source which mapping to read it with; null for TikTok's own names
 * @param destination where it is for; null for the mapping's or the default
 * @param verbose whether the answer lists every event
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record HttpRequest(
        String id,
        Instant receivedAt,
        byte[] body,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String key,
        @Nullable String source,
        @Nullable String destination,
        boolean verbose) {

    /** Neither the body nor the key is for logs. */
    @Override
    public String toString() {
        return "HttpRequest[" + id + ", " + body.length + " bytes]";
    }
}
