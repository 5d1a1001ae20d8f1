package dev.eventferry.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    @ParameterizedTest
    @ValueSource(strings = {"__CLICKID__", "{{ttclid}}", "{click_id}", "%%CLICKID%%", "${ttclid}", "{{a}}b"})
    void a_macro_is_one(String text) {
        assertThat(Placeholders.isMacro(text)).isTrue();
        assertThat(Placeholders.holdsMacro(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tt-__CAMPAIGN_NAME__", "__AID_NAME__-x", "a {{b}}", "x_${y}", "a__B__", "a___B___c"})
    void a_name_may_hold_one(String text) {
        assertThat(Placeholders.isMacro(text)).isFalse();
        assertThat(Placeholders.holdsMacro(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "____", "__", "a__b__c", "summer__sale__", "100%% off", "a_b", "_A_", "__A", "A{b}"})
    void other_texts_are_none(String text) {
        assertThat(Placeholders.isMacro(text)).isFalse();
        assertThat(Placeholders.holdsMacro(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "NULL", "undefined", "(not set)", "N/A"})
    void a_word_for_none_is_one(String text) {
        assertThat(Placeholders.isWord(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nullable", "nothing at all, really"})
    void another_word_is_none(String text) {
        assertThat(Placeholders.isWord(text)).isFalse();
    }
}
