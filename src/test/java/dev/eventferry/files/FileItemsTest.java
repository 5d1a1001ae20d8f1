package dev.eventferry.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventferry.event.Item;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.RowItem;
import dev.eventferry.settings.FileSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileItemsTest {

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    FileItemsTest() {}

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void the_delimiter_is_seen_in_the_header(String delimiter) throws Exception {
        String csv = "id,email,value\n1,ada@example.test,12.50\n2,,\"7\"\n".replace(",", delimiter);

        assertThat(read("a.csv", csv))
                .containsExactly(
                        "{\"id\":\"1\",\"email\":\"ada@example.test\",\"value\":\"12.50\"}",
                        "{\"id\":\"2\",\"value\":\"7\"}");
    }

    @Test
    void a_delimiter_within_quotes_is_none() throws Exception {
        assertThat(read("a.csv", "\"name, first\";\"name, last\";id\nAda;Lovelace;1\n"))
                .containsExactly("{\"name, first\":\"Ada\",\"name, last\":\"Lovelace\",\"id\":\"1\"}");
    }

    @Test
    void a_table_of_tabs_is_read_as_tsv() throws Exception {
        assertThat(read("a.TSV", "id\tname\n1\tAda, Countess\n"))
                .containsExactly("{\"id\":\"1\",\"name\":\"Ada, Countess\"}");
    }

    @Test
    void quotes_line_breaks_and_empty_lines_are_as_in_every_spreadsheet() throws Exception {
        assertThat(read("a.csv", "id,note\r\n1,\"a \"\"b\"\",\r\nc\"\r\n\r\n2,d\r\n"))
                .containsExactly("{\"id\":\"1\",\"note\":\"a \\\"b\\\",\\r\\nc\"}", "{\"id\":\"2\",\"note\":\"d\"}");
    }

    @Test
    void short_and_long_rows_are_rows() throws Exception {
        assertThat(read("a.csv", "a,b,c\n1\n1,2,3,\n"))
                .containsExactly("{\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,name", "\"id\",\"name\""})
    void a_byte_order_mark_is_no_part_of_the_first_column(String header) throws Exception {
        assertThat(read("a.csv", "\uFEFF" + header + "\n1,ö\n")).containsExactly("{\"id\":\"1\",\"name\":\"ö\"}");
    }

    @Test
    void a_header_alone_has_no_rows() throws Exception {
        assertThat(read("a.csv", "id,name")).isEmpty();
        assertThat(read("a.csv", "id,name\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1}, {\"a\":2}]",
                "{\"events\":[{\"a\":1},{\"a\":2}]}",
                "{\"a\":1}\n{\"a\":2}",
                "\uFEFF[{\"a\":1},{\"a\":2}]"
            })
    void a_JSON_file_is_an_array_or_what_a_request_may_be(String json) throws Exception {
        assertThat(read("a.json", json)).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void JSON_that_breaks_off_is_read_as_far_as_it_goes() throws Exception {
        try (FileItems items = FileItems.open(
                Files.writeString(folder.resolve("a.json"), "[{\"a\":1}, {\"a\":"), FileSettings.none("crm"))) {
            assertThat(items.next().asJson()).hasToString("{\"a\":1}");
            assertThatThrownBy(items::hasNext)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("The JSON breaks off at line 1, column 16: it cannot be read on.");
        }
    }

    @Test
    void lines_of_JSON_are_items_and_a_broken_one_costs_no_other() throws Exception {
        List<Item> items = items(
                "a.ndjson",
                "\uFEFF{\"a\":1}\n\n{\"email\":\"ada@example.test\" oops}\n{\"a\":\"ö\"}\n",
                StandardCharsets.UTF_8);

        assertThat(items).hasSize(3);
        assertThat(items.get(0).asJson()).hasToString("{\"a\":1}");
        assertThat(items.get(1)).isInstanceOfSatisfying(BrokenItem.class, broken -> {
            assertThat(broken.problem().code()).isEqualTo("line_unreadable");
            assertThat(broken.problem().message())
                    .contains("column")
                    .doesNotContain("ada")
                    .doesNotContain("oops");
        });
        assertThat(items.get(2).asJson()).hasToString("{\"a\":\"ö\"}");
    }

    @Test
    void a_line_with_more_than_one_object_is_broken_and_not_half_read() throws Exception {
        assertThat(items("a.ndjson", "{\"a\":1} {\"a\":2}\n", StandardCharsets.UTF_8))
                .singleElement()
                .isInstanceOf(BrokenItem.class);
    }

    @Test
    void a_line_with_a_key_twice_or_too_deep_is_broken() throws Exception {
        assertThat(items(
                        "a.ndjson", "{\"a\":1,\"a\":2}\n" + "[".repeat(1000) + "\n{\"a\":3}\n", StandardCharsets.UTF_8))
                .hasSize(3)
                .satisfies(items -> {
                    assertThat(items.get(0)).isInstanceOf(BrokenItem.class);
                    assertThat(items.get(1)).isInstanceOf(BrokenItem.class);
                    assertThat(items.get(2).asJson()).hasToString("{\"a\":3}");
                });
    }

    @Test
    void a_line_with_a_number_that_no_decimal_can_hold_is_broken_alone() throws Exception {
        assertThat(items("a.ndjson", "{\"a\":1e9999999777}\n{\"a\":3}\n", StandardCharsets.UTF_8))
                .hasSize(2)
                .satisfies(items -> {
                    assertThat(items.get(0)).isInstanceOf(BrokenItem.class);
                    assertThat(items.get(1).asJson()).hasToString("{\"a\":3}");
                });
    }

    @Test
    void a_row_that_is_not_in_the_encoding_of_the_file_is_refused_alone() throws Exception {
        byte[] good = "id,name\n1,Grüße\n".getBytes(StandardCharsets.UTF_8);
        byte[] many = "2,Ada Lovelace\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        byte[] bad = "3,Grüße\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] last = "4,Grüße\n".getBytes(StandardCharsets.UTF_8);

        List<Item> items = items("a.csv", bytes(good, many, bad, last));

        assertThat(items).hasSize(40_003);
        assertThat(items.get(40_001)).isInstanceOfSatisfying(BrokenItem.class, broken -> {
            assertThat(broken.problem().code()).isEqualTo("row_encoding");
            assertThat(broken.toString()).doesNotContain("Gr");
        });
        assertThat(items.get(40_002).asJson()).hasToString("{\"id\":\"4\",\"name\":\"Grüße\"}");
    }

    @Test
    void the_first_letters_that_are_not_ASCII_tell_the_encoding_however_late_they_come() throws Exception {
        byte[] many = ("id,name\n" + "1,Ada Lovelace\n".repeat(40_000)).getBytes(StandardCharsets.UTF_8);
        byte[] letters = "2,Grüße für 5 €\n".getBytes("windows-1252");

        List<Item> items = items("a.csv", bytes(many, letters));

        assertThat(items).hasSize(40_001);
        assertThat(items.get(40_000).asJson()).hasToString("{\"id\":\"2\",\"name\":\"Grüße für 5 €\"}");
    }

    @Test
    void a_line_of_JSON_that_is_not_UTF_8_is_refused_alone_and_a_JSON_file_ends_there() throws Exception {
        byte[] bad = "{\"name\":\"Gr\u00fc\u00dfe\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] good = "{\"name\":\"Grüße\"}\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);

        List<Item> items = items("a.ndjson", bytes(good, bad, good));

        assertThat(items).hasSize(40_001);
        assertThat(items.get(20_000)).isInstanceOf(BrokenItem.class);
        assertThatThrownBy(() -> items("a.json", bytes(good, bad)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void a_row_longer_than_the_header_is_refused() throws Exception {
        List<Item> items = items("a.csv", "id,name,city\n1,Acme, Inc.,Bonn\n2,Ada,Bonn,,\n", StandardCharsets.UTF_8);

        assertThat(items).hasSize(2);
        assertThat(items.get(0)).isInstanceOfSatisfying(BrokenItem.class, broken -> {
            assertThat(broken.problem().code()).isEqualTo("row_too_long");
            assertThat(broken.cells()).containsExactly("1", "Acme", " Inc.", "Bonn");
        });
        assertThat(items.get(1)).isInstanceOf(RowItem.class);
    }

    @Test
    void columns_of_rejected_rows_are_ours_and_no_part_of_the_header() throws Exception {
        Path file = folder.resolve("a.rejected.csv");
        Files.writeString(file, "id,name,_row,_code,_reason\n1,Ada,7,x,y\n");
        try (FileItems items = FileItems.open(file, FileSettings.none("crm"))) {
            assertThat(Objects.requireNonNull(items.format().header()).names()).containsExactly("id", "name");
            assertThat(items.next()).isInstanceOfSatisfying(RowItem.class, row -> assertThat(row.cells())
                    .containsExactly("1", "Ada"));
        }
    }

    @Test
    void how_much_was_read_is_told() throws Exception {
        Path file = folder.resolve("large.csv");
        Files.writeString(file, "id,name\n" + "1,Ada\n".repeat(200_000));
        try (FileItems items = FileItems.open(file, FileSettings.none("crm"))) {
            assertThat(items.progress()).isBetween(0.0, 0.5);
            items.forEachRemaining(item -> {});
            assertThat(items.progress()).isEqualTo(1);
        }
    }

    @Test
    void an_envelope_of_many_events_is_read_one_by_one() throws Exception {
        assertThat(read(
                        "a.json",
                        "{\"event_source\":\"web\",\"data\":[{\"a\":1},{\"a\":2}],\"x\":{\"y\":[1]}} {\"a\":3}"))
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(read("a.json", "{\"data\":[{\"a\":1}],\"event_source\":\"web\"}"))
                .containsExactly("{\"a\":1}");
        assertThat(read("a.json", "{\"data\":[{\"a\":1}]}")).containsExactly("{\"data\":[{\"a\":1}]}");
    }

    @Test
    void a_quote_that_never_closes_costs_its_row_and_does_not_tell_what_it_held() throws Exception {
        String csv = "id,name\n1,\"ada@example.test\n" + "2,Bob\n".repeat(100_000);

        List<Item> items = items("a.csv", csv, StandardCharsets.UTF_8);

        assertThat(items).hasSize(100_001);
        assertThat(items.get(0)).isInstanceOfSatisfying(BrokenItem.class, broken -> {
            assertThat(broken.problem().code()).isEqualTo("row_unreadable");
            assertThat(broken.toString() + broken.problem()).doesNotContain("example.test");
        });
        assertThat(items.get(1).asJson()).hasToString("{\"id\":\"2\",\"name\":\"Bob\"}");
    }

    @Test
    void files_without_a_form_or_a_header_are_refused_with_what_to_do() {
        assertThatThrownBy(() -> read("a.pdf", "x"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining(".csv");
        assertThatThrownBy(() -> read("a.csv", ""))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> read("a.csv", "\n\n")).isInstanceOf(UnreadableFile.class);
    }

    @Test
    void reading_takes_rows_as_they_come_and_closes_the_file() throws Exception {
        Path file = folder.resolve("large.csv");
        Files.writeString(file, "id,name\n" + "1,Ada\n".repeat(100_000));

        try (FileItems items = FileItems.open(file, FileSettings.none("crm"))) {
            assertThat(items.hasNext()).isTrue();
            assertThat(items.next().asJson()).hasToString("{\"id\":\"1\",\"name\":\"Ada\"}");
        }

        assertThat(read("large.csv", Files.readString(file))).hasSize(100_000);
    }

    private List<String> read(String name, String text) throws IOException, UnreadableFile {
        return items(name, text, StandardCharsets.UTF_8).stream()
                .map(item -> item.asJson().toString())
                .toList();
    }

    private List<Item> items(String name, String text, Charset charset) throws IOException, UnreadableFile {
        return items(name, text.getBytes(charset));
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private List<Item> items(String name, byte[] bytes) throws IOException, UnreadableFile {
        Path file = Files.write(folder.resolve(name), bytes);
        List<Item> items = new ArrayList<>();
        try (FileItems reading = FileItems.open(file, FileSettings.none("crm"))) {
            while (reading.hasNext()) {
                items.add(reading.next());
            }
        }
        return items;
    }
}
