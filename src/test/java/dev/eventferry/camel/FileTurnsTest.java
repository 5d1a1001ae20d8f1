package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FileTurnsTest {

    private static final Path INBOX = Path.of("inbox").toAbsolutePath();

    private final FileTurns turns = new FileTurns();

    @Test
    void files_of_one_source_go_by_name_whenever_they_came() {
        CompletableFuture<Boolean> first = turns.enter("crm", file("crm", "m.csv"));
        CompletableFuture<Boolean> last = turns.enter("crm", file("crm", "z.csv"));
        CompletableFuture<Boolean> second = turns.enter("crm", file("crm", "a.csv"));
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isNotDone();

        turns.leave("crm");

        assertThat(second).isCompletedWithValue(true);
        assertThat(last).isNotDone();
        turns.leave("crm");
        assertThat(last).isCompletedWithValue(true);
        turns.leave("crm");
        assertThat(turns.enter("crm", file("crm", "b.csv"))).isCompletedWithValue(true);
    }

    @Test
    void another_source_does_not_wait() {
        turns.enter("crm", file("crm", "a.csv"));

        assertThat(turns.enter("shop", file("shop", "z.csv"))).isCompletedWithValue(true);
    }

    @Test
    void a_folder_of_which_many_wait_is_full_until_one_of_them_has_its_turn() {
        for (int i = 0; i <= 500; i++) {
            assertThat(turns.isFull(INBOX.resolve("crm"))).isFalse();
            turns.enter("of-both", file("crm", "f" + i));
        }

        assertThat(turns.isFull(INBOX.resolve("crm"))).isTrue();
        assertThat(turns.isFull(INBOX.resolve("shop"))).isFalse();
        turns.leave("of-both");
        assertThat(turns.isFull(INBOX.resolve("crm"))).isFalse();
    }

    @Test
    void at_a_stop_what_waits_is_sent_back_and_nothing_begins() {
        turns.enter("crm", file("crm", "a.csv"));
        CompletableFuture<Boolean> waiting = turns.enter("crm", file("crm", "b.csv"));

        turns.close();

        assertThat(waiting).isCompletedWithValue(false);
        assertThat(turns.enter("shop", file("shop", "c.csv"))).isCompletedWithValue(false);
        assertThat(turns.isFull(INBOX.resolve("shop"))).isTrue();
    }

    private static Path file(String folder, String name) {
        return INBOX.resolve(folder).resolve(name);
    }
}
