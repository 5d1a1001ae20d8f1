package dev.eventferry.intake.signature;

import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.signature.SignatureScheme.Encoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Judges the signatures of one source's webhooks, over the body as it came, before it is unzipped or read. The only
 * place that compares one, in constant time (reliability B.3 16, 17; ArchitectureTest). Safe for many threads.
 */
public final class SignatureCheck {

    /** What a signature is worth. */
    public enum Verdict {
        /** Whoever sent it knows a secret, and the time is right. */
        GOOD,
        /** The signature is not there, or what it is made over is not. */
        MISSING,
        /** It was made with another secret or for something else. */
        WRONG,
        /** It is right, but was made too long ago, or ahead of our clock: it may be a replay. */
        OLD
    }

    private static final long SECONDS_END = 100_000_000_000L; // the year 5138; from there on it is milliseconds
    private static final int LONGEST_NUMBER = 16;

    private final SignatureScheme scheme;
    private final List<SecretKeySpec> keys;

    /** @param keys each is as good as another, so that a secret can be changed without losing a webhook; at least one */
    public SignatureCheck(SignatureScheme scheme, List<SigningKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a signature without a secret proves nothing");
        }
        this.scheme = scheme;
        this.keys = keys.stream().map(key -> key.of(scheme.algorithm())).toList();
    }

    /** Judges a request by when it was received. */
    public Verdict judge(HttpRequest request) {
        String given = header(request, scheme.header());
        String timestamp = header(request, scheme.timestampHeader());
        String id = header(request, scheme.idHeader());
        boolean missing = given == null
                || (scheme.timestampHeader() != null && timestamp == null)
                || (scheme.idHeader() != null && id == null);
        if (given == null || missing) {
            return Verdict.MISSING;
        }
        if (!isRight(given, request.body(), timestamp, id)) {
            return Verdict.WRONG;
        }
        // only who knows the secret is told that it is the time
        return timestamp == null || isNear(timestamp, request.receivedAt()) ? Verdict.GOOD : Verdict.OLD;
    }

    private boolean isRight(String given, byte[] body, @Nullable String timestamp, @Nullable String id) {
        List<byte[]> candidates = candidates(given);
        boolean right = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = encoded(hmac(key, body, timestamp, id));
            for (byte[] candidate : candidates) {
                right |= MessageDigest.isEqual(expected, candidate);
            }
        }
        return right;
    }

    /** The signatures that the header holds, as the bytes of their text; how they begin is no secret. */
    private List<byte[]> candidates(String given) {
        String prefix = scheme.prefix();
        List<byte[]> candidates = new ArrayList<>(1);
        for (String one : given.split(" ", -1)) {
            if (one.startsWith(prefix) && one.length() > prefix.length()) {
                String text = one.substring(prefix.length());
                String plain = scheme.encoding() == Encoding.HEX ? text.toLowerCase(Locale.ROOT) : text;
                candidates.add(plain.getBytes(StandardCharsets.UTF_8));
            }
        }
        return candidates;
    }

    /** A Mac is not for several threads, and a new one costs about a microsecond. */
    private byte[] hmac(SecretKeySpec key, byte[] body, @Nullable String timestamp, @Nullable String id) {
        try {
            Mac mac = Mac.getInstance(scheme.algorithm().mac());
            mac.init(key);
            scheme.content().write(body, timestamp, id, mac::update);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + scheme.algorithm(), e);
        }
    }

    private byte[] encoded(byte[] hmac) {
        return scheme.encoding() == Encoding.BASE64
                ? Base64.getEncoder().encode(hmac)
                : HexFormat.of().formatHex(hmac).getBytes(StandardCharsets.US_ASCII);
    }

    private boolean isNear(String timestamp, Instant now) {
        Instant signedAt = time(timestamp);
        return signedAt != null && Duration.between(signedAt, now).abs().compareTo(scheme.tolerance()) <= 0;
    }

    private static @Nullable Instant time(String text) {
        try {
            if (text.length() > LONGEST_NUMBER || text.indexOf(':') > 0) {
                return Instant.parse(text);
            }
            long number = Long.parseLong(text);
            return number < SECONDS_END ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        } catch (DateTimeParseException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String header(HttpRequest request, @Nullable String name) {
        String value = name == null ? null : request.headers().get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
