package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldFilesTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    OldFilesTest() {}

    @Test
    void rejected_rows_go_when_their_time_is_over_and_the_rest_stays_until_it_is_deleted() throws IOException {
        make();

        assertThat(later(Duration.ofDays(29), null)).isZero();
        assertThat(later(Duration.ofDays(31), null)).isEqualTo(3);
        assertThat(data.resolve("done/crm/a.csv")).exists();
        assertThat(data.resolve("done/crm/a.csv.report.json")).exists();
        assertThat(data.resolve("done/crm/a.csv.rejected.csv")).doesNotExist();
        assertThat(data.resolve("importing/crm/x.rejected")).doesNotExist();
    }

    @Test
    void with_a_time_for_files_all_of_a_file_goes_but_nothing_of_the_inbox() throws IOException {
        make();

        assertThat(later(Duration.ofDays(8), Duration.ofDays(7))).isEqualTo(4);
        assertThat(data.resolve("inbox/crm/a.csv")).exists();
    }

    private int later(Duration from, @org.jspecify.annotations.Nullable Duration keepDone) {
        Clock then = Clock.offset(Clock.systemUTC(), from);
        return new OldFiles(data, DAY.multipliedBy(30), keepDone, then).delete();
    }

    private void make() throws IOException {
        for (String name : List.of(
                "done/crm/a.csv",
                "done/crm/a.csv.report.json",
                "done/crm/a.csv.rejected.csv",
                "failed/crm/b.ndjson.rejected.ndjson",
                "importing/crm/x.rejected",
                "inbox/crm/a.csv")) {
            Files.createDirectories(data.resolve(name).getParent());
            Files.writeString(data.resolve(name), "x");
        }
    }
}
