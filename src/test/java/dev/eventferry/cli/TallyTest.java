package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.store.LedgerEntry;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Map<LedgerEntry, Long> LEDGER = Map.of(
            entry(1, "shop", "accepted", ""), 5L,
            entry(2, "shop", "accepted", ""), 2L,
            entry(2, "shop", "delivered", ""), 7L,
            entry(2, "shop", "requests", ""), 3L,
            entry(2, "shop", "rejected", "currency_unknown"), 2L,
            entry(2, "crm", "accepted", ""), 1L,
            entry(2, "crm", "requests", ""), 1L);

    @Test
    void the_minutes_of_the_ledger_are_summed_by_source() {
        Tally tally = Tally.of(LEDGER);

        assertThat(tally.count("shop", "accepted")).isEqualTo(7);
        assertThat(tally.count("shop", "dead")).isZero();
        assertThat(tally.count("nobody", "accepted")).isZero();
        assertThat(tally.total("accepted")).isEqualTo(8);
    }

    @Test
    void the_table_has_a_row_for_each_source_its_reasons_below_it_and_a_sum() {
        String table = Tally.of(LEDGER).table(Map.of("shop", "shop (HTTP)"));

        assertThat(table.lines())
                .containsExactly(
                        "source       accepted  duplicate  filtered  rejected  delivered    dead  requests",
                        "crm                 1          0         0         0          0       0         1",
                        "shop (HTTP)         7          0         0         2          7       0         3",
                        "    2 rejected: currency_unknown",
                        "all                 8          0         0         2          7       0");
    }

    @Test
    void an_empty_ledger_is_a_table_of_zeroes() {
        assertThat(Tally.of(Map.of()).table().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("all")
                .contains("  0");
    }

    @Test
    void the_ledger_is_read_from_the_answer_of_a_running_eventferry_too() throws IOException {
        Tally tally = Tally.of(new ObjectMapper()
                .readTree("[{\"source\":\"shop\",\"what\":\"filtered\",\"reason\":\"switched off\",\"n\":4}]"));

        assertThat(tally.count("shop", "filtered")).isEqualTo(4);
        assertThat(tally.table()).contains("4 filtered: switched off");
    }

    private static LedgerEntry entry(long minute, String source, String what, String reason) {
        return new LedgerEntry(minute, source, "web", what, reason);
    }
}
