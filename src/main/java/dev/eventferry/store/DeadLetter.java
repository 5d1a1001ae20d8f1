package dev.eventferry.store;

import dev.eventferry.event.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * An event that will not be delivered, and why.
 *
 * @param position its row or index at {@code place}
 * @param createdAt when it was accepted, milliseconds since 1970
 * @param diedAt milliseconds since 1970
 * @param reason stable and short: {@code refused}, {@code expired}
 * @param code TikTok's, or null when it never answered
 * @param message TikTok's words, masked; or null
 * @param json as it would have been sent
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record DeadLetter(
        long id,
        Lane lane,
        String source,
        String place,
        long position,
        long createdAt,
        long diedAt,
        String reason,
        @Nullable Integer code,
        @Nullable String message,
        int attempts,
        EventKey key,
        byte[] json) {

    /** Its reason, with TikTok's code where there is one. */
    public String why() {
        return code == null ? reason : reason + " (" + code + ")";
    }
}
