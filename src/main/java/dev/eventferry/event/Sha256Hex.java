package dev.eventferry.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest as TikTok takes it: 64 lower-case hex digits (tiktok-events-api 4).
 *
 * @param hex the digits
 */
public record Sha256Hex(String hex) {

    private static final int LENGTH = 64;
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Sha256Hex::newDigest);

    /** Refuses what is not 64 lower-case hex digits, without repeating it. */
    public Sha256Hex {
        if (hex.length() != LENGTH) {
            throw new IllegalArgumentException(
                    "a SHA-256 digest has 64 hex digits, not " + hex.length() + " characters");
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                throw new IllegalArgumentException("a SHA-256 digest is lower-case hex");
            }
        }
    }

    /** The digest of a text's UTF-8 bytes. */
    public static Sha256Hex of(String text) {
        return new Sha256Hex(HexFormat.of().formatHex(digest(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The 32 bytes of a digest. */
    public static byte[] digest(byte[] bytes) {
        return SHA_256.get().digest(bytes);
    }

    /** Whether a text is a digest already, in either case; such a text must not be hashed again (mission C20). */
    public static boolean isDigest(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
