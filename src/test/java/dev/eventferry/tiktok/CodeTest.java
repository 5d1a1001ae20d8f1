package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of tiktok-events-api 2.3, row by row. */
class CodeTest {

    @ParameterizedTest
    @CsvSource({
        "0, TAKEN",
        "20001, EVENT",
        "40000, EVENT",
        "40001, SETUP",
        "40002, EVENT",
        "40006, SETUP",
        "40051, SETUP",
        "40010, SETUP",
        "40007, SETUP",
        "40008, SETUP",
        "40009, SETUP",
        "40013, SETUP",
        "40014, SETUP",
        "40016, LATER",
        "40100, LATER",
        "40133, LATER",
        "40132, LATER",
        "40050, TAKEN",
        "40101, SETUP",
        "40110, SETUP",
        "40115, SETUP",
        "40102, SETUP",
        "40104, SETUP",
        "40105, SETUP",
        "40106, SETUP",
        "40113, SETUP",
        "40116, SETUP",
        "40117, SETUP",
        "40118, SETUP",
        "40119, SETUP",
        "40124, SETUP",
        "40125, SETUP",
        "40200, LATER",
        "40201, LATER",
        "40202, LATER",
        "40300, SETUP",
        "40301, SETUP",
        "40700, LATER",
        "41000, SETUP",
        "41001, SETUP",
        "41002, SETUP",
        "50000, LATER",
        "50002, LATER",
        "51305, LATER",
        "60001, LATER"
    })
    void each_code_asks_for_what_the_reference_says(int code, Code expected) {
        assertThat(Code.of(code)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"40999, EVENT", "49999, EVENT", "50001, LATER", "59999, LATER", "99999, LATER", "-1, LATER", "1, LATER"
    })
    void an_unknown_code_blames_the_event_only_when_it_begins_with_4(int code, Code expected) {
        assertThat(Code.of(code)).isEqualTo(expected);
    }

    @Test
    void nothing_but_two_codes_is_a_success() {
        for (int code = 1; code < 100_000; code++) {
            if (code != 40050) {
                assertThat(Code.of(code)).as("code %s", code).isNotEqualTo(Code.TAKEN);
            }
        }
    }
}
