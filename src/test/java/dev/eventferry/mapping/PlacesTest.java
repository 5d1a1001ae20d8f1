package dev.eventferry.mapping;

import static dev.eventferry.mapping.Mapped.event;
import static dev.eventferry.mapping.Mapped.json;
import static dev.eventferry.mapping.Mapped.text;
import static dev.eventferry.mapping.Mapped.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Field;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

    @Nested
    class Paths {

        @Test
        void a_star_is_each_element_of_a_list() throws Exception {
            String orders = "{'event':'e','orders':[{'items':[{'id':1},{'id':2}]},{},{'items':[{'id':3}]}]}";

            assertThat(texts("orders.*.items.*.id", orders)).containsExactly("1", "2", "3");
            assertThat(texts("orders.*.nothing", orders)).isEmpty();
        }

        @Test
        void a_key_with_dots_is_found_in_quotes_and_when_the_whole_is_flat() throws Exception {
            assertThat(text("data.\"utm.source\".x", "{'event':'e','data':{'utm.source':{'x':'a'}}}"))
                    .isEqualTo("a");
            assertThat(text("data.utm.source", "{'event':'e','data.utm.source':'b'}"))
                    .isEqualTo("b");
            assertThat(text("data.utm", "{'event':'e','data.utm':'flat','data':{'utm':'nested'}}"))
                    .isEqualTo("nested");
        }

        @Test
        void texts_that_mean_nothing_are_nothing_everywhere() throws Exception {
            String lines = "nothing: ['#N/A', '-']\nfilter: [{field: a, exists: false}]\n"
                    + "fields: {properties.description: [a, {join: [b, c]}]}";

            assertThat(event(lines, "{'event':'e','a':' #N/A ','b':'-','c':'x'}")
                            .values()
                            .text(Field.DESCRIPTION))
                    .isEqualTo("x");
        }
    }

    @Nested
    class NamesAndValues {

        @Test
        void a_value_is_found_by_its_name_in_a_list() throws Exception {
            String place = "{pair: ttclid, of: attributes}";

            assertThat(text(
                            place,
                            "{'event':'e','attributes':[{'name':'gift','value':'x'},{'name':'ttclid','value':'E.C'}]}"))
                    .isEqualTo("E.C");
            assertThat(text(place, "{'event':'e','attributes':[{'key':'TTCLID','value':{'string_value':'E.C'}}]}"))
                    .isEqualTo("E.C");
            assertThat(text(place, "{'event':'e','attributes':[{'name':'ttclid','values':['E.C','F']}]}"))
                    .isEqualTo("E.C");
            assertThat(text(place, "{'event':'e','attributes':{'ttclid':{'value':'E.C'}}}"))
                    .isEqualTo("E.C");
            assertThat(text(place, "{'event':'e','attributes':[{'key':'ttclid','value':{'int_value':12}}]}"))
                    .isEqualTo("12");
        }

        @Test
        void a_value_is_found_by_its_name_in_lines_of_text() throws Exception {
            assertThat(text("{pair: ttclid, of: notes}", "{'event':'e','notes':'gift: yes\\nTTclid: E.C:P\\n'}"))
                    .isEqualTo("E.C:P");
            assertThat(text("{pair: a, of: notes}", "{'event':'e','notes':'b=1\\r\\na=https://x.de/?c=d'}"))
                    .isEqualTo("https://x.de/?c=d");
        }

        @Test
        void a_separator_within_a_value_does_not_cut_it() throws Exception {
            String place = "{pair: Name, of: {from: details, split: ','}}";

            assertThat(text(place, "{'event':'e','details':'Name: Shirt, red, XL, SKU: A-1'}"))
                    .isEqualTo("Shirt, red, XL");
        }

        @Test
        void what_is_not_there_is_nothing() throws Exception {
            String place = "{pair: ttclid, of: attributes}";

            for (String attributes : List.of(
                    "[]",
                    "{}",
                    "'x'",
                    "7",
                    "null",
                    "[null,1,'x']",
                    "[{'name':'ttclid'}]",
                    "[{'value':'E.C'}]",
                    "[{'name':7,'value':'E.C'}]",
                    "{'ttclid':{}}",
                    "{'ttclid':[]}",
                    "[{'name':'ttclid','value':null}]")) {
                assertThat(text(place, "{'event':'e','attributes':" + attributes + "}"))
                        .as(attributes)
                        .isNull();
            }
        }

        @Test
        void a_cookie_is_found_in_a_list_too() throws Exception {
            String place = "{cookie: _ttp, of: cookies}";

            assertThat(text(place, "{'event':'e','cookies':[{'name':'_ttp','value':'2R'}]}"))
                    .isEqualTo("2R");
            assertThat(text(place, "{'event':'e','cookies':['a=b','_ttp=2R']}")).isEqualTo("2R");
            assertThat(text(place, "{'event':'e','cookies':{'_ttp':['2R','3S']}}"))
                    .isEqualTo("2R");
        }

        @Test
        void the_place_of_a_parameter_may_itself_be_a_pair() throws Exception {
            assertThat(text(
                            "{query: ttclid, of: {pair: entry, of: meta_data}}",
                            "{'event':'e','meta_data':[{'key':'entry','value':'https://x.de/?ttclid=E.C'}]}"))
                    .isEqualTo("E.C");
        }
    }

    @Nested
    class Cutting {

        @Test
        void a_text_becomes_a_list_of_its_pieces() throws Exception {
            assertThat(texts("{from: ids, split: ';'}", "{'event':'e','ids':' a; b;;c ; '}"))
                    .containsExactly("a", "b", "c");
            assertThat(texts("{from: ids, split: ';'}", "{'event':'e','ids':['a;b','c']}"))
                    .containsExactly("a;b", "c");
            assertThat(texts("{from: ids, split: ';'}", "{'event':'e','ids':' ; '}"))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "-",
                value = {
                    "first | Ada  King Lovelace | Ada",
                    "last  | Ada  King Lovelace | Lovelace",
                    "rest  | Ada  King Lovelace | King Lovelace",
                    "2     | Ada\u00A0King Lovelace | King",
                    "4     | Ada  King Lovelace | -",
                    "rest  | Ada                | -",
                    "last  | Ada                | Ada",
                })
        void a_part_of_a_text_is_picked(String part, String name, String expected) throws Exception {
            assertThat(text("{from: name, split: ' ', part: " + part + "}", "{'event':'e','name':'" + name + "'}"))
                    .isEqualTo(expected);
        }

        @Test
        void the_rest_keeps_the_separators_within_it() throws Exception {
            assertThat(text("{from: n, split: ',', part: rest}", "{'event':'e','n':'Lovelace, Ada, Countess'}"))
                    .isEqualTo("Ada, Countess");
        }
    }

    @Nested
    class Tables {

        @Test
        void a_value_is_what_the_table_says_in_any_case() throws Exception {
            String place = "{from: s, map: {Paid: submitted, ja: true, 7: seven}}";

            assertThat(text(place, "{'event':'e','s':'PAID'}")).isEqualTo("submitted");
            assertThat(text(place, "{'event':'e','s':' Ja '}")).isEqualTo("true");
            assertThat(text(place, "{'event':'e','s':7}")).isEqualTo("seven");
        }

        @Test
        void the_very_same_word_goes_before_one_in_another_case() throws Exception {
            String place = "{from: s, map: {a: small, A: big}}";

            assertThat(text(place, "{'event':'e','s':'a'}")).isEqualTo("small");
            assertThat(text(place, "{'event':'e','s':'A'}")).isEqualTo("big");
        }

        @Test
        void what_the_table_does_not_list_is_nothing_and_the_next_place_is_asked() throws Exception {
            assertThat(text("{from: s, map: {a: b}}", "{'event':'e','s':'x'}")).isNull();
            assertThat(text("[{from: s, map: {a: b, x: null}}, t]", "{'event':'e','s':'x','t':'y'}"))
                    .isEqualTo("y");
        }

        @Test
        void otherwise_stands_for_anything_else_and_for_nothing() throws Exception {
            String place = "{from: s, map: {a: b}, otherwise: c}";

            assertThat(text(place, "{'event':'e','s':'x'}")).isEqualTo("c");
            assertThat(text(place, "{'event':'e'}")).isEqualTo("c");
            assertThat(text(place, "{'event':'e','s':'a'}")).isEqualTo("b");
        }

        @Test
        void each_of_a_list_is_looked_up() throws Exception {
            assertThat(texts("{from: s, split: ',', map: {a: 1, b: 2}}", "{'event':'e','s':'b,x,a'}"))
                    .containsExactly("2", "1");
        }

        @Test
        void words_for_yes_and_no_are_a_table() throws Exception {
            String fields = "fields: {ad.is_retargeting: {from: s, map: {ja: true, nein: false}}}";

            assertThat(event(fields, "{'event':'e','s':'Ja'}").values().get(Field.AD_IS_RETARGETING))
                    .isEqualTo(true);
            assertThat(event(fields, "{'event':'e','s':'nein'}").values().get(Field.AD_IS_RETARGETING))
                    .isEqualTo(false);
        }
    }

    @Nested
    class Words {

        @Test
        void a_text_is_written_in_small_or_capital_letters() throws Exception {
            assertThat(text("{from: s, as: lower}", "{'event':'e','s':' ÄBc '}"))
                    .isEqualTo("äbc");
            assertThat(text("{from: s, as: upper}", "{'event':'e','s':'eur'}")).isEqualTo("EUR");
            assertThat(texts("{from: s, split: ',', as: upper}", "{'event':'e','s':'a,b'}"))
                    .containsExactly("A", "B");
        }

        @Test
        void an_id_of_Salesforce_gets_its_18_characters() throws Exception {
            String place = "{from: s, as: salesforce-id}";

            assertThat(text(place, "{'event':'e','s':'001D000000IqhSL'}")).isEqualTo("001D000000IqhSLIAZ");
            assertThat(text(place, "{'event':'e','s':'001D000000IqhSLIAZ'}")).isEqualTo("001D000000IqhSLIAZ");
            assertThat(text(place, "{'event':'e','s':'00Q-000000IqhSL'}")).isEqualTo("00Q-000000IqhSL");
        }

        @Test
        void joined_parts_may_be_places_of_any_kind_and_constants_alone_are_nothing() throws Exception {
            String place = "{join: [{constant: lead}, {from: id, as: upper}, [b, c]], with: '-'}";

            assertThat(text(place, "{'event':'e','id':'x','c':'d'}")).isEqualTo("lead-X-d");
            assertThat(text(place, "{'event':'e'}")).isNull();
        }

        @Test
        void of_several_patterns_the_first_that_fits_reads_the_time() throws Exception {
            String fields = "fields: {event_time: {join: [d, t], as: time, pattern: [M/d/yyyy H:mm:ss, M/d/yyyy]}}";

            assertThat(event(fields, "{'event':'e','d':'9/6/2016','t':'6:29:00'}")
                            .time())
                    .isEqualTo(Instant.parse("2016-09-06T06:29:00Z"));
            assertThat(event(fields, "{'event':'e','d':'9/6/2016'}").time())
                    .isEqualTo(Instant.parse("2016-09-06T00:00:00Z"));
            assertThat(event(fields, "{'event':'e','d':'2016-09-06'}").problems())
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.message())
                                    .isEqualTo(
                                            "event_time is a text of 10 characters; send a time as M/d/yyyy H:mm:ss or M/d/yyyy."));
        }
    }

    @Nested
    class Names {

        @Test
        void names_are_found_in_any_case_only_when_the_file_says_so() throws Exception {
            String table = "events: {Closed Won: Purchase}\n";

            assertThat(Mapped.result(table, "{'event':'closed won'}")).isInstanceOf(Result.Filtered.class);
            assertThat(Mapped.events(table + "ignore-case: true", "{'event':'closed won'}")
                            .get(0)
                            .name())
                    .isEqualTo("Purchase");
        }

        @Test
        void a_source_without_names_gets_one_from_another_value() throws Exception {
            Mapping mapping = Mapping.compile(
                    "m.yaml",
                    "source: s\nevent: {from: financial_status, map: {paid: order}}\nevents: {order: Purchase}");

            assertThat(mapping.apply(json("{'financial_status':'paid'}"), 0, "web"))
                    .isInstanceOf(Result.Mapped.class);
            assertThat(mapping.apply(json("{'financial_status':'voided'}"), 0, "web"))
                    .isInstanceOf(Result.Refused.class);
        }
    }
}
