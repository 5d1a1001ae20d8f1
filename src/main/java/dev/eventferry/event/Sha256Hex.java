package dev.eventferry.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest as TikTok takes it: 64 lower-case hex digits (tiktok-events-api 4). */
public final class Sha256Hex {

    private static final int LENGTH = 64;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Sha256Hex::newDigest);

    private final String hex;

    /** Takes a digest that was made elsewhere; refuses what is not 64 lower-case hex digits, without repeating it. */
    public Sha256Hex(String hex) {
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
        this.hex = hex;
    }

    private Sha256Hex(byte[] digest) {
        this.hex = hex(digest);
    }

    /** The digest of a text's UTF-8 bytes. */
    public static Sha256Hex of(String text) {
        return new Sha256Hex(digest(text.getBytes(StandardCharsets.UTF_8)));
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

    /** The digits. */
    public String hex() {
        return hex;
    }

    /** By a table: digits of digests are random, so a processor guesses wrong at every second branch. */
    private static String hex(byte[] digest) {
        byte[] digits = new byte[LENGTH];
        for (int i = 0; i < digest.length; i++) {
            digits[2 * i] = DIGITS[(digest[i] >> 4) & 0xf];
            digits[2 * i + 1] = DIGITS[digest[i] & 0xf];
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sha256Hex that && hex.equals(that.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    /** Part of what derived ids are made of (docs/adr/0004): it must stay as it is. */
    @Override
    public String toString() {
        return "Sha256Hex[hex=" + hex + "]";
    }
}
