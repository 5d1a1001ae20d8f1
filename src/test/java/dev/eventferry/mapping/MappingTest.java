package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MappingTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Nested
    class Names {

        @Test
        void an_event_gets_TikToks_name_and_keeps_its_own_beside() throws Exception {
            ConversionEvent event = mapped("events: {purchase: Purchase}", "{'event':'purchase'}");

            assertThat(event.name()).isEqualTo("Purchase");
            assertThat(event.clientName()).isEqualTo("purchase");
            assertThat(event.index()).isEqualTo(7);
        }

        @Test
        void false_and_YAMLs_other_words_for_it_switch_an_event_off() throws Exception {
            for (String off : List.of("false", "no", "off", "False")) {
                assertThat(apply("events: {a: " + off + ", b: B}", "{'event':'a'}"))
                        .isInstanceOf(Result.Filtered.class);
            }
        }

        @Test
        void a_client_side_name_that_YAML_takes_for_a_boolean_is_a_name() throws Exception {
            assertThat(mapped("events: {on: Download, yes: Lead}", "{'event':'on'}")
                            .name())
                    .isEqualTo("Download");
        }

        @Test
        void an_unlisted_event_is_dropped_unless_the_file_says_otherwise() throws Exception {
            String table = "events: {a: A}\n";

            assertThat(apply(table, "{'event':'b'}")).isInstanceOf(Result.Filtered.class);
            assertThat(mapped(table + "unlisted: pass", "{'event':'b'}").name()).isEqualTo("b");
            assertThat(refused(table + "unlisted: reject", "{'event':'b'}")).containsExactly("event_unlisted");
        }

        @Test
        void a_constant_event_needs_no_table() throws Exception {
            String yaml = "source: s\nevent: {constant: Purchase}\n";

            assertThat(((Result.Mapped) Mapping.compile("m.yaml", yaml).apply(json("{}"), 0, "web"))
                            .events()
                            .get(0)
                            .name())
                    .isEqualTo("Purchase");
        }

        @Test
        void what_is_no_object_is_refused() throws Exception {
            assertThat(refused("unlisted: pass", "[1,2]")).containsExactly("not_an_object");
            assertThat(refused("unlisted: pass", "'purchase'")).containsExactly("not_an_object");
        }

        @Test
        void the_destination_is_the_files_or_else_the_one_given() throws Exception {
            assertThat(mapped("unlisted: pass", "{'event':'a'}").destination()).isEqualTo("fallback");
            assertThat(mapped("unlisted: pass\ndestination: shop2", "{'event':'a'}")
                            .destination())
                    .isEqualTo("shop2");
        }

        @Test
        void the_country_of_phone_numbers_is_the_files_or_the_items() throws Exception {
            assertThat(mapped("unlisted: pass\nregion: SE", "{'event':'a'}").region())
                    .isNull();
            String byItem = "unlisted: pass\nregion: {from: [ship.country, country]}";
            assertThat(mapped(byItem, "{'event':'a','country':'Norway'}").region())
                    .isEqualTo("Norway");
            assertThat(mapped(byItem, "{'event':'a'}").region()).isNull();
        }
    }

    @Nested
    class Filters {

        @Test
        void all_conditions_must_hold() throws Exception {
            String filter = "unlisted: pass\nfilter: [{field: a, is: 1}, {field: b, in: [x, y]}]";

            assertThat(passes(filter, "{'event':'e','a':1,'b':'y'}")).isTrue();
            assertThat(passes(filter, "{'event':'e','a':1,'b':'z'}")).isFalse();
            assertThat(passes(filter, "{'event':'e','a':2,'b':'y'}")).isFalse();
            assertThat(passes(filter, "{'event':'e','b':'y'}")).isFalse();
        }

        @Test
        void nothing_is_not_any_value() throws Exception {
            String filter = "unlisted: pass\nfilter: [{field: test, not: [true, 1]}]";

            assertThat(passes(filter, "{'event':'e'}")).isTrue();
            assertThat(passes(filter, "{'event':'e','test':false}")).isTrue();
            assertThat(passes(filter, "{'event':'e','test':true}")).isFalse();
            assertThat(passes(filter, "{'event':'e','test':'1'}")).isFalse();
        }

        @Test
        void a_blank_does_not_exist() throws Exception {
            String filter = "unlisted: pass\nfilter: [{field: mail, exists: true}]";

            assertThat(passes(filter, "{'event':'e','mail':'a'}")).isTrue();
            assertThat(passes(filter, "{'event':'e','mail':' '}")).isFalse();
            assertThat(passes(filter, "{'event':'e','mail':null}")).isFalse();
        }

        @Test
        void a_pattern_fits_the_whole_value() throws Exception {
            String filter = "unlisted: pass\nfilter: [{field: url, matches: 'https://shop\\..*'}]";

            assertThat(passes(filter, "{'event':'e','url':'https://shop.example.com'}"))
                    .isTrue();
            assertThat(passes(filter, "{'event':'e','url':'x https://shop.example.com'}"))
                    .isFalse();
        }

        @Test
        void a_debug_filter_lets_only_ones_own_events_through_and_is_known() throws Exception {
            String debug = "unlisted: pass\nfilter: [{field: a, is: 1}]\ndebug: {field: user.id, in: [me, you]}";

            assertThat(passes(debug, "{'event':'e','a':1,'user':{'id':'me'}}")).isTrue();
            assertThat(passes(debug, "{'event':'e','a':2,'user':{'id':'me'}}")).isFalse();
            assertThat(apply(debug, "{'event':'e','a':1,'user':{'id':'ada'}}"))
                    .isEqualTo(new Result.Filtered("the debug filter on user.id does not let it through"));
            assertThat(Mapping.compile("a.yaml", "source: s\nevent: event\n" + debug)
                            .debug())
                    .isEqualTo("user.id");
            assertThat(Mapping.compile("a.yaml", "source: s\nevent: event\nunlisted: pass")
                            .debug())
                    .isNull();
        }

        @Test
        void what_is_filtered_says_by_which_condition() throws Exception {
            assertThat(apply("unlisted: pass\nfilter: [{field: a.b, is: 1}]", "{'event':'e'}"))
                    .isEqualTo(new Result.Filtered("the filter on a.b does not let it through"));
        }

        @Test
        void one_of_a_list_of_values_is_enough() throws Exception {
            String filter = "unlisted: pass\nfilter: [{field: consent, is: ads}]";

            assertThat(passes(filter, "{'event':'e','consent':['stats','ads']}"))
                    .isTrue();
            assertThat(passes(filter, "{'event':'e','consent':['stats']}")).isFalse();
        }

        @Test
        void the_filter_sees_the_client_side_name() throws Exception {
            String filter = "events: {purchase: Purchase}\nfilter: [{field: event, is: purchase}]";

            assertThat(passes(filter, "{'event':'purchase'}")).isTrue();
        }
    }

    @Nested
    class Fields {

        @Test
        void the_first_that_is_present_wins_and_a_blank_is_not_present() throws Exception {
            String fields = field("user.ttp: [a.ttp, b.ttp, {constant: none}]");

            assertThat(mapped(fields, "{'event':'e','a':{'ttp':'1'},'b':{'ttp':'2'}}")
                            .values()
                            .text(Field.TTP))
                    .isEqualTo("1");
            assertThat(mapped(fields, "{'event':'e','a':{'ttp':' '},'b':{'ttp':2}}")
                            .values()
                            .text(Field.TTP))
                    .isEqualTo("2");
            assertThat(mapped(fields, "{'event':'e','a':null,'b':[]}").values().text(Field.TTP))
                    .isEqualTo("none");
        }

        @Test
        void ids_are_text_even_when_they_came_as_numbers() throws Exception {
            ConversionEvent event = mapped(
                    field("event_id: id\n  user.external_id: uid\n  properties.order_id: o"),
                    "{'event':'e','id':273196,'uid':42,'o':10.50}");

            assertThat(event.id()).isEqualTo("273196");
            assertThat(event.values().texts(Field.EXTERNAL_ID)).containsExactly("42");
            assertThat(event.values().text(Field.ORDER_ID)).isEqualTo("10.50");
        }

        @Test
        void money_keeps_its_digits() throws Exception {
            assertThat(mapped(field("properties.value: v"), "{'event':'e','v':12.50}")
                            .values()
                            .decimal(Field.VALUE))
                    .isEqualTo(new BigDecimal("12.50"));
            assertThat(mapped(field("properties.value: v"), "{'event':'e','v':'0'}")
                            .values()
                            .decimal(Field.VALUE))
                    .isEqualByComparingTo("0");
        }

        @Test
        void a_value_that_is_no_number_refuses_the_event_without_being_quoted() throws Exception {
            ConversionEvent event = mapped(field("properties.value: v"), "{'event':'e','v':'ada@example.com'}");

            assertThat(event.isRefused()).isTrue();
            assertThat(event.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("value_not_a_number");
                assertThat(problem.field()).isEqualTo("properties.value");
                assertThat(problem.message())
                        .isEqualTo("properties.value is a text of 15 characters; send a number like 1234.50.");
            });
        }

        @Test
        void a_number_of_a_billion_digits_is_no_number() throws Exception {
            assertThat(problems(field("properties.value: v"), "{'event':'e','v':1e999999999}"))
                    .containsExactly("value_not_a_number");
            assertThat(problems(field("event_id: v"), "{'event':'e','v':1e999999999}"))
                    .containsExactly("field_unreadable");
        }

        @Test
        void another_field_that_cannot_be_read_is_left_out_with_a_warning() throws Exception {
            ConversionEvent event =
                    mapped(field("user.city: c\n  properties.num_items: n"), "{'event':'e','c':{'a':1},'n':2.5}");

            assertThat(event.isRefused()).isFalse();
            assertThat(event.problems()).extracting(Problem::code).containsOnly("field_unreadable");
            assertThat(event.problems())
                    .extracting(Problem::field)
                    .containsExactly("user.city", "properties.num_items");
            assertThat(event.values().has(Field.CITY)).isFalse();
        }

        @Test
        void several_addresses_are_a_list_and_one_is_a_list_of_one() throws Exception {
            String fields = field("user.email: m");

            assertThat(mapped(fields, "{'event':'e','m':['a@x.de',null,'b@x.de']}")
                            .values()
                            .texts(Field.EMAIL))
                    .containsExactly("a@x.de", "b@x.de");
            assertThat(mapped(fields, "{'event':'e','m':'a@x.de'}").values().texts(Field.EMAIL))
                    .containsExactly("a@x.de");
        }

        @Test
        void a_step_into_a_list_is_a_place_in_it() throws Exception {
            assertThat(mapped(field("user.external_id: ids.1.id"), "{'event':'e','ids':[{'id':'a'},{'id':'b'}]}")
                            .values()
                            .texts(Field.EXTERNAL_ID))
                    .containsExactly("b");
        }

        @Test
        void a_parameter_of_the_address_is_decoded_once() throws Exception {
            String fields = field("user.ttclid: {query: ttclid, of: url}");

            assertThat(ttclid(fields, "https://x.de/?xttclid=0&ttclid=a%2526b#ttclid=c"))
                    .isEqualTo("a%26b");
            assertThat(ttclid(fields, "/?ttclid=abc&ttclid=def")).isEqualTo("abc");
            assertThat(ttclid(fields, "https://x.de/?ttclid=100%")).isEqualTo("100%");
            assertThat(ttclid(fields, "https://x.de/?ttclid=")).isNull();
            assertThat(ttclid(fields, "https://x.de/#?ttclid=a")).isNotNull();
            assertThat(ttclid(fields, "ttclid=a")).isNull();
        }

        @Test
        void a_cookie_is_found_in_a_header_and_in_an_object() throws Exception {
            String fields = field("user.ttp: {cookie: _ttp, of: c}");

            assertThat(mapped(fields, "{'event':'e','c':'a=b; x_ttp=0; _ttp=2Rk=; z=1'}")
                            .values()
                            .text(Field.TTP))
                    .isEqualTo("2Rk=");
            assertThat(mapped(fields, "{'event':'e','c':{'_ttp':'2Rk'}}")
                            .values()
                            .text(Field.TTP))
                    .isEqualTo("2Rk");
        }

        @Test
        void joined_parts_leave_out_what_is_missing() throws Exception {
            String fields = field("properties.description: {join: [a, b, c], with: ' / '}");

            assertThat(mapped(fields, "{'event':'e','a':'x','c':3}").values().text(Field.DESCRIPTION))
                    .isEqualTo("x / 3");
            assertThat(mapped(fields, "{'event':'e'}").values().has(Field.DESCRIPTION))
                    .isFalse();
        }

        @Test
        void a_default_fills_what_nothing_filled() throws Exception {
            String yaml = field("properties.currency: c") + "\ndefaults: {properties.currency: EUR}";

            assertThat(mapped(yaml, "{'event':'e'}").values().text(Field.CURRENCY))
                    .isEqualTo("EUR");
            assertThat(mapped(yaml, "{'event':'e','c':'USD'}").values().text(Field.CURRENCY))
                    .isEqualTo("USD");
        }

        @Test
        void a_time_is_read_as_the_file_says() throws Exception {
            assertThat(time("event_time: {from: t, as: epoch-ms}", "1767225600000"))
                    .isEqualTo("2026-01-01T00:00:00Z");
            assertThat(time("event_time: {from: t, as: epoch-s}", "'60'")).isEqualTo("1970-01-01T00:01:00Z");
            assertThat(time(
                            "event_time: {from: t, as: time, pattern: d. MMMM yyyy HH:mm, locale: de-DE, zone: Europe/Berlin}",
                            "'3. März 2026 10:00'"))
                    .isEqualTo("2026-03-03T09:00:00Z");
            assertThat(time("event_time: {from: t, as: time, pattern: dd/MM/yyyy}", "'03/04/2026'"))
                    .isEqualTo("2026-04-03T00:00:00Z");
        }

        @Test
        void a_time_that_cannot_be_read_refuses_the_event() throws Exception {
            assertThat(problems(field("event_time: t"), "{'event':'e','t':'soon'}"))
                    .containsExactly("event_time_unreadable");
            assertThat(problems(field("event_time: {from: t, as: iso}"), "{'event':'e','t':1767225600}"))
                    .containsExactly("event_time_unreadable");
        }

        private @Nullable Instant time(String line, String value) throws Exception {
            return mapped(field(line), "{'event':'e','t':" + value + "}").time();
        }

        private @Nullable String ttclid(String fields, String url) throws Exception {
            return mapped(fields, "{'event':'e','url':'" + url + "'}").values().text(Field.TTCLID);
        }
    }

    @Nested
    class Items {

        @Test
        void each_item_of_the_list_is_read() throws Exception {
            ConversionEvent event = mapped(
                    "unlisted: pass\ncontents: {each: items, content_id: id, price: p, quantity: q}",
                    "{'event':'e','items':[{'id':1,'p':'2.50','q':'3'},{'id':'b','p':0,'q':1.0},{}]}");

            assertThat(event.contents())
                    .containsExactly(
                            new Content("1", null, null, null, new BigDecimal("2.50"), 3L),
                            new Content("b", null, null, null, BigDecimal.ZERO, 1L));
        }

        @Test
        void without_each_the_row_is_the_item() throws Exception {
            Mapping mapping = Mapping.compile(
                    "m.yaml",
                    "source: s\nevent: {constant: Purchase}\n"
                            + "contents: {content_id: SKU, price: {from: Price, locale: de-DE}, quantity: {constant: 1}}");

            assertThat(event(mapping.apply(row(Map.of("SKU", "A-1", "Price", "1.234,50")), 0, "web"))
                            .contents())
                    .containsExactly(new Content("A-1", null, null, null, new BigDecimal("1234.50"), 1L));
            assertThat(event(mapping.apply(row(Map.of("Other", "A-1")), 0, "web"))
                            .contents())
                    .isEmpty();
        }

        @Test
        void a_price_or_quantity_that_is_no_number_refuses_the_event_and_names_the_item() throws Exception {
            ConversionEvent event = mapped(
                    "unlisted: pass\ncontents: {each: items, content_id: id, price: p, quantity: q}",
                    "{'event':'e','items':[{'id':1},{'id':2,'p':'cheap','q':1.5}]}");

            assertThat(event.problems())
                    .extracting(Problem::code)
                    .containsExactly("price_not_a_number", "quantity_not_a_number");
            assertThat(event.problems())
                    .extracting(Problem::field)
                    .containsExactly("properties.contents[1].price", "properties.contents[1].quantity");
        }

        @Test
        void of_several_blocks_the_first_that_finds_items_counts() throws Exception {
            String yaml = "unlisted: pass\ncontents: [{each: items, content_id: id}, {content_id: id}]";

            assertThat(mapped(yaml, "{'event':'e','id':'one'}").contents())
                    .extracting(Content::contentId)
                    .containsExactly("one");
            assertThat(mapped(yaml, "{'event':'e','id':'one','items':[{'id':'two'}]}")
                            .contents())
                    .extracting(Content::contentId)
                    .containsExactly("two");
        }

        @Test
        void items_that_are_no_list_are_left_out_with_a_warning() throws Exception {
            assertThat(problems(
                            "unlisted: pass\ncontents: {each: items, content_id: id}", "{'event':'e','items':'a,b'}"))
                    .containsExactly("field_unreadable");
        }
    }

    @Nested
    class BrokenFiles {

        @Test
        void a_broken_file_is_named_with_line_column_and_what_to_do() {
            Throwable thrown = catchThrowable(() -> Mapping.compile("mappings/shop.yaml", """
                    source: shop
                    event: event_name
                    unlisted: pass
                    fields:
                      user.emial: email
                    """));

            assertThat(thrown)
                    .isInstanceOf(MappingException.class)
                    .hasMessage("mappings/shop.yaml:5:3: TikTok knows no field user.emial; did you mean user.email?");
        }

        @Test
        void what_cannot_be_right_is_found_when_the_file_is_loaded() {
            assertThat(wrong("fields: {user.phone_number: p}")).contains("it calls it user.phone");
            assertThat(wrong("fields: {phone: p}")).contains("did you mean user.phone?");
            assertThat(wrong("fields: {event: e}")).contains("event: at the top level");
            assertThat(wrong("fields: {properties.contents: e}")).contains("contents: at the top level");
            assertThat(wrong("feilds: {}")).contains("unknown key feilds; did you mean fields?");
            assertThat(wrong("fields: {properties.value: {from: v, as: decimel}}"))
                    .contains("unknown conversion decimel; did you mean decimal?");
            assertThat(wrong("fields: {properties.value: {from: v, as: iso}}"))
                    .contains("properties.value cannot be read as iso; use decimal or integer");
            assertThat(wrong("fields: {event_time: {from: v, zone: Europe/Berln}}"))
                    .contains("did you mean Europe/Berlin?");
            assertThat(wrong("fields: {properties.value: {from: v, locale: de_DE}}"))
                    .contains("like de-DE");
            assertThat(wrong("fields: {properties.value: {from: v, locale: xx-DE}}"))
                    .contains("no known language");
            assertThat(wrong("fields: {event_time: {from: v, as: time, pattern: 'HH:mm'}}"))
                    .contains("a day, a month and a year");
            assertThat(wrong("fields: {event_time: {from: v, as: time, pattern: 'dd.bb.yyyy'}}"))
                    .contains("pattern cannot be read");
            assertThat(wrong("fields: {event_time: {from: v, as: time}}")).contains("needs a pattern");
            assertThat(wrong("fields: {user.city: {from: v, zone: UTC}}")).contains("zone belongs to");
            assertThat(wrong("fields: {user.ttclid: {query: ttclid}}")).contains("add of:");
            assertThat(wrong("fields: {user.ttclid: {from: a, constant: b}}")).contains("say one of");
            assertThat(wrong("fields: {properties.value: {constant: free}}")).contains("must be a number");
            assertThat(wrong("filter: [{field: a, matches: '('}]")).contains("no regular expression");
            assertThat(wrong("filter: [{field: a}]")).contains("asks nothing");
            assertThat(wrong("defaults: {properties.value: free}")).contains("must be a number");
            assertThat(wrong("region: Germany")).contains("ISO 3166");
            assertThat(wrong("destination: '../x'")).contains("must be a name");
            assertThat(wrong("events: {a: true}")).contains("TikTok's name");
            assertThat(wrong("contents: {each: items, size: s}")).contains("unknown key size");
        }

        @Test
        void what_cuts_looks_up_or_groups_wrongly_is_found_too() {
            assertThat(wrong("fields: {user.city: {from: a, split: ','}}")).contains("takes one value; add part");
            assertThat(wrong("fields: {user.city: {from: a, split: ''}}")).contains("the text between the pieces");
            assertThat(wrong("fields: {user.city: {from: a, split: ' ', part: 0}}"))
                    .contains("a number from 1");
            assertThat(wrong("fields: {user.city: {from: a, part: first}}")).contains("part belongs to split");
            assertThat(wrong("fields: {user.city: {from: a, otherwise: b}}")).contains("otherwise belongs to map");
            assertThat(wrong("fields: {user.city: {from: a, map: {}}}")).contains("map is empty");
            assertThat(wrong("fields: {user.city: {from: a, map: {b: [c]}}}")).contains("give a text, a number");
            assertThat(wrong("fields: {properties.value: {from: a, map: {b: free}}}"))
                    .contains("must be a number");
            assertThat(wrong("fields: {properties.value: {from: a, map: {b: 1}, otherwise: free}}"))
                    .contains("must be a number");
            assertThat(wrong("fields: {user.city: {constant: b, as: upper}}")).contains("leave split, map and as out");
            assertThat(wrong("fields: {user.city: {from: a, as: uper}}")).contains("did you mean upper?");
            assertThat(wrong("fields: {user.city: {from: a, as: upper, locale: de-DE}}"))
                    .contains("locale belongs to");
            assertThat(wrong("fields: {user.ttclid: {pair: ttclid}}")).contains("add of:");
            assertThat(wrong("fields: {user.ttclid: {from: a, of: b}}")).contains("of belongs to");
            assertThat(wrong("fields: {user.city: {join: [a]}}")).contains("two places or more");
            assertThat(wrong("fields: {user.city: {join: [a, {from: b, as: decimal}]}}"))
                    .contains("join cannot be read as decimal");
            assertThat(wrong("fields: {event_time: {from: v, as: time, pattern: []}}"))
                    .contains("give a pattern");
            assertThat(wrong("fields: {user.city: false}")).contains("one of several events");
            assertThat(wrong("group: {constant: a}")).contains("the rows of one event share");
            assertThat(wrong("ignore-case: maybe")).contains("true or false");
            assertThat(wrong("nothing: [[a]]")).contains("an empty cell");
            assertThat(wrong("contents: {each: items, when: [], content_id: a}"))
                    .contains("when asks nothing");
            assertThat(wrong("contents: {each: items, when: {field: a}, content_id: a}"))
                    .contains("asks nothing");
        }

        @Test
        void an_event_that_is_said_wrongly_is_found_too() {
            assertThat(wrong("events: {a: {when: {field: b, is: c}}}")).contains("add event: Purchase");
            assertThat(wrong("events: {a: []}")).contains("write a: false");
            assertThat(wrong("events: {a: [A, false]}")).contains("leave it out of the list");
            assertThat(wrong("events: {a: {event: A, feilds: {}}}")).contains("did you mean fields?");
            assertThat(wrong("events: {a: {event: A, fields: {user.emial: e}}}"))
                    .contains("did you mean user.email?");
            assertThat(wrong("events: {a: {event: A, defaults: {event_id: e}}}"))
                    .contains("its own event_id");
            assertThat(wrong("destination: {from: store}")).contains("add map: {de: web-de");
            assertThat(wrong("destination: {from: store, map: {de: ../x}}")).contains("must be a name");
            assertThat(wrong("destination: {from: store, map: {de: web}, otherwise: a b}"))
                    .contains("must be a name");
            assertThat(wrong("""
                    events:
                      a:
                        - A
                        - event: B
                          when:
                            - {field: c, matchs: d}
                    """)).isEqualTo("m.yaml:9:22: unknown key matchs; did you mean matches?");
        }

        @Test
        void a_key_that_stands_twice_is_refused_rather_than_the_last_taken() {
            assertThat(wrong("destination: a\ndestination: b"))
                    .isEqualTo("m.yaml:5:1: destination stands here twice; keep one of them");
        }

        @Test
        void a_file_that_is_no_YAML_says_where() {
            assertThat(refusal("source: s\nevent: [a\n")).startsWith("m.yaml:3:1: this is not YAML");
            assertThat(refusal("\uFEFFsource: s\nevent: e\nunlisted: pass\n")).isEmpty();
            assertThat(refusal("")).startsWith("m.yaml:1:1: the file is empty");
        }

        @Test
        void a_mapping_that_would_never_send_anything_is_refused() {
            assertThat(refusal("source: s\nevent: e\n")).contains("no event would ever be sent");
            assertThat(refusal("event: e\nunlisted: pass\n")).contains("needs source");
            assertThat(refusal("source: canonical\nevent: e\nunlisted: pass\n")).contains("choose another name");
        }

        private String wrong(String line) {
            return refusal("source: s\nevent: e\nunlisted: pass\n" + line);
        }
    }

    /** What the compiler says of a file; empty when it takes it. */
    static String refusal(String yaml) {
        try {
            Mapping.compile("m.yaml", yaml);
            return "";
        } catch (MappingException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String field(String line) {
        return "unlisted: pass\nfields:\n  " + line;
    }

    private static Result apply(String yaml, String json) throws Exception {
        return Mapping.compile("m.yaml", "source: s\nevent: event\n" + yaml).apply(json(json), 7, "fallback");
    }

    private static boolean passes(String yaml, String json) throws Exception {
        return apply(yaml, json) instanceof Result.Mapped;
    }

    private static ConversionEvent mapped(String yaml, String json) throws Exception {
        return event(apply(yaml, json));
    }

    private static ConversionEvent event(Result result) {
        assertThat(result).isInstanceOf(Result.Mapped.class);
        return ((Result.Mapped) result).events().get(0);
    }

    private static List<String> problems(String yaml, String json) throws Exception {
        return mapped(yaml, json).problems().stream().map(Problem::code).toList();
    }

    private static List<String> refused(String yaml, String json) throws Exception {
        Result result = apply(yaml, json);
        assertThat(result).isInstanceOf(Result.Refused.class);
        return ((Result.Refused) result).problems().stream().map(Problem::code).toList();
    }

    private static JsonItem json(String json) throws JsonProcessingException {
        return new JsonItem(JSON.readTree(json.replace('\'', '"')));
    }

    private static RowItem row(Map<String, String> cells) {
        return new RowItem(RowHeader.of(List.copyOf(cells.keySet())), List.copyOf(cells.values()));
    }
}
