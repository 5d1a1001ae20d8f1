package dev.eventferry.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Content;
import dev.eventferry.event.Field;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DedupKeysTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Content SHOES = new Content("42", "Shoes", null, null, new BigDecimal("12.50"), 1L);

    private final DedupKeys keys = new DedupKeys(DedupKeys.PARTS, true);

    @Test
    void a_given_id_is_kept_as_it_is() {
        assertThat(keys.id(" Order 1 ", "Purchase", TIME, Values.NONE, List.of()))
                .isEqualTo(" Order 1 ");
    }

    @Test
    void the_same_event_has_the_same_derived_id() {
        String once = keys.id(null, "Purchase", TIME, values("12.50", "ada"), List.of(SHOES));
        String again =
                new DedupKeys(DedupKeys.PARTS, true).id(null, "Purchase", TIME, values("12.50", "ada"), List.of(SHOES));

        assertThat(again).isEqualTo(once).matches("ef-[0-9a-f]{32}");
    }

    @Test
    void events_that_differ_in_anything_have_different_derived_ids() {
        Values values = values("12.50", "ada");
        Content two = new Content("42", "Shoes", null, null, new BigDecimal("12.50"), 2L);
        Content asName = new Content(null, "42", "Shoes", null, new BigDecimal("12.50"), 1L);

        List<String> ids = Stream.of(
                        keys.id(null, "Purchase", TIME, values, List.of(SHOES)),
                        keys.id(null, "AddToCart", TIME, values, List.of(SHOES)),
                        keys.id(null, "Purchase", TIME.plusSeconds(1), values, List.of(SHOES)),
                        keys.id(null, "Purchase", TIME, values("12.51", "ada"), List.of(SHOES)),
                        keys.id(null, "Purchase", TIME, values("12.50", "bob"), List.of(SHOES)),
                        keys.id(null, "Purchase", TIME, values, List.of()),
                        keys.id(null, "Purchase", TIME, values, List.of(two)),
                        keys.id(null, "Purchase", TIME, values, List.of(asName)),
                        keys.id(null, "Purchase", TIME, values, List.of(SHOES, two)),
                        keys.id(null, "Purchase", TIME, values, List.of(two, SHOES)),
                        keys.id(null, "Purchase", TIME, Values.NONE, List.of(SHOES)))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void the_same_text_in_another_field_makes_another_id() {
        Values order = Values.builder().put(Field.ORDER_ID, "7").build();
        Values shop = Values.builder().put(Field.SHOP_ID, "7").build();

        assertThat(keys.id(null, "Purchase", TIME, order, List.of()))
                .isNotEqualTo(keys.id(null, "Purchase", TIME, shop, List.of()));
    }

    @Test
    void an_event_may_go_without_an_id_and_is_then_never_a_duplicate() {
        DedupKeys leaving = new DedupKeys(DedupKeys.PARTS, false);

        String id = leaving.id(null, "Purchase", TIME, Values.NONE, List.of());

        assertThat(id).isEmpty();
        assertThat(leaving.key("web", "Purchase", id)).isNotEqualTo(leaving.key("web", "Purchase", id));
        assertThat(leaving.id("given", "Purchase", TIME, Values.NONE, List.of()))
                .isEqualTo("given");
    }

    @Test
    void destination_name_and_id_make_the_key() {
        assertThat(Stream.of(
                        keys.key("web", "Purchase", "1"),
                        keys.key("shop", "Purchase", "1"),
                        keys.key("web", "AddToCart", "1"),
                        keys.key("web", "Purchase", "2"),
                        keys.key("web", "Purchase1", ""),
                        keys.key("webPurchase", "", "1")))
                .doesNotHaveDuplicates();
        assertThat(keys.key("web", "Purchase", "1")).isEqualTo(keys.key("web", "Purchase", "1"));
    }

    @Test
    void the_name_may_be_left_out_of_the_key() {
        DedupKeys nameless = new DedupKeys(Set.of("pixel", "event_id"), true);

        assertThat(nameless.key("web", "Purchase", "1")).isEqualTo(nameless.key("web", "CompletePayment", "1"));
        assertThat(nameless.key("web", "Purchase", "1")).isNotEqualTo(nameless.key("shop", "Purchase", "1"));
        assertThat(nameless.key("web", "Purchase", "1")).isNotEqualTo(nameless.key("web", "Purchase", "2"));
    }

    private static Values values(String value, String person) {
        return Values.builder()
                .put(Field.VALUE, new BigDecimal(value))
                .put(Field.EMAIL, List.of(Sha256Hex.of(person)))
                .build();
    }
}
