package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.store.LedgerEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ledger of a range looks like. */
class LedgerReportTest {

    private static final long NOW = 30_000_007;

    @ParameterizedTest
    @EnumSource(LedgerRange.class)
    void a_range_ends_with_the_step_under_way_and_begins_at_a_whole_step(LedgerRange range) {
        long from = range.from(NOW);

        assertThat(from % range.minutes()).isZero();
        long last = from + (long) (range.steps() - 1) * range.minutes();
        assertThat(NOW).isBetween(last, last + range.minutes() - 1);
        assertThat(LedgerRange.of(range.toString())).isEqualTo(range);
    }

    @Test
    void a_name_of_no_range_is_none() {
        assertThat(LedgerRange.of("HOUR")).isNull();
        assertThat(LedgerRange.of("year")).isNull();
    }

    @Test
    void steps_and_sums_add_up() {
        long from = LedgerRange.DAY.from(NOW);
        JsonNode json = LedgerReport.json(
                LedgerRange.DAY,
                from,
                Map.of(
                        new LedgerEntry(from, "shop", "web", "accepted", ""), 3L,
                        new LedgerEntry(from + 15, "shop", "web", "accepted", ""), 4L,
                        new LedgerEntry(from + 15, "crm", "web", "accepted", ""), 5L,
                        new LedgerEntry(from + 95 * 15, "shop", "", "rejected", "value_missing"), 1L));

        assertThat(json.at("/series/accepted")).hasSize(96);
        assertThat(json.at("/series/accepted/0").asLong()).isEqualTo(3);
        assertThat(json.at("/series/accepted/1").asLong()).isEqualTo(9);
        assertThat(json.at("/series/rejected/95").asLong()).isEqualTo(1);
        assertThat(json.path("sums")).hasSize(3);
        assertThat(json.at("/sums/0/reason").asText()).isEqualTo("value_missing");
        assertThat(json.at("/sums/1/source").asText()).isEqualTo("crm");
        assertThat(json.at("/sums/2/n").asLong()).isEqualTo(7);
        assertThat(json.path("step_seconds").asLong()).isEqualTo(900);
    }
}
