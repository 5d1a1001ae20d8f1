package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.tiktok.Code.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of tiktok-events-api 2.3, row by row. */
class CodesTest {

    @ParameterizedTest
    @CsvSource({
        "0, DELIVERED",
        "20001, PARTLY",
        "40000, REPAIR",
        "40001, PARK",
        "40002, REPAIR",
        "40006, PARK",
        "40051, PARK",
        "40010, PARK",
        "40007, PARK",
        "40008, PARK",
        "40009, PARK",
        "40013, PARK",
        "40014, PARK",
        "40016, THROTTLED",
        "40100, THROTTLED",
        "40133, THROTTLED",
        "40132, THROTTLED",
        "40050, DELIVERED",
        "40101, PARK",
        "40110, PARK",
        "40115, PARK",
        "40102, PARK",
        "40104, PARK",
        "40105, PARK",
        "40106, PARK",
        "40113, PARK",
        "40116, PARK",
        "40117, PARK",
        "40118, PARK",
        "40119, PARK",
        "40124, PARK",
        "40125, PARK",
        "40200, RETRY_A_FEW_TIMES",
        "40201, RETRY_A_FEW_TIMES",
        "40202, RETRY_A_FEW_TIMES",
        "40300, PARK",
        "40301, PARK",
        "40700, RETRY_A_FEW_TIMES",
        "41000, PARK",
        "41001, PARK",
        "41002, PARK",
        "50000, RETRY",
        "50002, RETRY",
        "51305, RETRY",
        "60001, RETRY"
    })
    void each_code_asks_for_what_the_reference_says(int number, Action expected) {
        assertThat(Codes.of(number).action()).isEqualTo(expected);
        assertThat(Codes.all()).contains(Codes.of(number));
    }

    @Test
    void no_other_code_is_known() {
        assertThat(Codes.all()).hasSize(45).extracting(Code::number).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "40999, REPAIR",
        "49999, REPAIR",
        "50001, RETRY",
        "59999, RETRY",
        "99999, RETRY",
        "-1, RETRY",
        "1, RETRY"
    })
    void an_unknown_code_blames_the_event_only_when_it_begins_with_4(int number, Action expected) {
        assertThat(Codes.of(number).action()).isEqualTo(expected);
    }

    @Test
    void nothing_but_two_codes_is_a_success() {
        for (int number = 1; number < 100_000; number++) {
            if (number != 40050) {
                assertThat(Codes.of(number).action()).as("code %s", number).isNotEqualTo(Action.DELIVERED);
            }
        }
    }

    @Test
    void who_must_act_is_told_of_every_code_that_parks_a_destination() {
        assertThat(Codes.all())
                .filteredOn(code -> code.action() == Action.PARK)
                .extracting(Code::who)
                .isSubsetOf(Code.Who.OPERATOR, Code.Who.ACCOUNT);
    }
}
