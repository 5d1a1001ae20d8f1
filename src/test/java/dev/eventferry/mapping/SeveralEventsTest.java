package dev.eventferry.mapping;

import static dev.eventferry.mapping.Mapped.events;
import static dev.eventferry.mapping.Mapped.json;
import static dev.eventferry.mapping.Mapped.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One input that is several events, or whose event depends on more than its name. */
class SeveralEventsTest {

    private static final String ORDER = """
            events:
              paid:
                - Purchase
                - event: CompleteRegistration
                  when: {field: first, is: true}
                  fields:
                    event_id: {join: [{constant: reg}, id], with: "-"}
                    properties.description: note
                    properties.value: false
                    properties.currency: false
                  contents: false
                  defaults: {properties.status: new}
              packed: {event: Purchase, when: [{field: first, exists: true}, {field: total, not: 0}]}
            fields: {event_id: id, properties.value: total}
            contents: {each: items, content_id: sku}
            defaults: {properties.currency: EUR, properties.status: old}
            """;
    private static final String PAID =
            "{'event':'paid','id':7,'first':true,'total':9,'note':'n','items':[{'sku':'a'}]}";

    @Nested
    class OfOneName {

        @Test
        void each_event_of_the_list_is_made() throws Exception {
            List<ConversionEvent> events = events(ORDER, PAID);

            assertThat(events).extracting(ConversionEvent::name).containsExactly("Purchase", "CompleteRegistration");
            assertThat(events).extracting(ConversionEvent::clientName).containsOnly("paid");
            assertThat(events).extracting(ConversionEvent::index).containsOnly(7);
        }

        @Test
        void an_event_whose_condition_does_not_hold_is_not() throws Exception {
            assertThat(events(ORDER, "{'event':'paid','first':false}"))
                    .extracting(ConversionEvent::name)
                    .containsExactly("Purchase");
        }

        @Test
        void what_an_event_says_of_a_field_stands_instead_of_what_the_mapping_says() throws Exception {
            ConversionEvent registration = events(ORDER, PAID).get(1);

            assertThat(registration.id()).isEqualTo("reg-7");
            assertThat(registration.values().text(Field.DESCRIPTION)).isEqualTo("n");
            assertThat(registration.values().text(Field.STATUS)).isEqualTo("new");
        }

        @Test
        void false_leaves_out_a_field_with_its_default_and_the_items() throws Exception {
            ConversionEvent registration = events(ORDER, PAID).get(1);

            assertThat(registration.values().has(Field.VALUE)).isFalse();
            assertThat(registration.values().has(Field.CURRENCY)).isFalse();
            assertThat(registration.contents()).isEmpty();
        }

        @Test
        void the_others_are_as_the_mapping_says() throws Exception {
            ConversionEvent purchase = events(ORDER, PAID).get(0);

            assertThat(purchase.id()).isEqualTo("7");
            assertThat(purchase.values().decimal(Field.VALUE)).isEqualTo(new BigDecimal(9));
            assertThat(purchase.values().text(Field.CURRENCY)).isEqualTo("EUR");
            assertThat(purchase.values().text(Field.STATUS)).isEqualTo("old");
            assertThat(purchase.values().has(Field.DESCRIPTION)).isFalse();
            assertThat(purchase.contents()).extracting(Content::contentId).containsExactly("a");
        }

        @Test
        void an_item_of_which_no_event_is_made_is_filtered() throws Exception {
            assertThat(events(ORDER, "{'event':'packed','first':1,'total':1}")).hasSize(1);
            assertThat(result(ORDER, "{'event':'packed','first':1,'total':0}")).isInstanceOf(Result.Filtered.class);
            assertThat(result(ORDER, "{'event':'packed','total':1}")).isInstanceOf(Result.Filtered.class);
        }
    }

    @Nested
    class Destinations {

        private static final String BY_STORE =
                "unlisted: pass\ndestination: {from: store, map: {de: web-de, at: web-at}";

        @Test
        void a_value_chooses_the_destination() throws Exception {
            assertThat(events(BY_STORE + "}", "{'event':'e','store':'AT'}"))
                    .extracting(ConversionEvent::destination)
                    .containsExactly("web-at");
        }

        @Test
        void a_value_that_is_not_in_the_table_refuses_the_event() throws Exception {
            for (String item : List.of("{'event':'e','store':'ch'}", "{'event':'e'}")) {
                ConversionEvent event = events(BY_STORE + "}", item).get(0);
                assertThat(event.isRefused()).isTrue();
                assertThat(Mapped.codes(event)).containsExactly("destination_unmapped");
                assertThat(event.problems().get(0).message()).doesNotContain("ch,");
            }
        }

        @Test
        void unless_the_file_says_where_it_goes_otherwise() throws Exception {
            for (String item : List.of("{'event':'e','store':'ch'}", "{'event':'e'}")) {
                assertThat(events(BY_STORE + ", otherwise: web}", item))
                        .extracting(ConversionEvent::destination)
                        .containsExactly("web");
            }
        }

        @Test
        void an_event_listed_twice_goes_to_two_pixels() throws Exception {
            assertThat(events("events: {buy: [Purchase, {event: Purchase, destination: second}]}", "{'event':'buy'}"))
                    .extracting(ConversionEvent::destination)
                    .containsExactly("fallback", "second");
        }

        @Test
        void all_that_a_file_can_name_are_known_when_it_is_loaded() throws Exception {
            Mapping mapping = Mapping.compile("m.yaml", """
                    source: s
                    event: e
                    destination: {from: store, map: {de: web-de}, otherwise: web}
                    events: {buy: {event: Purchase, destination: other}}
                    """);

            assertThat(mapping.destinations()).containsExactlyInAnyOrder("web-de", "web", "other");
            assertThat(Mapping.compile("m.yaml", "source: s\nevent: e\nunlisted: pass")
                            .destinations())
                    .isEmpty();
        }
    }

    @Nested
    class Filters {

        @Test
        void an_event_switched_off_stays_off_and_filters_come_first() throws Exception {
            String lines = "events: {a: false, b: [B]}\nfilter: [{field: {from: tags, split: ','}, in: [vip]}]";

            assertThat(result(lines, "{'event':'a','tags':'new,vip'}")).isInstanceOf(Result.Filtered.class);
            assertThat(result(lines, "{'event':'b','tags':'new'}")).isInstanceOf(Result.Filtered.class);
            assertThat(events(lines, "{'event':'b','tags':'new, vip'}")).hasSize(1);
        }

        @Test
        void one_of_many_values_is_enough() throws Exception {
            String lines = "unlisted: pass\nfilter: [{field: items.*.sku, matches: 'SUB-.*'}]";

            assertThat(events(lines, "{'event':'e','items':[{'sku':'A'},{'sku':'SUB-1'}]}"))
                    .hasSize(1);
            assertThat(result(lines, "{'event':'e','items':[{'sku':'A'}]}")).isInstanceOf(Result.Filtered.class);
        }
    }

    @Test
    void a_refused_event_does_not_hide_the_other() throws Exception {
        Mapping mapping = Mapping.compile("m.yaml", """
                source: s
                event: {constant: order}
                events: {order: [Purchase, {event: Lead, fields: {properties.value: other}}]}
                fields: {properties.value: total}
                """);
        List<ConversionEvent> events =
                ((Result.Mapped) mapping.apply(json("{'total':'free','other':1}"), 0, "web")).events();

        assertThat(events).extracting(ConversionEvent::isRefused).containsExactly(true, false);
    }
}
