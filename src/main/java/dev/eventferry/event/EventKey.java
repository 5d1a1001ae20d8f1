package dev.eventferry.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * 128 bits of the SHA-256 of what makes two events one (design 3): enough that no two different keys ever meet.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record EventKey(long high, long low) {

    /** The key of that text. */
    public static EventKey of(String dedupKey) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256Hex.digest(dedupKey.getBytes(StandardCharsets.UTF_8)));
        return new EventKey(digest.getLong(), digest.getLong());
    }
}
