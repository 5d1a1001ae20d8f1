package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.store.LedgerEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectedTest {

    private final Expected expected =
            new Expected("shop").plus("accepted", 2).plus("accepted", 1).plus("rejected", 1);

    @Test
    void counts_as_they_must_be_leave_nothing_to_say() {
        Tally tally = tally(3, 1, 3);

        assertThat(expected.isJudged(tally)).isTrue();
        assertThat(expected.differences(tally)).isEmpty();
    }

    @Test
    void an_event_not_counted_yet_is_waited_for() {
        assertThat(expected.isJudged(tally(2, 1, 2))).isFalse();
    }

    @Test
    void each_count_that_is_not_right_is_a_sentence() {
        assertThat(expected.differences(tally(4, 0, 1)))
                .containsExactly(
                        "shop: 4 events are accepted, but 3 should be",
                        "shop: 0 events are rejected, but 1 should be",
                        "shop: 1 events are delivered, but 3 should be");
    }

    private static Tally tally(long accepted, long rejected, long delivered) {
        return Tally.of(Map.of(
                new LedgerEntry(0, "shop", "web", "accepted", ""), accepted,
                new LedgerEntry(0, "shop", "web", "rejected", "bad"), rejected,
                new LedgerEntry(0, "shop", "web", "delivered", ""), delivered));
    }
}
