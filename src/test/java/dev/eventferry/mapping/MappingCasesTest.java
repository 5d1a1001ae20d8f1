package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingCasesTest {

    private static final String MAPPING = """
            source: shop
            event: name
            events: {buy: Purchase, look: false, both: [Purchase, Lead]}
            fields:
              event_id: id
              event_time: at
              user.email: mail
              properties.value: total
            contents: {each: items, content_id: id, price: price}
            """;

    @Test
    void a_case_that_holds_says_nothing() throws Exception {
        assertThat(failures("""
                        - name: numbers are compared by value, times as instants, one as a list of one
                          given: {name: buy, id: 12, at: 1767225600, mail: a@x.de, total: "3.00", items: [{id: 1, price: 2.50}]}
                          then:
                            event: Purchase
                            event_id: 12
                            event_time: 2026-01-01T01:00:00+01:00
                            user: {email: [a@x.de], phone: null}
                            properties: {value: 3, contents: [{content_id: 1, price: 2.5}]}
                        - name: switched off
                          given: {name: look}
                          dropped: true
                        - name: refused by code and by sentence
                          given: {name: buy, total: free, at: soon}
                          refused: [value_not_a_number, event_time is a text of 4 characters]
                        """)).isEmpty();
    }

    @Test
    void a_debug_filter_spoils_no_case() throws Exception {
        Mapping debugged = Mapping.compile("shop.yaml", MAPPING + "debug: {field: mail, is: me@x.de}\n");

        assertThat(MappingCases.read("shop.test.yaml", """
                        - name: everybody's orders count
                          given: {name: buy, mail: a@x.de}
                          then: {user.email: a@x.de}
                        """).failures(debugged)).isEmpty();
    }

    @Test
    void what_does_not_hold_is_a_sentence_that_begins_with_the_rule() throws Exception {
        assertThat(failures("""
                        - name: the total is the value
                          given: {name: buy, total: 3}
                          then: {properties.value: 4, user.email: a@x.de}
                        """))
                .containsExactly(
                        "the total is the value: properties.value should be 4, but is 3",
                        "the total is the value: user.email should be \"a@x.de\", but is null");
    }

    @Test
    void a_case_cannot_pass_by_another_outcome_than_its_own() throws Exception {
        assertThat(failures("- {name: n, given: {name: look}, then: {event: Purchase}}"))
                .containsExactly("n: it was dropped, for the mapping switches this event off");
        assertThat(failures("- {name: n, given: {name: buy}, dropped: true}"))
                .containsExactly("n: it should have been dropped, but was mapped");
        assertThat(failures("- {name: n, given: {name: buy}, refused: [event_missing]}"))
                .containsExactly("n: it should have been refused for event_missing, but was mapped");
        assertThat(failures("- {name: n, given: {name: look}, refused: [event_missing]}"))
                .hasSize(1);
        assertThat(failures("- {name: n, given: {name: buy, total: x}, then: {event: Purchase}}"))
                .singleElement()
                .asString()
                .startsWith("n: it was refused: properties.value is a text");
        assertThat(failures("- {name: n, given: {name: buy, total: x, at: y}, refused: [value_not_a_number]}"))
                .singleElement()
                .asString()
                .startsWith("n: it was also refused for event_time_unreadable");
    }

    @Test
    void several_events_are_a_list_in_their_order() throws Exception {
        assertThat(
                        failures(
                                "- {name: n, given: {name: both, id: 1}, then: [{event: Purchase, event_id: 1}, {event: Lead}]}"))
                .isEmpty();
        assertThat(
                        failures(
                                "- {name: n, given: {name: both, id: 1}, then: [{event: Purchase}, {event: Lead, event_id: 2}]}"))
                .containsExactly("n: Lead: event_id should be 2, but is \"1\"");
        assertThat(failures("- {name: n, given: {name: both}, then: {event: Purchase}}"))
                .containsExactly("n: there should be 1 event, but are 2 events: Purchase, Lead");
        assertThat(failures("- {name: n, given: {name: buy}, then: [{event: Purchase}, {event: Lead}]}"))
                .containsExactly("n: there should be 2 events, but is 1 event: Purchase");
    }

    @Test
    void the_warnings_are_as_the_case_lists_them_or_as_they_like() throws Exception {
        assertThat(failures("- {name: n, given: {name: buy, mail: {a: b}}, then: {event: Purchase}}"))
                .isEmpty();
        assertThat(failures("- {name: n, given: {name: buy, mail: {a: b}}, then: {}, warns: [field_unreadable]}"))
                .isEmpty();
        assertThat(failures("- {name: n, given: {name: buy}, then: {}, warns: [field_unreadable]}"))
                .containsExactly("n: it should have been warned of field_unreadable, but was not");
        assertThat(failures("- {name: n, given: {name: buy, mail: {a: b}}, then: {}, warns: []}"))
                .singleElement()
                .asString()
                .startsWith("n: it was also warned of field_unreadable: user.email is an object");
    }

    @Test
    void rows_of_a_group_are_one_item() throws Exception {
        assertThat(failures("""
                        - name: what the first row leaves empty is the second's
                          rows: [{name: buy, id: 1}, {name: buy, id: 2, mail: a@x.de}]
                          then: {event_id: 1, user.email: a@x.de}
                        """)).isEmpty();
    }

    @Test
    void an_item_more_or_less_is_a_difference() throws Exception {
        assertThat(failures("""
                        - name: n
                          given: {name: buy, items: [{id: 1}, {id: 2}]}
                          then: {properties.contents: [{content_id: 1}]}
                        """)).containsExactly("n: properties.contents should be 1 items, but are 2");
    }

    @Test
    void a_misspelt_expectation_does_not_pass_in_silence() throws Exception {
        assertThat(failures("- {name: n, given: {name: buy}, then: {user.emial: null}}"))
                .containsExactly("n: TikTok knows no field user.emial; did you mean user.email?");
    }

    @Test
    void a_row_is_given_by_its_columns() throws Exception {
        assertThat(failures("- {name: n, row: {NAME: buy, id: 007}, then: {event_id: '007'}}"))
                .isEmpty();
    }

    @Test
    void a_broken_file_of_cases_is_named_with_its_place() {
        assertThatThrownBy(() -> failures("- {name: n, given: {name: buy}}"))
                .isInstanceOf(MappingException.class)
                .hasMessage("shop.test.yaml:1:3: a case says one of then, refused, dropped");
        assertThatThrownBy(() -> failures("- {name: n, givn: {}, then: {}}"))
                .hasMessageContaining("did you mean given?");
        assertThatThrownBy(() -> failures("- &a [*a]")).isInstanceOf(MappingException.class);
    }

    @Test
    void a_folder_is_loaded_whole_and_a_source_belongs_to_one_file(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("shop.yaml");
        Files.writeString(file, MAPPING);
        Files.writeString(folder.resolve("shop.test.yaml"), "- {name: n, given: {name: buy}, then: {event: Lead}}");

        assertThat(Mappings.load(folder).names()).containsExactly("canonical", "shop");
        assertThat(MappingCases.failuresBeside(file))
                .containsExactly("n: event should be \"Lead\", but is \"Purchase\"");

        Files.writeString(folder.resolve("twin.yaml"), MAPPING);
        assertThatThrownBy(() -> Mappings.load(folder))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("twin.yaml:1:1: source shop is ")
                .hasMessageContaining("shop.yaml already");
    }

    @Test
    void a_file_that_is_not_UTF_8_says_so(@TempDir Path folder) throws Exception {
        Files.write(
                folder.resolve("shop.yaml"), MAPPING.replace("buy", "k\u00e4uf").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Mappings.load(folder))
                .isInstanceOf(MappingException.class)
                .hasMessageEndingWith("shop.yaml:1:1: the file is not UTF-8; save it as UTF-8");
    }

    private static List<String> failures(String cases) throws Exception {
        return MappingCases.read("shop.test.yaml", cases).failures(Mapping.compile("shop.yaml", MAPPING));
    }
}
