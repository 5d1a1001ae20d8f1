package dev.eventferry.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ferry.source.NAME.*} says of one source's webhooks (docs/webhooks.md).
 *
 * @param source the mapping that they are read with
 * @param secrets what the sender signs with; several while one is replaced by another; empty when there is no signature
 * @param signatureHeader null unless the signature is {@link Signature#HMAC}
 * @param algorithm sha256 or sha512
 * @param encoding hex or base64
 * @param prefix empty for none
 * @param timestampHeader null when the time is not told
 * @param content what is signed, such as {@code {timestamp}.{body}}
 * @param tolerance how far a request's time may be from ours
 * @param publicUrl the address as the sender knows it; null when it is not signed
 * @param topicHeader null for what the scheme has
 * @param idHeader null for what the scheme has
 * @param sendsTests whether test orders go to TikTok
 */
public record WebhookSettings(
        String source,
        Signature signature,
        List<Secret> secrets,
        @Nullable String signatureHeader,
        String algorithm,
        String encoding,
        String prefix,
        @Nullable String timestampHeader,
        String content,
        Duration tolerance,
        @Nullable String publicUrl,
        @Nullable String topicHeader,
        @Nullable String idHeader,
        boolean sendsTests) {

    static final String PREFIX = "ferry.source.";

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_-]+");
    private static final List<String> OF_HMAC = List.of(
            "signature-header",
            "signature-algorithm",
            "signature-encoding",
            "signature-prefix",
            "signature-timestamp-header",
            "signature-content");

    /** Who signs how. */
    public enum Signature {
        /** Nobody: an API key opens the door, as it does at {@code /v1/events}. */
        NONE,
        SHOPIFY,
        WOOCOMMERCE,
        HUBSPOT,
        /** Standard Webhooks. */
        STANDARD,
        /** As the other settings describe it. */
        HMAC
    }

    /** Reads what was checked. */
    static WebhookSettings of(Settings settings, String source) {
        String prefix = PREFIX + source + ".";
        List<Secret> secrets = new ArrayList<>(2);
        for (String key : List.of("secret", "secret-previous")) {
            String secret = settings.textOrNull(prefix + key);
            if (secret != null) {
                secrets.add(new Secret(secret));
            }
        }
        return new WebhookSettings(
                source,
                signature(settings, prefix),
                List.copyOf(secrets),
                settings.textOrNull(prefix + "signature-header"),
                settings.oneOf(prefix + "signature-algorithm", "sha256", "sha512"),
                settings.oneOf(prefix + "signature-encoding", "hex", "base64"),
                settings.text(prefix + "signature-prefix"),
                settings.textOrNull(prefix + "signature-timestamp-header"),
                settings.text(prefix + "signature-content"),
                settings.duration(prefix + "signature-tolerance"),
                settings.textOrNull(prefix + "public-url"),
                settings.textOrNull(prefix + "topic-header"),
                settings.textOrNull(prefix + "id-header"),
                settings.oneOf(prefix + "test-orders", "drop", "send").equals("send"));
    }

    /** What is wrong with what is said of a source; what throws is wrong too. */
    static List<String> problems(Settings settings, String source) {
        WebhookSettings webhook = of(settings, source);
        List<String> problems = new ArrayList<>();
        webhook.checkSecret(settings, problems);
        webhook.checkForm(settings, problems);
        webhook.checkTime(settings, problems);
        return problems;
    }

    /** Never with a secret. */
    @Override
    public String toString() {
        return "WebhookSettings[" + source + ", " + signature + "]";
    }

    private void checkSecret(Settings settings, List<String> problems) {
        String key = key("secret");
        if (signature != Signature.NONE && settings.text(key).isEmpty()) {
            problems.add(key + " is missing: set it as " + SettingsSource.variableOf(key)
                    + " or as a file in ferry.secrets-dir; the sender shows it where the webhook is set up");
        }
        if (signature == Signature.NONE && !secrets.isEmpty()) {
            problems.add(key + " is set, but " + key("signature")
                    + " does not say how it signs: set shopify, woocommerce, hubspot, standard or hmac");
        }
        if (settings.text(key("signature")).equals("none") && settings.apiKeys().isEmpty()) {
            problems.add(key("signature") + " is none, so an API key must prove who sends: set ferry.http.api-keys");
        }
    }

    private void checkForm(Settings settings, List<String> problems) {
        if (signature == Signature.HMAC && signatureHeader == null) {
            problems.add(key("signature-header") + " is missing: it names the header with the signature");
        }
        for (String own : OF_HMAC) {
            if (signature != Signature.HMAC && settings.isChanged(key(own))) {
                problems.add(key(own) + " counts only where " + key("signature") + " is hmac: remove one of the two");
            }
        }
        for (String header : List.of("signature-header", "signature-timestamp-header", "topic-header", "id-header")) {
            String name = settings.textOrNull(key(header));
            if (name != null && !HEADER.matcher(name).matches()) {
                problems.add(key(header) + " must be the name of one header, such as X-Signature");
            }
        }
        if (signature == Signature.HUBSPOT && !isUrl(publicUrl)) {
            problems.add(key("public-url")
                    + " must be the address that is set in HubSpot, which signs it: https://HOST/v1/sources/" + source);
        }
        if (signature != Signature.HUBSPOT && publicUrl != null) {
            problems.add(key("public-url") + " counts only where " + key("signature") + " is hubspot: remove it");
        }
    }

    /** Within the tolerance a replay is told by its key, so the keys must be remembered for as long (design 3). */
    private void checkTime(Settings settings, List<String> problems) {
        if (tolerance.isZero() || tolerance.compareTo(settings.duration("ferry.dedup.window")) > 0) {
            problems.add(key("signature-tolerance")
                    + " must be more than nothing and at most ferry.dedup.window: within it only duplicates are told");
        }
    }

    private String key(String last) {
        return PREFIX + source + "." + last;
    }

    private static Signature signature(Settings settings, String prefix) {
        String key = prefix + "signature";
        if (settings.text(key).isEmpty()) {
            return Signature.NONE;
        }
        String name = settings.oneOf(key, "shopify", "woocommerce", "hubspot", "standard", "hmac", "none");
        return Signature.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static boolean isUrl(@Nullable String text) {
        try {
            URI url = URI.create(Objects.requireNonNullElse(text, ""));
            return url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
