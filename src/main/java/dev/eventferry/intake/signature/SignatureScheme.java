package dev.eventferry.intake.signature;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sender signs its webhooks: HMAC over {@code content}, written into a header. SHA-1 and MD5 are left out on
 * purpose.
 *
 * @param header where the signature stands; several may stand there with blanks between, one right one is enough
 * @param prefix before each signature, such as {@code sha256=}; empty for none
 * @param timestampHeader when it was signed, as seconds, milliseconds or ISO 8601; null when the sender does not say
 * @param idHeader the request's id, when it is signed; null otherwise
 * @param tolerance how far the time may be from ours, before or after; counts only with a timestamp
 */
public record SignatureScheme(
        String header,
        Algorithm algorithm,
        Encoding encoding,
        String prefix,
        @Nullable String timestampHeader,
        @Nullable String idHeader,
        SignedContent content,
        Duration tolerance) {

    /** Refuses a time that is not signed, for anyone could write another. */
    public SignatureScheme {
        if (content.hasTimestamp() != (timestampHeader != null)) {
            throw new IllegalArgumentException("a timestamp header and {timestamp} need each other");
        }
        if (content.hasId() && idHeader == null) {
            throw new IllegalArgumentException("{id} needs an id header");
        }
    }

    /** What the HMAC is made with. */
    public enum Algorithm {
        SHA256("HmacSHA256"),
        SHA512("HmacSHA512");

        private final String mac;

        Algorithm(String mac) {
            this.mac = mac;
        }

        /** The name that Java knows it by. */
        String mac() {
            return mac;
        }
    }

    /** How its bytes are written. */
    public enum Encoding {
        /** In either case. */
        HEX,
        /** With its padding. */
        BASE64
    }

    /** Shopify: base64 over the raw body, no time (sources D1). */
    public static SignatureScheme shopify() {
        return body("X-Shopify-Hmac-SHA256");
    }

    /** WooCommerce: base64 over the raw body, no time (sources D2). */
    public static SignatureScheme wooCommerce() {
        return body("X-WC-Webhook-Signature");
    }

    /**
     * HubSpot's third version: over method, address, body and time (sources D6).
     *
     * @param url the address as HubSpot knows it, in full
     */
    public static SignatureScheme hubSpot(String url, Duration tolerance) {
        return new SignatureScheme(
                "X-HubSpot-Signature-v3",
                Algorithm.SHA256,
                Encoding.BASE64,
                "",
                "X-HubSpot-Request-Timestamp",
                null,
                SignedContent.of("{body}{timestamp}").after("POST" + url),
                tolerance);
    }

    /** Standard Webhooks, symmetric: over id, time and body; other versions than v1 are passed over. */
    public static SignatureScheme standardWebhooks(Duration tolerance) {
        return new SignatureScheme(
                "webhook-signature",
                Algorithm.SHA256,
                Encoding.BASE64,
                "v1,",
                "webhook-timestamp",
                "webhook-id",
                SignedContent.of("{id}.{timestamp}.{body}"),
                tolerance);
    }

    private static SignatureScheme body(String header) {
        return new SignatureScheme(
                header, Algorithm.SHA256, Encoding.BASE64, "", null, null, SignedContent.BODY, Duration.ZERO);
    }
}
