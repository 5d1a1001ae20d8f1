package dev.eventferry.identity;

import dev.eventferry.event.Sha256Hex;
import java.util.Locale;

/** Tells values that are hashed already from plain ones, before a normaliser would destroy them. */
final class Digests {

    /** What hashing nothing gives: it matches nobody (tiktok-events-api 4). */
    static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final int MD5 = 32;
    private static final int SHA_1 = 40;
    private static final int SHA_512 = 128;

    private Digests() {}

    /** Whether it is a SHA-256 digest, in either case. */
    static boolean isSha256(String text) {
        return Sha256Hex.isDigest(text);
    }

    /** The digest as TikTok takes it. */
    static String lowerCase(String digest) {
        return digest.toLowerCase(Locale.ROOT);
    }

    /** Whether it has the look of MD5, SHA-1 or SHA-512, which TikTok cannot match. */
    static boolean isOfAnotherKind(String text) {
        int length = text.length();
        return (length == MD5 || length == SHA_1 || length == SHA_512) && isHex(text);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
