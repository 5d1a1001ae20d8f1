package dev.eventferry.intake.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/** What sender and receiver share. It prints as stars. */
public final class SigningKey {

    private static final String STANDARD = "whsec_";

    private final byte[] bytes;

    private SigningKey(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        this.bytes = bytes;
    }

    /** A secret that is used as it is written. */
    public static SigningKey ofText(String secret) {
        return new SigningKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A secret of Standard Webhooks: base64, mostly behind {@code whsec_}.
     *
     * @throws IllegalArgumentException when it is not base64; the message does not quote it
     */
    public static SigningKey ofStandardWebhooks(String secret) {
        String base64 = secret.startsWith(STANDARD) ? secret.substring(STANDARD.length()) : secret;
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is not base64 behind whsec_");
        }
        return new SigningKey(bytes);
    }

    SecretKeySpec of(SignatureScheme.Algorithm algorithm) {
        return new SecretKeySpec(bytes, algorithm.mac());
    }

    @Override
    public String toString() {
        return "***";
    }
}
