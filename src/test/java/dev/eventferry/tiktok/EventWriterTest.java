package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventferry.event.Content;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.Field;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventWriterTest {

    private static final Sha256Hex ADA = Sha256Hex.of("ada@example.test");
    private static final Sha256Hex BOB = Sha256Hex.of("bob@example.test");
    private static final Content SHOES = new Content("42", "Shoes", "Apparel", "Ferry", new BigDecimal("12.50"), 2L);
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ParameterizedTest
    @EnumSource
    void each_field_alone_stands_at_its_path(Field field) throws Exception {
        JsonNode event = read(event(field == Field.CONTENTS ? Values.NONE : only(field), contents(field)));

        assertThat(at(event, field)).isEqualTo(STRICT.readTree(expected(field)));
        assertThat(leaves(event)).isEqualTo(field == Field.CONTENTS ? 6 + 3 : 3 + leavesOf(field));
    }

    @Test
    void all_fields_together_stand_at_their_paths() throws Exception {
        Values.Builder all = Values.builder();
        for (Field field : Field.values()) {
            if (field != Field.CONTENTS) {
                all.put(field, value(field));
            }
        }

        JsonNode event = read(event(all.build(), List.of(SHOES)));

        for (Field field : Field.values()) {
            assertThat(at(event, field)).as(field.path()).isEqualTo(STRICT.readTree(expected(field)));
        }
    }

    @Test
    void any_mix_of_fields_is_well_formed_and_complete() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            Values.Builder some = Values.builder();
            List<Field> present = new ArrayList<>();
            int odds = 1 + random.nextInt(20);
            for (Field field : Field.values()) {
                if (field != Field.CONTENTS && random.nextInt(odds) == 0) {
                    some.put(field, value(field));
                    present.add(field);
                }
            }
            JsonNode event = read(event(some.build(), List.of()));
            int leaves = 3;
            for (Field field : present) {
                assertThat(at(event, field)).as(field.path()).isEqualTo(STRICT.readTree(expected(field)));
                leaves += leavesOf(field);
            }
            assertThat(leaves(event)).isEqualTo(leaves);
        }
    }

    @Test
    void keys_stand_in_the_order_of_the_fields_and_each_section_is_opened_once() {
        Values values = Values.builder()
                .put(Field.LIMITED_DATA_USE, true)
                .put(Field.PAGE_URL, "https://shop.test/")
                .put(Field.MILEAGE_UNIT, "km")
                .put(Field.MILEAGE_VALUE, new BigDecimal("15000"))
                .put(Field.VIN, "V1")
                .put(Field.YEAR, 2020L)
                .put(Field.VALUE, new BigDecimal("25.00"))
                .put(Field.TTP, "t")
                .put(Field.EMAIL, List.of(ADA))
                .build();

        assertThat(text(event(values, List.of(SHOES))))
                .isEqualTo("{\"event\":\"Purchase\",\"event_time\":1767226200,\"event_id\":\"order-1\","
                        + "\"user\":{\"email\":[\"" + ADA.hex() + "\"],\"ttp\":\"t\"},"
                        + "\"properties\":{\"value\":25.00,\"contents\":[{\"content_id\":\"42\",\"content_name\":\"Shoes\","
                        + "\"content_category\":\"Apparel\",\"brand\":\"Ferry\",\"price\":12.50,\"quantity\":2}],"
                        + "\"year\":2020,\"mileage\":{\"value\":15000,\"unit\":\"km\"},\"vin\":\"V1\"},"
                        + "\"page\":{\"url\":\"https://shop.test/\"},\"limited_data_use\":true}");
    }

    @Test
    void mileage_alone_stands_two_deep() {
        Values values = Values.builder().put(Field.MILEAGE_UNIT, "mi").build();

        assertThat(text(event(values, List.of())))
                .endsWith("\"event_id\":\"order-1\",\"properties\":{\"mileage\":{\"unit\":\"mi\"}}}");
    }

    @Test
    void mileage_last_of_its_section_is_closed_before_the_next() {
        Values values = Values.builder()
                .put(Field.VALUE, BigDecimal.ONE)
                .put(Field.MILEAGE_UNIT, "mi")
                .put(Field.APP_ID, "1")
                .build();

        assertThat(text(event(values, List.of())))
                .endsWith("\"properties\":{\"value\":1,\"mileage\":{\"unit\":\"mi\"}},\"app\":{\"app_id\":\"1\"}}");
    }

    @Test
    void several_digests_of_a_match_key_are_a_list_and_single_ones_of_a_name_are_text() {
        Values values = Values.builder()
                .put(Field.EMAIL, List.of(ADA, BOB))
                .put(Field.FIRST_NAME, List.of(ADA))
                .build();

        assertThat(text(event(values, List.of())))
                .contains("\"user\":{\"email\":[\"" + ADA.hex() + "\",\"" + BOB.hex() + "\"],\"first_name\":\""
                        + ADA.hex() + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"1E+3, 1000", "0, 0", "0.00, 0.00", "12.5, 12.5", "1E-7, 0.0000001", "123456789012.34, 123456789012.34"
    })
    void numbers_are_written_out_plain(String value, String written) {
        Values values = Values.builder().put(Field.VALUE, new BigDecimal(value)).build();

        assertThat(text(event(values, List.of()))).endsWith("\"properties\":{\"value\":" + written + "}}");
    }

    @Test
    void text_of_any_kind_arrives_as_it_was() throws Exception {
        String text = "Grüße \"und\" \\ \n \u0000 \u2028 日本 😀 </script>";
        JsonNode event =
                read(event(Values.builder().put(Field.DESCRIPTION, text).build(), List.of()));

        assertThat(event.at("/properties/description").asText()).isEqualTo(text);
    }

    @Test
    void an_event_without_an_id_has_none_and_an_item_only_what_is_known_of_it() {
        Content bare = new Content("1", null, null, null, null, null);
        HashedEvent event = new HashedEvent(
                0, "web", "p", "Purchase", "", 5, Values.NONE, List.of(bare), "k", EventKey.of("k"), List.of());

        assertThat(text(event))
                .isEqualTo("{\"event\":\"Purchase\",\"event_time\":5,"
                        + "\"properties\":{\"contents\":[{\"content_id\":\"1\"}]}}");
    }

    private static HashedEvent event(Values values, List<Content> contents) {
        return new HashedEvent(
                0,
                "web",
                "purchase",
                "Purchase",
                "order-1",
                1_767_226_200,
                values,
                contents,
                "key",
                EventKey.of("key"),
                List.of());
    }

    private static Values only(Field field) {
        return Values.builder().put(field, value(field)).build();
    }

    private static List<Content> contents(Field field) {
        return field == Field.CONTENTS ? List.of(SHOES) : List.of();
    }

    private static Object value(Field field) {
        if (field.hashed()) {
            return field.type() == Field.Type.TEXT ? List.of(ADA) : List.of(ADA, BOB);
        }
        return switch (field.type()) {
            case TEXT -> field.path();
            case TEXTS -> List.of(field.path(), "second");
            case DECIMAL -> new BigDecimal("12.50");
            case DECIMALS -> List.of(new BigDecimal("1.00"), new BigDecimal("2"));
            case INTEGER -> 7L;
            case BOOLEAN -> false;
            case ITEMS -> throw new IllegalArgumentException("items stand beside the values");
        };
    }

    private static String expected(Field field) {
        if (field.hashed()) {
            return field.type() == Field.Type.TEXT
                    ? "\"" + ADA.hex() + "\""
                    : "[\"" + ADA.hex() + "\",\"" + BOB.hex() + "\"]";
        }
        return switch (field.type()) {
            case TEXT -> "\"" + field.path() + "\"";
            case TEXTS -> "[\"" + field.path() + "\",\"second\"]";
            case DECIMAL -> "12.50";
            case DECIMALS -> "[1.00,2]";
            case INTEGER -> "7";
            case BOOLEAN -> "false";
            case ITEMS ->
                "[{\"content_id\":\"42\",\"content_name\":\"Shoes\",\"content_category\":\"Apparel\","
                        + "\"brand\":\"Ferry\",\"price\":12.50,\"quantity\":2}]";
        };
    }

    private static int leavesOf(Field field) {
        return switch (field.type()) {
            case TEXTS, DECIMALS -> 2;
            default -> 1;
        };
    }

    private static int leaves(JsonNode node) {
        if (!node.isContainerNode()) {
            return 1;
        }
        int leaves = 0;
        for (JsonNode child : node) {
            leaves += leaves(child);
        }
        return leaves;
    }

    private static JsonNode at(JsonNode event, Field field) {
        return event.at("/" + field.path().replace('.', '/'));
    }

    private static JsonNode read(HashedEvent event) throws Exception {
        return STRICT.readTree(EventWriter.write(event));
    }

    private static String text(HashedEvent event) {
        return new String(EventWriter.write(event), StandardCharsets.UTF_8);
    }
}
