package dev.eventferry.intake;

import org.jspecify.annotations.Nullable;

/**
 * What a source's webhooks are like, beside their signature.
 *
 * @param topicHeader names what happened; mappings see it as {@code webhook.topic}; null when the body says it
 * @param idHeader names the delivery; mappings see it as {@code webhook.id}; null when the body says it
 * @param testHeader is {@code true} on what is only a test; null where there is no such header
 * @param testMember is true in a body that is only a test; null where there is no such member
 * @param pingMember the only word of a form that is sent to see whether we are there; null where there is no such
 */
public record WebhookForm(
        @Nullable String topicHeader,
        @Nullable String idHeader,
        @Nullable String testHeader,
        @Nullable String testMember,
        @Nullable String pingMember) {

    /** JSON that says everything itself. */
    public static final WebhookForm PLAIN = new WebhookForm(null, null, null, null, null);

    /** Shopify's (sources D1). */
    public static final WebhookForm SHOPIFY =
            new WebhookForm("X-Shopify-Topic", "X-Shopify-Webhook-Id", "X-Shopify-Test", "test", null);

    /** WooCommerce's; its ping has no signature and no JSON (sources D2). */
    public static final WebhookForm WOOCOMMERCE =
            new WebhookForm("X-WC-Webhook-Topic", "X-WC-Webhook-Delivery-ID", null, null, "webhook_id");

    /** Of Standard Webhooks; what happened stands in the body. */
    public static final WebhookForm STANDARD = new WebhookForm(null, "webhook-id", null, null, null);

    /** The same with other headers, where they are given. */
    public WebhookForm withHeaders(@Nullable String topic, @Nullable String id) {
        return new WebhookForm(
                topic == null ? topicHeader : topic, id == null ? idHeader : id, testHeader, testMember, pingMember);
    }

    /** The same, but tests count. */
    public WebhookForm withTests() {
        return new WebhookForm(topicHeader, idHeader, null, null, pingMember);
    }
}
