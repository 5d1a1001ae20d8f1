package dev.eventferry.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eventferry.settings.WebhookSettings.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSettingsTest {

    /** Every key there is for one source. */
    static final List<String> KEYS = Stream.of(
                    "signature",
                    "secret",
                    "secret-previous",
                    "public-url",
                    "signature-header",
                    "signature-algorithm",
                    "signature-encoding",
                    "signature-prefix",
                    "signature-timestamp-header",
                    "signature-content",
                    "signature-tolerance",
                    "topic-header",
                    "id-header",
                    "test-orders")
            .map(key -> "ferry.source.shop." + key)
            .toList();

    @Test
    void a_signature_and_a_secret_are_enough() {
        WebhookSettings shop = of("signature", "shopify", "secret", "canary");

        assertThat(shop.signature()).isEqualTo(Signature.SHOPIFY);
        assertThat(shop.secrets()).containsExactly(new Secret("canary"));
        assertThat(shop.tolerance()).isEqualTo(Duration.ofMinutes(5));
        assertThat(shop.sendsTests()).isFalse();
        assertThat(shop).hasToString("WebhookSettings[shop, SHOPIFY]");
    }

    @Test
    void the_previous_secret_stands_beside_the_new_one_and_a_comma_is_part_of_a_secret() {
        WebhookSettings shop = of("signature", "woocommerce", "secret", "a, b", "secret-previous", "c");

        assertThat(shop.secrets()).containsExactly(new Secret("a, b"), new Secret("c"));
    }

    @Test
    void a_form_of_ones_own_is_described_whole() {
        WebhookSettings shop = of(
                "signature", "hmac",
                "secret", "s",
                "signature-header", "X-Sig",
                "signature-algorithm", "sha512",
                "signature-encoding", "base64",
                "signature-prefix", "v1=",
                "signature-timestamp-header", "X-Time",
                "signature-content", "{timestamp}.{body}",
                "signature-tolerance", "30s",
                "topic-header", "X-Topic",
                "id-header", "X-Id",
                "test-orders", "send");

        assertThat(shop)
                .usingRecursiveComparison()
                .isEqualTo(new WebhookSettings(
                        "shop",
                        Signature.HMAC,
                        List.of(new Secret("s")),
                        "X-Sig",
                        "sha512",
                        "base64",
                        "v1=",
                        "X-Time",
                        "{timestamp}.{body}",
                        Duration.ofSeconds(30),
                        null,
                        "X-Topic",
                        "X-Id",
                        true));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "signature=shopifi secret=canary | .signature must be one of shopify, woocommerce, hubspot",
                "signature=shopify | .secret is missing: set it as FERRY_SOURCE_SHOP_SECRET",
                "signature=shopify secret-previous=canary | .secret is missing",
                "secret=canary | .secret is set, but ferry.source.shop.signature does not say how",
                "signature=none secret=canary | .secret is set, but",
                "signature=none | .signature is none, so an API key must prove who sends: set ferry.http.api-keys",
                "signature=hmac secret=canary | .signature-header is missing",
                "signature=hmac secret=canary signature-header=X-A,X-B | .signature-header must be the name of one",
                "signature=hmac secret=canary signature-header=X-A signature-algorithm=sha1 | .signature-algorithm must be",
                "signature=hmac secret=canary signature-header=X-A signature-encoding=text | .signature-encoding must be",
                "signature=shopify secret=canary signature-encoding=base64 | .signature-encoding counts only where",
                "signature=shopify secret=canary signature-tolerance=5 | .signature-tolerance must be a time",
                "signature=standard secret=canary signature-tolerance=0s | .signature-tolerance must be more than nothing",
                "signature=standard secret=canary signature-tolerance=49h | at most ferry.dedup.window",
                "signature=hubspot secret=canary | .public-url must be the address that is set in HubSpot",
                "signature=hubspot secret=canary public-url=ferry.example.com | .public-url must be the address",
                "signature=shopify secret=canary public-url=https://a.example | .public-url counts only where",
                "signature=shopify secret=canary test-orders=maybe | .test-orders must be one of drop, send",
                "topic-header=X:Topic | .topic-header must be the name of one header",
                "signatur=shopify | ferry.source.shop.signatur is not a setting; did you mean ferry.source.NAME.signature?",
            })
    void what_makes_no_sense_is_told(String settings, String complaint) {
        String[] pairs = settings.replace("=", " ").split(" ", -1);

        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> of(pairs));

        assertThat(refused).isNotNull().hasMessageContaining(complaint).hasMessageNotContaining("canary");
    }

    @Test
    void without_a_signature_nothing_needs_to_be_said() {
        assertThat(of("topic-header", "X-Topic").signature()).isEqualTo(Signature.NONE);
        assertThat(Settings.unchecked(Map.of("ferry.source.", "x", "ferry.source", "y"))
                        .webhooks())
                .isEmpty();
    }

    private static WebhookSettings of(String... pairs) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "ferry.destination.web.event-source-id", "PIXEL", "ferry.destination.web.access-token", "token"));
        for (int i = 0; i < pairs.length; i += 2) {
            values.put("ferry.source.shop." + pairs[i], pairs[i + 1]);
        }
        return Objects.requireNonNull(Settings.of(values).webhooks().get("shop"));
    }
}
