package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What came in is remembered by its shape. */
class InputMaskTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void of_a_value_its_shape_is_kept_and_of_the_event_its_goods_and_money_the_value() throws IOException {
        JsonNode masked = mask("""
                {"event":"purchase","event_id":"order-1","name":"Ann","phone":491511234567,"zip":"12345",
                 "Total Price":12.5,"currency":"EUR","consent":true,"note":null,
                 "lines":[{"sku":"A-1","quantity":2,"price":"6.25","gift_for":"Bob"}]}
                """);
        assertThat(masked.path("event").asText()).isEqualTo("purchase");
        assertThat(masked.path("event_id").asText()).isEqualTo("order-1");
        assertThat(masked.path("Total Price").isNumber()).isTrue();
        assertThat(masked.path("currency").asText()).isEqualTo("EUR");
        assertThat(masked.path("consent").isBoolean()).isTrue();
        assertThat(masked.path("note").isNull()).isTrue();
        assertThat(masked.at("/lines/0/sku").asText()).isEqualTo("A-1");
        assertThat(masked.at("/lines/0/quantity").asInt()).isEqualTo(2);
        assertThat(masked.path("name").asText()).isEqualTo("(text of 3 characters with letters)");
        assertThat(masked.path("phone").asText()).isEqualTo("(number of 12 characters)");
        assertThat(masked.toString()).doesNotContain("Ann", "Bob", "49151", "12345");
    }

    @Test
    void a_harmless_name_makes_no_value_harmless() throws IOException {
        String masked = mask("""
                        {"event":"ann@example.com","currency":"+49 151 1234567","sku":"10.1.2.3","value":491511234567,
                         "ann@example.com":"x","a":{"b":["ann@example.com"]}}
                        """).toString();
        assertThat(masked).doesNotContain("ann", "49151", "49 151", "10.1.2.3");
    }

    @Test
    void what_is_deep_or_large_is_cut_or_left_out() throws IOException {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        assertThat(mask(deep).toString()).contains("(more)");
        String large = "[" + "\"x\",".repeat(2000) + "1]";
        assertThat(InputMask.mask(JSON.readTree(large))).isNull();
    }

    private static JsonNode mask(String json) throws IOException {
        byte[] masked = Objects.requireNonNull(InputMask.mask(JSON.readTree(json)));
        return JSON.readTree(new String(masked, StandardCharsets.UTF_8));
    }
}
