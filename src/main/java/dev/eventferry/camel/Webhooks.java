package dev.eventferry.camel;

import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.WebhookForm;
import dev.eventferry.intake.WebhookReader;
import dev.eventferry.intake.signature.SignatureCheck;
import dev.eventferry.intake.signature.SignatureScheme;
import dev.eventferry.intake.signature.SignedContent;
import dev.eventferry.intake.signature.SigningKey;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Secret;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.settings.WebhookSettings;
import dev.eventferry.settings.WebhookSettings.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How each source's webhooks are judged and read, put together from the settings. Immutable. */
public final class Webhooks {

    /**
     * One source's.
     *
     * @param check null when an API key opens the door instead
     */
    record Webhook(@Nullable SignatureCheck check, WebhookReader reader) {}

    private final Map<String, Webhook> bySource = new TreeMap<>();
    private final Webhook plain;

    Webhooks(Settings settings, Mappings mappings, BodyReader bodies) {
        requireMappings(settings, mappings);
        plain = new Webhook(null, new WebhookReader(WebhookForm.PLAIN, bodies));
        settings.webhooks()
                .forEach((source, said) ->
                        bySource.put(source, new Webhook(check(said), new WebhookReader(form(said), bodies))));
    }

    /**
     * Refuses settings of a source that has no mapping, and signatures that cannot be checked.
     *
     * @throws SettingsException with a sentence for each
     */
    public static void requireSense(Settings settings, Mappings mappings) {
        requireMappings(settings, mappings);
        settings.webhooks().values().forEach(Webhooks::check);
    }

    /** One source's; for a source that the settings do not name, JSON behind an API key. */
    Webhook of(String source) {
        return bySource.getOrDefault(source, plain);
    }

    /** The sources whose webhooks are signed, in order. */
    List<String> signed() {
        return bySource.entrySet().stream()
                .filter(entry -> entry.getValue().check() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void requireMappings(Settings settings, Mappings mappings) {
        List<String> problems = new ArrayList<>();
        for (String source : settings.webhooks().keySet()) {
            if (mappings.get(source) == null) {
                problems.add("ferry.source." + source + ".*: no mapping says source: " + source + "; the sources are "
                        + mappings.names());
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private static @Nullable SignatureCheck check(WebhookSettings said) {
        if (said.signature() == Signature.NONE) {
            return null;
        }
        List<SigningKey> keys = new ArrayList<>(said.secrets().size());
        for (Secret secret : said.secrets()) {
            keys.add(key(said, secret));
        }
        return new SignatureCheck(scheme(said), keys);
    }

    private static SigningKey key(WebhookSettings said, Secret secret) {
        try {
            return said.signature() == Signature.STANDARD
                    ? SigningKey.ofStandardWebhooks(secret.reveal())
                    : SigningKey.ofText(secret.reveal());
        } catch (IllegalArgumentException e) {
            throw new SettingsException("ferry.source." + said.source() + ".secret: " + e.getMessage());
        }
    }

    private static SignatureScheme scheme(WebhookSettings said) {
        return switch (said.signature()) {
            case SHOPIFY -> SignatureScheme.shopify();
            case WOOCOMMERCE -> SignatureScheme.wooCommerce();
            case HUBSPOT -> SignatureScheme.hubSpot(Objects.requireNonNull(said.publicUrl()), said.tolerance());
            case STANDARD -> SignatureScheme.standardWebhooks(said.tolerance());
            case HMAC, NONE -> hmac(said);
        };
    }

    private static SignatureScheme hmac(WebhookSettings said) {
        try {
            SignedContent content = SignedContent.of(said.content());
            return new SignatureScheme(
                    Objects.requireNonNull(said.signatureHeader()),
                    SignatureScheme.Algorithm.valueOf(said.algorithm().toUpperCase(Locale.ROOT)),
                    SignatureScheme.Encoding.valueOf(said.encoding().toUpperCase(Locale.ROOT)),
                    said.prefix(),
                    said.timestampHeader(),
                    content.hasId() ? said.idHeader() : null,
                    content,
                    said.tolerance());
        } catch (IllegalArgumentException e) {
            throw new SettingsException("ferry.source." + said.source() + ".signature-content: " + e.getMessage());
        }
    }

    private static WebhookForm form(WebhookSettings said) {
        WebhookForm form =
                switch (said.signature()) {
                    case SHOPIFY -> WebhookForm.SHOPIFY;
                    case WOOCOMMERCE -> WebhookForm.WOOCOMMERCE;
                    case STANDARD -> WebhookForm.STANDARD;
                    case HUBSPOT, HMAC, NONE -> WebhookForm.PLAIN;
                };
        WebhookForm named = form.withHeaders(said.topicHeader(), said.idHeader());
        return said.sendsTests() ? named.withTests() : named;
    }
}
