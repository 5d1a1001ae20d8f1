package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Cookies;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final String DIGEST = "ab".repeat(32);

    private final CanonicalReader reader = new CanonicalReader();

    @Test
    void TikToks_own_form_is_read_whole_and_without_a_complaint() throws Exception {
        ConversionEvent event = read("""
                {"event":"Purchase","event_time":1767225635,"event_id":"o-1","limited_data_use":false,
                 "user":{"email":["a@x.de","b@x.de"],"phone":"+4915100000","external_id":"u","ttclid":"c","ip":"203.0.113.9"},
                 "properties":{"value":1297.50,"currency":"SEK","content_ids":["A","B"],"num_items":3,
                   "mileage":{"value":10,"unit":"KM"},"preferred_price_range":[1,2.5],
                   "contents":[{"content_id":"A","price":899.0,"quantity":1,"brand":"F"},{"content_id":"B"}]},
                 "page":{"url":"https://x.de","referrer":"https://y.de"},
                 "app":{"app_id":"343200656"},"ad":{"is_retargeting":false,"attribution_share":0.5},"lead":{"lead_id":"7"}}
                """);

        assertThat(event.problems()).isEmpty();
        assertThat(event.name()).isEqualTo("Purchase");
        assertThat(event.clientName()).isEqualTo("Purchase");
        assertThat(event.id()).isEqualTo("o-1");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1767225635));
        assertThat(event.destination()).isEqualTo("web");
        assertThat(event.values().texts(Field.EMAIL)).containsExactly("a@x.de", "b@x.de");
        assertThat(event.values().texts(Field.PHONE)).containsExactly("+4915100000");
        assertThat(event.values().decimal(Field.VALUE)).isEqualTo(new BigDecimal("1297.50"));
        assertThat(event.values().texts(Field.CONTENT_IDS)).containsExactly("A", "B");
        assertThat(event.values().integer(Field.NUM_ITEMS)).isEqualTo(3);
        assertThat(event.values().decimal(Field.MILEAGE_VALUE)).isEqualByComparingTo("10");
        assertThat(event.values().get(Field.PREFERRED_PRICE_RANGE))
                .isEqualTo(List.of(new BigDecimal("1"), new BigDecimal("2.5")));
        assertThat(event.values().get(Field.AD_IS_RETARGETING)).isEqualTo(false);
        assertThat(event.values().get(Field.LIMITED_DATA_USE)).isEqualTo(false);
        assertThat(event.values().text(Field.LEAD_ID)).isEqualTo("7");
        assertThat(event.values().text(Field.PAGE_REFERRER)).isEqualTo("https://y.de");
        assertThat(event.contents())
                .containsExactly(
                        new Content("A", null, null, "F", new BigDecimal("899.0"), 1L),
                        new Content("B", null, null, null, null, null));
    }

    @Test
    void every_field_that_TikTok_knows_is_read_where_TikTok_has_it() {
        ObjectNode root = JSON.createObjectNode().put("event", "Purchase");
        for (Field field : Field.values()) {
            if (field != Field.CONTENTS) {
                ObjectNode section = root;
                for (String step : field.section().isEmpty()
                        ? new String[0]
                        : field.section().split("\\.")) {
                    section = section.withObjectProperty(step);
                }
                section.put(field.leaf(), field.type() == Field.Type.BOOLEAN ? "true" : "1");
            }
        }

        ConversionEvent event = event(reader.apply(new JsonItem(root), 0, "web"));

        assertThat(event.problems()).isEmpty();
        for (Field field : Field.values()) {
            assertThat(event.values().has(field)).as(field.path()).isEqualTo(field != Field.CONTENTS);
        }
    }

    @Test
    void numbers_may_be_text_and_ids_may_be_numbers() throws Exception {
        ConversionEvent event = read("""
                {"event":"Purchase","event_id":12345,"event_time":"1767225635",
                 "user":{"external_id":[7,"8"]},
                 "properties":{"value":"12.50","num_items":"2","contents":{"content_id":9,"price":"3","quantity":"1"}}}
                """);

        assertThat(event.problems()).isEmpty();
        assertThat(event.id()).isEqualTo("12345");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1767225635));
        assertThat(event.values().texts(Field.EXTERNAL_ID)).containsExactly("7", "8");
        assertThat(event.values().decimal(Field.VALUE)).isEqualTo(new BigDecimal("12.50"));
        assertThat(event.contents()).extracting(Content::contentId).containsExactly("9");
    }

    @Test
    void an_unknown_key_is_named_with_the_nearest_that_TikTok_knows() throws Exception {
        ConversionEvent event = read("""
                {"event":"Purchase","colour":"red","user":{"ttclidX":"c"},"properties":{"contents":[{"content_idd":"1"}]}}
                """);

        assertThat(event.isRefused()).isFalse();
        assertThat(event.problems()).extracting(Problem::code).containsOnly("field_unknown");
        assertThat(event.problems())
                .extracting(Problem::field)
                .containsExactly("colour", "user.ttclidX", "properties.contents[0].content_idd");
        assertThat(event.problems().get(1).message())
                .isEqualTo("user.ttclidX is no field that TikTok knows and was left out; did you mean user.ttclid?");
        assertThat(event.problems().get(2).message()).endsWith("did you mean contents.content_id?");
    }

    @ParameterizedTest
    @CsvSource({
        "user.emial, user.email",
        "properties.curency, properties.currency",
        "properties.mileage.vaule, properties.mileage.value",
        "page.urll, page.url",
        "app.appid, app.app_id",
        "ad.utm_sorce, ad.utm_source",
        "ad.attribution_modell, ad.attribution_model",
        "lead.lead_event_sorce, lead.lead_event_source",
        "limited_data_usage, limited_data_use",
        "evnt_id, event_id",
    })
    void a_misspelt_key_of_any_section_is_named_with_the_nearest(String given, String meant) {
        ObjectNode root = JSON.createObjectNode().put("event", "Purchase");
        ObjectNode section = root;
        for (String step : given.split("\\.", -1)) {
            if (given.endsWith(step)) {
                section.put(step, "1");
            } else {
                section = section.withObjectProperty(step);
            }
        }

        ConversionEvent event = event(reader.apply(new JsonItem(root), 0, "web"));

        assertThat(event.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("field_unknown");
            assertThat(problem.field()).isEqualTo(given);
            assertThat(problem.message()).endsWith("did you mean " + meant + "?");
        });
    }

    @Test
    void a_word_for_none_is_no_number_and_costs_the_field_only() throws Exception {
        ConversionEvent event = read("""
                {"event":"Purchase","properties":{"value":"NaN","contents":[{"content_id":"1","price":"(null)"}]}}
                """);

        assertThat(event.isRefused()).isFalse();
        assertThat(event.problems()).extracting(Problem::code).containsExactly("field_unreadable", "field_unreadable");
        assertThat(event.contents()).containsExactly(new Content("1", null, null, null, null, null));
    }

    @Test
    void of_two_names_of_one_field_the_same_counts_in_either_order() throws Exception {
        assertThat(email("{\"em\":\"a@x.de\",\"emails\":\"b@x.de\"}"))
                .isEqualTo(email("{\"emails\":\"b@x.de\",\"em\":\"a@x.de\"}"));
        assertThat(email("{\"EMAIL\":\"a@x.de\",\"email\":\"b@x.de\"}")).containsExactly("b@x.de");
        assertThat(email("{\"email\":\"b@x.de\",\"EMAIL\":\"a@x.de\"}")).containsExactly("b@x.de");
        for (String json : List.of(
                "{\"event\":\"Lead\",\"user.email\":\"a@x.de\",\"user\":{\"email\":\"b@x.de\"}}",
                "{\"event\":\"Lead\",\"user\":{\"email\":\"b@x.de\"},\"user.email\":\"a@x.de\"}")) {
            assertThat(read(json).values().texts(Field.EMAIL)).containsExactly("b@x.de");
        }
    }

    @Test
    void what_belongs_to_the_request_is_no_events_to_set() throws Exception {
        ConversionEvent event = read("{\"event\":\"Lead\",\"test_event_code\":\"TEST1\",\"event_source\":\"app\"}");

        assertThat(event.problems()).extracting(Problem::code).containsOnly("field_misplaced");
        assertThat(event.problems()).extracting(Problem::field).containsExactly("test_event_code", "event_source");
    }

    @Test
    void a_key_that_may_itself_be_personal_is_not_repeated() throws Exception {
        ConversionEvent event = read("{\"event\":\"Purchase\",\"ada@example.com\":1,\"+49151\":1}");

        assertThat(event.problems()).hasSize(2);
        assertThat(event.problems().toString()).doesNotContain("ada@").doesNotContain("49151");
    }

    @Test
    void thousands_of_unknown_keys_get_a_few_warnings() {
        ObjectNode root = JSON.createObjectNode().put("event", "Purchase");
        for (int i = 0; i < 5000; i++) {
            root.put("key_" + i, i);
        }

        List<Problem> problems =
                event(reader.apply(new JsonItem(root), 0, "web")).problems();

        assertThat(problems).hasSize(11);
        assertThat(problems.get(10).message()).startsWith("4990 more fields");
    }

    @Test
    void other_senders_names_of_match_keys_are_understood() throws Exception {
        ConversionEvent event = read("""
                {"event":"Lead","timestamp":"2026-01-01T10:00:00Z",
                 "user":{"em":"a@x.de","phone_number":"+49151","fn":"Ada","ln":"L","zip":"01067","lead_id":"5"}}
                """);

        assertThat(event.problems()).isEmpty();
        assertThat(event.time()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(event.values().texts(Field.EMAIL)).containsExactly("a@x.de");
        assertThat(event.values().texts(Field.PHONE)).containsExactly("+49151");
        assertThat(event.values().text(Field.FIRST_NAME)).isEqualTo("Ada");
        assertThat(event.values().text(Field.ZIP_CODE)).isEqualTo("01067");
        assertThat(event.values().text(Field.LEAD_ID)).isEqualTo("5");
    }

    @Test
    void the_clear_value_wins_over_the_hashed_one_in_either_order() throws Exception {
        String hashed = "\"sha256_email_address\":\"" + DIGEST + "\"";

        assertThat(email("{" + hashed + ",\"email_address\":\"a@x.de\"}")).containsExactly("a@x.de");
        assertThat(email("{\"email_address\":\"a@x.de\"," + hashed + "}")).containsExactly("a@x.de");
        assertThat(email("{" + hashed + ",\"email\":\"a@x.de\"}")).containsExactly("a@x.de");
        assertThat(email("{" + hashed + ",\"email\":\"  \"}")).containsExactly(DIGEST);
    }

    @Test
    void a_section_that_is_no_object_is_left_out_with_a_warning() throws Exception {
        ConversionEvent event =
                read("{\"event\":\"Lead\",\"user\":\"ada@example.com\",\"properties\":{\"contents\":3}}");

        assertThat(event.problems()).extracting(Problem::code).containsOnly("field_unreadable");
        assertThat(event.problems()).extracting(Problem::field).containsExactly("user", "properties.contents");
        assertThat(event.problems().toString()).doesNotContain("ada@");
    }

    @Test
    void wrong_times_and_amounts_refuse_the_event_with_every_reason() throws Exception {
        ConversionEvent event = read("""
                {"event":"Purchase","event_time":"soon",
                 "properties":{"value":"€ 5","contents":[{"price":"x","quantity":"some"}]}}
                """);

        assertThat(event.isRefused()).isTrue();
        assertThat(event.problems())
                .extracting(Problem::code)
                .containsExactly(
                        "event_time_unreadable", "value_not_a_number", "price_not_a_number", "quantity_not_a_number");
    }

    @Test
    void an_event_without_a_name_and_what_is_no_object_are_refused() throws Exception {
        assertThat(reader.apply(json("{\"event\":\" \"}"), 0, "web")).isInstanceOf(Result.Refused.class);
        assertThat(reader.apply(json("[]"), 0, "web")).isInstanceOf(Result.Refused.class);
        assertThat(reader.apply(json("null"), 0, "web")).isInstanceOf(Result.Refused.class);
    }

    @Test
    void the_columns_of_a_file_are_canonical_paths() {
        RowHeader header = RowHeader.of(List.of(
                "\uFEFFEvent",
                " event_time",
                "user.email",
                "User.Phone",
                "properties.value",
                "properties.contents.content_id",
                "properties.contents.price",
                "shoe_size"));
        RowItem row = new RowItem(
                header, List.of("Purchase", "2026-01-01 10:00", "a@x.de", "+49151", "5.00", "SKU", "2.50", "42"));

        ConversionEvent event = event(reader.apply(row, 3, "web"));

        assertThat(event.time()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(event.values().texts(Field.PHONE)).containsExactly("+49151");
        assertThat(event.values().decimal(Field.VALUE)).isEqualTo(new BigDecimal("5.00"));
        assertThat(event.contents())
                .containsExactly(new Content("SKU", null, null, null, new BigDecimal("2.50"), null));
        assertThat(event.problems()).extracting(Problem::field).containsExactly("shoe_size");
    }

    @Test
    void the_content_type_of_1_0_stands_in_the_item() throws Exception {
        ConversionEvent event = read(
                "{\"event\":\"Purchase\",\"properties\":{\"contents\":[{\"content_id\":\"1\",\"content_type\":\"product\"}]}}");

        assertThat(event.problems()).isEmpty();
        assertThat(event.values().text(Field.CONTENT_TYPE)).isEqualTo("product");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cookies\":{\"_ga\":\"1\",\"_ttp\":\"p\",\"ttclid\":\"c\",\"n\":{}}",
                "\"cookies\":\"_ga=1; _ttp=p; ttclid=c\"",
                "\"cookies._ttp\":\"p\",\"cookies.ttclid\":\"c\"",
                "\"cookies.ttclid\":\"c\",\"cookies\":{\"_ttp\":\"p\",\"ttclid\":\"other\"}"
            })
    void the_visitors_cookies_may_stand_beside_the_fields(String cookies) throws Exception {
        ConversionEvent event = read("{\"event\":\"Lead\",\"user\":{\"ttclid\":\"mine\"}," + cookies + "}");

        assertThat(event.problems()).isEmpty();
        assertThat(event.cookies()).isEqualTo(new Cookies("c", "p"));
        assertThat(event.values().text(Field.TTCLID)).isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"_ttp\":\" \",\"ttclid\":null}", "\"_ga=1\"", "{\"_ttp\":{}}", "null", "[]"})
    void cookies_that_are_none_of_tiktoks_are_passed_over(String cookies) throws Exception {
        ConversionEvent event = read("{\"event\":\"Lead\",\"cookies\":" + cookies + "}");

        assertThat(event.problems()).isEmpty();
        assertThat(event.cookies()).isNull();
    }

    @Test
    void cookies_of_another_form_are_told() throws Exception {
        ConversionEvent event = read("{\"event\":\"Lead\",\"cookies\":[\"_ttp=p\"]}");

        assertThat(event.problems())
                .containsExactly(Problem.warning(
                        "cookies",
                        "field_unreadable",
                        "cookies is a list of 1 and was left out; send an object, or the text of a Cookie header."));
    }

    private List<String> email(String user) throws Exception {
        return read("{\"event\":\"Lead\",\"user\":" + user + "}").values().texts(Field.EMAIL);
    }

    private ConversionEvent read(String json) throws Exception {
        return event(reader.apply(json(json), 0, "web"));
    }

    private static JsonItem json(String json) throws Exception {
        return new JsonItem(JSON.readTree(json));
    }

    private static ConversionEvent event(Result result) {
        assertThat(result).isInstanceOf(Result.Mapped.class);
        return ((Result.Mapped) result).events().get(0);
    }
}
