package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxFileTest {

    private static final ObjectNode WISHES =
            new ObjectMapper().createObjectNode().put("limit", 7);

    private Path folder;

    @BeforeEach
    void take_a_folder(@TempDir Path temp) {
        folder = temp;
    }

    @Test
    void a_file_is_copied_whole_with_its_wishes_beside_it() throws IOException {
        InboxFile file = InboxFile.put(folder, "crm", given("leads.csv", "a\n1\n"), WISHES);

        assertThat(file.path()).isEqualTo(folder.resolve("inbox/crm/leads.csv")).hasContent("a\n1\n");
        assertThat(folder.resolve("inbox/crm/.leads.csv.import")).hasContent("{\"limit\":7}");
        assertThat(file.takenUp()).isFalse();
        assertThat(file.report()).isNull();
        try (Stream<Path> all = Files.list(folder.resolve("inbox/crm"))) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void a_name_that_another_file_has_or_had_gets_a_number() throws IOException {
        Files.createDirectories(folder.resolve("inbox/crm"));
        Files.createDirectories(folder.resolve("done/crm"));
        Files.createDirectories(folder.resolve("failed/crm"));
        Files.writeString(folder.resolve("inbox/crm/leads.csv"), "a\n1\n"); // dropped by somebody, not by an import
        Files.writeString(folder.resolve("done/crm/leads-2.csv"), "x");
        Files.writeString(folder.resolve("failed/crm/leads-3.csv.report.json"), "{}");

        assertThat(InboxFile.put(folder, "crm", given("leads.csv", "a\n1\n"), WISHES)
                        .name())
                .isEqualTo("leads-4.csv");
    }

    @Test
    void the_same_content_that_an_import_left_is_taken_up() throws IOException {
        Path given = given("leads.csv", "a\n1\n");
        InboxFile.put(folder, "crm", given, WISHES);

        assertThat(InboxFile.put(folder, "crm", given, WISHES).takenUp()).isTrue();
        Files.writeString(given, "a\n2\n");
        assertThat(InboxFile.put(folder, "crm", given, WISHES).name()).isEqualTo("leads-2.csv");
    }

    @Test
    void a_file_that_lies_in_the_inbox_already_stays_there() throws IOException {
        Files.createDirectories(folder.resolve("inbox/crm"));
        Path there = Files.writeString(folder.resolve("inbox/crm/leads.csv"), "a\n1\n");

        InboxFile file = InboxFile.put(folder, "crm", there, WISHES);

        assertThat(file.path()).isEqualTo(there).exists();
        assertThat(folder.resolve("inbox/crm/.leads.csv.import")).exists();
    }

    @Test
    void what_cannot_be_copied_leaves_nothing() throws IOException {
        assertThatThrownBy(() -> InboxFile.put(folder, "crm", folder.resolve("none.csv"), WISHES))
                .isInstanceOf(NoSuchFileException.class);

        try (Stream<Path> all = Files.list(folder.resolve("inbox/crm"))) {
            assertThat(all).isEmpty();
        }
    }

    @Test
    void its_report_counts_when_the_file_has_left_the_inbox() throws IOException {
        InboxFile file = InboxFile.put(folder, "crm", given("leads.csv", "a\n1\n"), WISHES);
        Path report = Files.createDirectories(folder.resolve("failed/crm")).resolve("leads.csv.report.json");
        Files.writeString(report, "{}");

        assertThat(file.report()).isNull();
        Files.delete(file.path());
        assertThat(file.report()).isEqualTo(report);
    }

    @Test
    void a_number_goes_before_the_endings() {
        assertThat(InboxFile.numbered("leads.csv", 1)).isEqualTo("leads.csv");
        assertThat(InboxFile.numbered("leads.csv", 2)).isEqualTo("leads-2.csv");
        assertThat(InboxFile.numbered("leads.2026.csv.gz", 3)).isEqualTo("leads.2026-3.csv.gz");
        assertThat(InboxFile.numbered("leads.zip", 2)).isEqualTo("leads-2.zip");
        assertThat(InboxFile.numbered("leads", 2)).isEqualTo("leads-2");
    }

    private Path given(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
