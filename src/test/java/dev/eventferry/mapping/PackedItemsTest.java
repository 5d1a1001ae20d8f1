package dev.eventferry.mapping;

import static dev.eventferry.mapping.Mapped.event;
import static dev.eventferry.mapping.Mapped.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Item;
import dev.eventferry.intake.GroupItem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Items that are packed into one cell, spread over several rows, or only some of a list. */
class PackedItemsTest {

    @Nested
    class InOneCell {

        @Test
        void each_piece_of_a_cell_is_an_item() throws Exception {
            ConversionEvent event = event(
                    """
                    contents:
                      each: {from: details, split: "|"}
                      content_id: {pair: Product SKU, of: {from: ., split: ","}}
                      content_name: {pair: Product Name, of: {from: ., split: ","}}
                      quantity: {pair: Product Qty, of: {from: ., split: ","}}
                    """,
                    "{'event':'e','details':'Product Name: Tea, green, Product SKU: T-1, Product Qty: 2 |"
                            + " Product Name: Cup, Product SKU: C-1, Product Qty: 1'}");

            assertThat(event.problems()).isEmpty();
            assertThat(event.contents())
                    .containsExactly(
                            new Content("T-1", "Tea, green", null, null, null, 2L),
                            new Content("C-1", "Cup", null, null, null, 1L));
        }

        @Test
        void the_piece_itself_is_a_dot() throws Exception {
            ConversionEvent event = event(
                    "contents: {each: {from: skus, split: ';'}, content_id: ., quantity: {constant: 1}}",
                    "{'event':'e','skus':'a;b'}");

            assertThat(event.contents()).extracting(Content::contentId).containsExactly("a", "b");
        }
    }

    @Nested
    class OfAList {

        @Test
        void what_fails_the_condition_is_no_item() throws Exception {
            ConversionEvent event = event(
                    "contents: {each: items, when: {field: gift_card, not: true}, content_id: sku}",
                    "{'event':'e','items':[{'sku':'a'},{'sku':'b','gift_card':true},{'sku':'c','gift_card':false}]}");

            assertThat(event.contents()).extracting(Content::contentId).containsExactly("a", "c");
        }

        @Test
        void items_of_several_lists_are_one_list() throws Exception {
            ConversionEvent event = event(
                    "contents: {each: parcels.*.items, content_id: sku}",
                    "{'event':'e','parcels':[{'items':[{'sku':'a'}]},{'items':[{'sku':'b'},{'sku':'c'}]}]}");

            assertThat(event.contents()).extracting(Content::contentId).containsExactly("a", "b", "c");
        }

        @Test
        void what_only_the_mapping_says_is_no_item() throws Exception {
            ConversionEvent event = event(
                    "contents: {each: items, content_id: sku, quantity: {from: q, map: {one: 1}, otherwise: 1}}",
                    "{'event':'e','items':[{'other':'a'},{'sku':'b'}]}");

            assertThat(event.contents()).containsExactly(new Content("b", null, null, null, null, 1L));
        }
    }

    @Nested
    class InSeveralRows {

        private static final String ORDERS = """
                source: s
                group: Name
                event: {constant: Purchase}
                fields: {event_id: Name, user.email: Email, properties.value: Total}
                contents:
                  each: rows
                  when: {field: SKU, exists: true}
                  content_id: SKU
                  price: Price
                """;

        private final Item first =
                row(Map.of("Name", "#1", "Email", "a@x.de", "Total", "5.00", "SKU", "a", "Price", "2"));
        private final Item second = row(Map.of("Name", "#1", "Email", "", "Phone", "1", "SKU", "b", "Price", "3"));

        @Test
        void the_rows_of_a_group_are_the_items_of_one_event() throws Exception {
            ConversionEvent event = read(new GroupItem(List.of(first, second, row(Map.of("Name", "#1", "SKU", "")))));

            assertThat(event.id()).isEqualTo("#1");
            assertThat(event.values().decimal(Field.VALUE)).isEqualTo(new BigDecimal("5.00"));
            assertThat(event.contents()).extracting(Content::contentId).containsExactly("a", "b");
        }

        @Test
        void a_field_is_that_of_the_first_row_that_has_it() throws Exception {
            assertThat(read(new GroupItem(List.of(second, first))).values().texts(Field.EMAIL))
                    .containsExactly("a@x.de");
        }

        @Test
        void a_row_alone_is_its_own_item() throws Exception {
            assertThat(read(first).contents()).extracting(Content::contentId).containsExactly("a");
        }

        @Test
        void the_mapping_tells_which_rows_are_one() throws Exception {
            GroupKey key = Objects.requireNonNull(mapping().groupBy());

            assertThat(key.of(first)).isEqualTo("#1");
            assertThat(key.of(row(Map.of("Name", " ")))).isNull();
            assertThat(Mapping.compile("m.yaml", "source: s\nevent: e\nunlisted: pass")
                            .groupBy())
                    .isNull();
        }

        @Test
        void a_group_shows_its_rows_but_not_what_they_say() {
            GroupItem group = new GroupItem(List.of(first, second));

            assertThat(group.asJson()).hasSize(2);
            assertThat(group.asJson().get(1).get("SKU").asText()).isEqualTo("b");
            assertThat(group).hasToString("GroupItem[2 rows]");
        }

        private static Mapping mapping() throws MappingException {
            return Mapping.compile("m.yaml", ORDERS);
        }

        private static ConversionEvent read(Item item) throws MappingException {
            return ((Result.Mapped) mapping().apply(item, 0, "web")).events().get(0);
        }
    }
}
