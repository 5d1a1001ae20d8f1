package dev.eventferry.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a group of items came from.
 *
 * @param requestId names the request, file chunk or page in answers and logs
 * @param source the mapping it is read with; {@code canonical} for TikTok's own names
 * @param destination the destination that the door was told, or null for the mapping's or the default one
 * @param receivedAt when it came in
 * @param place the request or {@code file name}, as shown beside a dead letter
 * @param firstPosition the row or index of the group's first item there, from 0
 * @param visitor whose own browser sent it; null where none did: files, tables, other servers
 * @param testEventCode sent with the group to Test Events instead of live; null for none
 */
public record Origin(
        String requestId,
        String source,
        @Nullable String destination,
        Instant receivedAt,
        String place,
        long firstPosition,
        @Nullable Visitor visitor,
        @Nullable String testEventCode) {

    /** The source whose items are in TikTok's own names. */
    public static final String CANONICAL = "canonical";

    /** Names the request without the visitor. */
    @Override
    public String toString() {
        return "Origin[" + requestId + " of " + source + " at " + firstPosition + "]";
    }
}
