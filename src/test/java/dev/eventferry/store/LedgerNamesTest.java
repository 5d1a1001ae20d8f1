package dev.eventferry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of events are counted each on its own as long as there are not too many. */
class LedgerNamesTest {

    @Test
    void standard_names_are_always_known_and_others_up_to_a_bound() {
        LedgerNames names = new LedgerNames(List.of("Purchase"), List.of("", "Before"));
        for (int i = 0; i < 10 * LedgerNames.MOST; i++) {
            names.of("custom " + i);
        }

        assertThat(names.of("Purchase")).isEqualTo("Purchase");
        assertThat(names.of("Before")).isEqualTo("Before");
        assertThat(names.of("custom 5")).isEqualTo("custom 5");
        assertThat(names.of("one more")).isEqualTo(LedgerNames.OTHER);
        assertThat(names.of("")).isEmpty();
    }

    @Test
    void what_was_never_accepted_gives_no_name_away() {
        LedgerNames names = new LedgerNames(List.of("Purchase"), List.of());

        assertThat(names.known("somebody@example.com")).isEmpty();
        assertThat(names.known(null)).isEmpty();
        assertThat(names.known("Purchase")).isEqualTo("Purchase");
    }

    @Test
    void a_name_that_no_column_takes_is_another() {
        LedgerNames names = new LedgerNames(List.of(), List.of());

        assertThat(names.of("x".repeat(101))).isEqualTo(LedgerNames.OTHER);
        assertThat(names.of("a\0b")).isEqualTo(LedgerNames.OTHER);
        assertThat(names.of("a\ud800")).isEqualTo(LedgerNames.OTHER);
    }
}
