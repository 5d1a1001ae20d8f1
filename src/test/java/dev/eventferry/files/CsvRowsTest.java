package dev.eventferry.files;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_end_in_any_of_three_ways(String end) {
        assertThat(cells("a,b" + end + "1,2" + end + end + "3,4"))
                .containsExactly(List.of("a", "b"), List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void rows_know_the_line_where_they_begin() {
        assertThat(rows("a\r\n\r\n\"1\r\n2\"\r\n3\n")).extracting(RawRow::line).containsExactly(1L, 3L, 5L);
    }

    @Test
    void quotes_hold_delimiters_line_ends_and_doubled_quotes() {
        assertThat(cells("\"a,b\",\"c\r\nd\",\"e \"\"f\"\"\", \"g\" ,h\"i\n"))
                .containsExactly(List.of("a,b", "c\r\nd", "e \"f\"", "g", "h\"i"));
    }

    @Test
    void a_quote_that_never_closes_breaks_its_line_only() {
        List<RawRow> rows = rows("1,\"Acme\n2,Bob\n3,Cid\n");

        assertThat(rows).hasSize(3);
        assertThat(code(rows.get(0))).isEqualTo("row_unreadable");
        assertThat(rows.get(0).cells()).containsExactly("1,\"Acme");
        assertThat(rows.get(1).cells()).containsExactly("2", "Bob");
        assertThat(rows.get(2).line()).isEqualTo(3);
    }

    @Test
    void a_stray_quote_does_not_swallow_the_rows_up_to_the_next_quote() {
        List<RawRow> rows = rows("1,\"Acme\n2,\"Bob\"\n3,\"C\"id\"\n4,Dan\n");

        assertThat(rows).extracting(row -> row.problem() == null).containsExactly(false, true, false, true);
        assertThat(rows.get(1).cells()).containsExactly("2", "Bob");
        assertThat(rows.get(3).cells()).containsExactly("4", "Dan");
    }

    @Test
    void what_is_longer_than_any_row_is_broken_and_passed_over() {
        String huge = "x".repeat(3_000_000);

        List<RawRow> rows = rows("1,a\n2," + huge + "\n3," + "\"" + huge + "\"\n4" + ",".repeat(5_000) + "\n5,b\n");

        assertThat(rows).extracting(row -> row.problem() == null).containsExactly(true, false, false, false, true);
        assertThat(rows.get(4).cells()).containsExactly("5", "b");
        assertThat(rows.get(4).line()).isEqualTo(5);
    }

    @Test
    void zero_bytes_and_bytes_of_no_encoding_break_their_row_only() {
        List<RawRow> rows = rows("1,a\0b\n2,\"c\uFFFFd\"\n3,e\n");

        assertThat(code(rows.get(0))).isEqualTo("row_unreadable");
        assertThat(code(rows.get(1))).isEqualTo("row_encoding");
        assertThat(rows.get(2).problem()).isNull();
    }

    @Test
    void without_a_quote_a_quote_is_a_letter() {
        CsvRows rows = new CsvRows(new StringReader("1|\"a\n2|b\n"), '|', '\0');

        assertThat(rows.next().cells()).containsExactly("1", "\"a");
        assertThat(rows.next().cells()).containsExactly("2", "b");
    }

    /** FastCSV reads well-formed tables as we do: it is asked about ten thousand. */
    @Test
    void well_formed_tables_are_read_as_FastCSV_reads_them() {
        Random random = new Random(7);
        for (int n = 0; n < 10_000; n++) {
            String csv = table(random);
            List<List<String>> theirs = new ArrayList<>();
            for (CsvRecord row : CsvReader.builder()
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .ofCsvRecord(csv)) {
                theirs.add(row.getFields());
            }
            assertThat(cells(csv)).as(csv).isEqualTo(theirs);
            assertThat(slowly(csv)).as(csv).isEqualTo(theirs);
        }
    }

    private static String table(Random random) {
        String[] plain = {"", "a", " b ", "c\"d", "ö€", "12,5", "x\ny", "e\r\nf", "\"", "\"\"", "long ".repeat(4)};
        String[] ends = {"\n", "\r\n", "\r"};
        String end = ends[random.nextInt(3)];
        StringBuilder csv = new StringBuilder();
        int rows = random.nextInt(5);
        for (int i = 0; i < rows; i++) {
            int cells = 1 + random.nextInt(4);
            for (int j = 0; j < cells; j++) {
                String cell = plain[random.nextInt(plain.length)];
                boolean needs = cell.matches("(?s).*[,\"\r\n].*");
                csv.append(j > 0 ? "," : "");
                csv.append(needs || random.nextInt(4) == 0 ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
            }
            csv.append(i < rows - 1 || random.nextBoolean() ? end : "");
        }
        return csv.toString();
    }

    private static String code(RawRow row) {
        return Objects.requireNonNull(row.problem()).code();
    }

    private static List<RawRow> rows(String csv) {
        List<RawRow> rows = new ArrayList<>();
        new CsvRows(new StringReader(csv), ',', '"').forEachRemaining(rows::add);
        return rows;
    }

    private static List<List<String>> cells(String csv) {
        return cells(new CsvRows(new StringReader(csv), ',', '"'));
    }

    /** The same text, a character or two at a time. */
    private static List<List<String>> slowly(String csv) {
        StringReader text = new StringReader(csv);
        return cells(new CsvRows(
                new Reader() {
                    private int turn;

                    @Override
                    public int read(char[] to, int from, int length) throws IOException {
                        return text.read(to, from, Math.min(length, 1 + turn++ % 2));
                    }

                    @Override
                    public void close() {}
                },
                ',',
                '"'));
    }

    private static List<List<String>> cells(CsvRows rows) {
        List<List<String>> all = new ArrayList<>();
        rows.forEachRemaining(row -> {
            assertThat(row.problem()).isNull();
            all.add(List.copyOf(row.cells()));
        });
        return all;
    }
}
