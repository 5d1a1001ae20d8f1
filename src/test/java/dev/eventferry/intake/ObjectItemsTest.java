package dev.eventferry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eventferry.event.Item;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectItemsTest {

    @Test
    void a_map_is_one_item_and_a_list_of_maps_is_one_each() {
        assertThat(ObjectItems.of(Map.of("id", 1))).hasSize(1);
        assertThat(ObjectItems.of(List.of(Map.of("id", 1), Map.of("id", 2))))
                .extracting(item -> item.asJson().path("id").asInt())
                .containsExactly(1, 2);
        assertThat(ObjectItems.of(List.of())).isEmpty();
    }

    @Test
    void numbers_stay_exact_and_what_json_has_no_word_for_becomes_its_text() {
        Map<String, Object> row = new HashMap<>();
        row.put("total", new BigDecimal("12.50"));
        row.put("ratio", 0.1);
        row.put("big", Long.MAX_VALUE);
        row.put("at", Timestamp.from(Instant.parse("2026-11-21T12:00:00Z")));
        row.put("local", LocalDateTime.parse("2026-11-21T12:00:00"));
        row.put("day", Date.valueOf("2026-11-21"));
        row.put("nothing", null);
        row.put("lines", List.of(Map.of("sku", "A"), Map.of("sku", "B")));

        Item item = ObjectItems.of(row).get(0);

        assertThat(item.asJson().path("total").decimalValue()).isEqualTo(new BigDecimal("12.50"));
        assertThat(item.asJson().path("ratio").decimalValue()).isEqualTo(new BigDecimal("0.1"));
        assertThat(item.asJson().path("big").longValue()).isEqualTo(Long.MAX_VALUE);
        assertThat(item.asJson().path("at").textValue()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(item.asJson().path("local").textValue()).isEqualTo("2026-11-21T12:00");
        assertThat(item.asJson().path("day").textValue()).isEqualTo("2026-11-21");
        assertThat(item.asJson().path("nothing").isNull()).isTrue();
        assertThat(item.asJson().path("lines").findValuesAsText("sku")).containsExactly("A", "B");
    }

    @Test
    void what_is_no_map_is_refused_by_its_place_and_class_and_never_by_what_it_says() {
        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> ObjectItems.of(Arrays.asList(Map.of("id", 1), "ada@example.com")))
                .withMessageContaining("Element 1 of the list is java.lang.String")
                .withMessageNotContaining("ada");
    }

    @Test
    void a_map_that_contains_itself_is_refused() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);

        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> ObjectItems.of(endless))
                .withMessageContaining("too deep");
    }
}
