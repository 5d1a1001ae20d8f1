package dev.eventferry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eventferry.event.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {

    private static final BodyReader BODIES = new BodyReader(new BodyReader.Limits(100_000, 3));

    @Test
    void a_mapping_sees_topic_and_id_and_no_other_header() {
        List<Item> items = shopify()
                .read(request(
                        "{\"id\":1}",
                        Map.of(
                                "X-Shopify-Topic", "orders/paid",
                                "X-Shopify-Webhook-Id", "w-1",
                                "X-Shopify-Shop-Domain", "shop.example.com",
                                "Authorization", "Bearer key")));

        assertThat(texts(items)).containsExactly("{\"id\":1,\"webhook\":{\"topic\":\"orders/paid\",\"id\":\"w-1\"}}");
    }

    @Test
    void what_a_body_says_in_our_place_does_not_count() {
        assertThat(texts(shopify()
                        .read(request(
                                "{\"webhook\":{\"topic\":\"planted\"}}", Map.of("X-Shopify-Topic", "orders/paid")))))
                .containsExactly("{\"webhook\":{\"topic\":\"orders/paid\"}}");
        assertThat(texts(shopify().read(request("{\"webhook\":{\"topic\":\"planted\"}}", Map.of()))))
                .containsExactly("{\"webhook\":{}}");
    }

    @Test
    void where_no_header_is_named_the_body_stays_as_it_is() {
        assertThat(texts(plain().read(request("{\"webhook\":{\"topic\":\"own\"}}", Map.of()))))
                .containsExactly("{\"webhook\":{\"topic\":\"own\"}}");
    }

    @Test
    void headers_can_be_named_by_the_settings() {
        WebhookReader reader = new WebhookReader(WebhookForm.PLAIN.withHeaders("X-Topic", "X-Id"), BODIES);

        assertThat(texts(reader.read(request("[{},{}]", Map.of("X-Topic", "t", "X-Id", "i")))))
                .containsExactly(
                        "{\"webhook\":{\"topic\":\"t\",\"id\":\"i\"}}", "{\"webhook\":{\"topic\":\"t\",\"id\":\"i\"}}");
        assertThat(WebhookForm.SHOPIFY.withHeaders(null, "X-Shopify-Event-Id"))
                .isEqualTo(new WebhookForm("X-Shopify-Topic", "X-Shopify-Event-Id", "X-Shopify-Test", "test", null));
    }

    @Test
    void no_object_is_taken_for_an_envelope() {
        assertThat(texts(plain().read(request("{\"events\":[1,2]}", Map.of())))).containsExactly("{\"events\":[1,2]}");
        assertThat(texts(plain().read(request("{\"data\":[],\"event_source\":\"web\"}", Map.of()))))
                .containsExactly("{\"data\":[],\"event_source\":\"web\"}");
    }

    @Test
    void an_array_is_several_and_what_is_no_object_in_it_stays_for_the_mapping_to_refuse() {
        assertThat(texts(shopify().read(request("[{\"a\":1},2,\"x\"]", Map.of()))))
                .containsExactly("{\"a\":1,\"webhook\":{}}", "2", "\"x\"");
    }

    @Test
    void limits_are_those_of_every_door() {
        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> plain().read(request("[1,2,3,4]", Map.of())))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
    }

    @Test
    void a_test_of_the_shop_is_marked_by_its_header_or_its_body() {
        assertThat(shopify().read(request("{\"id\":1}", Map.of("X-Shopify-Test", "true"))))
                .hasOnlyElementsOfType(DroppedItem.class);
        assertThat(shopify().read(request("{\"id\":1,\"test\":true}", Map.of())))
                .hasOnlyElementsOfType(DroppedItem.class);
        assertThat(shopify().read(request("{\"id\":1,\"test\":false}", Map.of("X-Shopify-Test", "false"))))
                .hasOnlyElementsOfType(JsonItem.class);
    }

    @Test
    void tests_can_be_sent_and_are_nothing_special_elsewhere() {
        WebhookReader sending = new WebhookReader(WebhookForm.SHOPIFY.withTests(), BODIES);
        HttpRequest test = request("{\"id\":1,\"test\":true}", Map.of("X-Shopify-Test", "true"));

        assertThat(sending.read(test)).hasOnlyElementsOfType(JsonItem.class);
        assertThat(plain().read(test)).hasOnlyElementsOfType(JsonItem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook_id=1", "webhook_id=1234567890"})
    void a_ping_is_a_form_of_one_number(String body) {
        assertThat(woo().isPing(request(body, Map.of()))).isTrue();
        assertThat(shopify().isPing(request(body, Map.of()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "webhook_id=",
                "webhook_id",
                "webhook_id=x",
                "webhook_id=1&x=2",
                "webhook_id=1\n",
                " webhook_id=1",
                "Webhook_id=1",
                "webhook_id=11111111111111111111111111111111111111111111111111111111111111111111",
                "{\"webhook_id\":1}"
            })
    void nothing_else_is_a_ping(String body) {
        assertThat(woo().isPing(request(body, Map.of()))).isFalse();
    }

    private static WebhookReader plain() {
        return new WebhookReader(WebhookForm.PLAIN, BODIES);
    }

    private static WebhookReader shopify() {
        return new WebhookReader(WebhookForm.SHOPIFY, BODIES);
    }

    private static WebhookReader woo() {
        return new WebhookReader(WebhookForm.WOOCOMMERCE, BODIES);
    }

    private static List<String> texts(List<Item> items) {
        return items.stream().map(item -> item.asJson().toString()).toList();
    }

    private static HttpRequest request(String body, Map<String, String> headers) {
        return new HttpRequest(
                "r",
                Instant.EPOCH,
                "/v1/sources/shop",
                null,
                body.getBytes(StandardCharsets.UTF_8),
                headers::get,
                HttpRequest.Named.NONE);
    }
}
