package dev.eventferry.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.GroupItem;
import dev.eventferry.intake.RowItem;
import dev.eventferry.settings.FileSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedRowsTest {

    private static final List<Problem> WHY =
            List.of(Problem.error("event_time", "time_missing", "No time; send one, \"soon\"."));

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    RejectedRowsTest() {}

    @Test
    void rows_are_written_as_they_were_with_their_own_delimiter_and_ours_behind_them() throws Exception {
        assertThat(rejected("\uFEFFName;Text\n#1;\"a;b\"\n#2;\"say \"\"x\"\"\"\n"))
                .isEqualTo("""
                \uFEFFName;Text;_row;_code;_reason
                #1;"a;b";1;time_missing;"No time; send one, ""soon""."
                #2;"say ""x""\";2;time_missing;"No time; send one, ""soon""."
                """);
    }

    @Test
    void a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe() throws Exception {
        assertThat(rejected("Name,Text\n=1+1,+49\n@x,-a\n"))
                .contains("'=1+1,+49,1,")
                .contains("'@x,'-a,2,");
    }

    @Test
    void lines_of_json_stay_lines_of_json() throws Exception {
        Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"a\":1}\n{\"a\":\n");
        try (FileItems items = FileItems.open(file, FileSettings.none("crm"));
                RejectedRows rows = new RejectedRows(folder.resolve("part"), items.format(), 0)) {
            assertThat(rows.ending()).isEqualTo(".rejected.ndjson");
            rows.add(items.next(), 1, WHY);
            rows.force();
        }
        assertThat(folder.resolve("part"))
                .content()
                .startsWith("{\"a\":1,\"_row\":1,\"_code\":\"time_missing\",\"_reason\":\"No time");
    }

    @Test
    void what_was_not_forced_is_cut_off_when_it_is_taken_up_again() throws Exception {
        Path part = folder.resolve("part");
        Path file = Files.writeString(folder.resolve("a.csv"), "Name\n#1\n#2\n");
        try (FileItems items = FileItems.open(file, FileSettings.none("crm"))) {
            RowItem first = (RowItem) items.next();
            Item order = new GroupItem(List.of(first, items.next()));
            long length;
            try (RejectedRows rows = new RejectedRows(part, items.format(), 0)) {
                rows.add(first, 1, WHY);
                length = rows.force();
                rows.add(first, 99, WHY);
                rows.force();
            }
            try (RejectedRows rows = new RejectedRows(part, items.format(), length)) {
                rows.add(order, 7, WHY);
                rows.force();
            }
        }
        assertThat(Files.readAllLines(part))
                .extracting(line -> line.split(",", -1)[1])
                .containsExactly("_row", "1", "7", "8");
        if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                    .isEqualTo("rw-------");
        }
    }

    private String rejected(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), content);
        Path part = folder.resolve("part");
        try (FileItems items = FileItems.open(file, FileSettings.none("crm"));
                RejectedRows rows = new RejectedRows(part, items.format(), 0)) {
            for (int row = 1; items.hasNext(); row++) {
                rows.add(items.next(), row, WHY);
            }
            rows.force();
        }
        return new String(Files.readAllBytes(part), StandardCharsets.UTF_8);
    }
}
