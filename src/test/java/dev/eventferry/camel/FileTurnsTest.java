package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FileTurnsTest {

    private final FileTurns turns = new FileTurns();

    @Test
    void files_of_one_source_go_by_name_whenever_they_came() {
        CompletableFuture<Boolean> first = turns.enter("crm", "m.csv");
        CompletableFuture<Boolean> last = turns.enter("crm", "z.csv");
        CompletableFuture<Boolean> second = turns.enter("crm", "a.csv");
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isNotDone();

        turns.leave("crm");

        assertThat(second).isCompletedWithValue(true);
        assertThat(last).isNotDone();
        turns.leave("crm");
        assertThat(last).isCompletedWithValue(true);
        turns.leave("crm");
        assertThat(turns.enter("crm", "b.csv")).isCompletedWithValue(true);
    }

    @Test
    void another_source_does_not_wait() {
        turns.enter("crm", "a.csv");

        assertThat(turns.enter("shop", "z.csv")).isCompletedWithValue(true);
    }

    @Test
    void a_source_whose_line_is_long_takes_no_more_in() {
        for (int i = 0; i <= 500; i++) {
            assertThat(turns.isFull("crm")).isFalse();
            turns.enter("crm", "f" + i);
        }

        assertThat(turns.isFull("crm")).isTrue();
        assertThat(turns.isFull("shop")).isFalse();
    }

    @Test
    void at_a_stop_what_waits_is_sent_back_and_nothing_begins() {
        turns.enter("crm", "a.csv");
        CompletableFuture<Boolean> waiting = turns.enter("crm", "b.csv");

        turns.close();

        assertThat(waiting).isCompletedWithValue(false);
        assertThat(turns.enter("shop", "c.csv")).isCompletedWithValue(false);
        assertThat(turns.isFull("shop")).isTrue();
    }
}
