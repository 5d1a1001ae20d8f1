package dev.eventferry.files;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Field;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.inspect.KeyCoverage;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.GroupItem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import dev.eventferry.settings.FileSettings;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReportTest {

    private static final Instant START = Instant.parse("2026-01-01T00:10:00Z");
    private static final Problem CURRENCY = Problem.error("properties.currency", "currency_unknown", "Not a currency.");
    private static final Problem TIME = Problem.error("event_time", "time_missing", "No time.");
    private static final Problem PHONE = Problem.warning("user.phone", "phone_unparseable", "Not a number.");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    FileReportTest() {}

    @Test
    void the_report_counts_rows_and_reasons_and_names_the_first_errors_by_row() throws Exception {
        FileReport report = new FileReport("leads.csv", "crm", START);
        Verdicts first = new Verdicts(4);
        first.accept(0, "id", List.of(PHONE));
        first.reject(1, List.of(PHONE, CURRENCY, TIME));
        first.duplicate(2, "o-2");
        first.filter(3, "the mapping does not list this event");
        report.add(first, new KeyCoverage());
        Verdicts second = new Verdicts(2);
        second.reject(0, List.of(TIME));
        second.accept(1, "id2", List.of());
        report.add(second, new KeyCoverage());

        assertThatJson(written(report))
                .isObject()
                .containsEntry("file", "leads.csv")
                .containsEntry("source", "crm")
                .containsEntry("status", "done")
                .containsEntry("started_at", "2026-01-01T00:10:00Z")
                .containsEntry("finished_at", "2026-01-01T00:10:01.500Z")
                .containsEntry("seconds", new BigDecimal("1.5"))
                .containsEntry("rows", new BigDecimal(6))
                .containsEntry("rows_per_second", new BigDecimal(4))
                .containsEntry("filtered", BigDecimal.ONE)
                .containsEntry("duplicate", BigDecimal.ONE)
                .containsEntry("rejected", new BigDecimal(2))
                .containsEntry("accepted", new BigDecimal(2));
        assertThatJson(written(report)).node("reasons").isEqualTo("""
                {"currency_unknown": 1, "time_missing": 1, "the mapping does not list this event": 1}""");
        assertThatJson(written(report)).node("first_errors").isEqualTo("""
                [{"row": 2, "field": "properties.currency", "code": "currency_unknown", "message": "Not a currency.",
                  "more": "docs/rules.md#currency_unknown"},
                 {"row": 2, "field": "event_time", "code": "time_missing", "message": "No time.",
                  "more": "docs/rules.md#time_missing"},
                 {"row": 5, "field": "event_time", "code": "time_missing", "message": "No time.",
                  "more": "docs/rules.md#time_missing"}]""");
        assertThatJson(written(report)).node("warnings.phone_unparseable.rows").isEqualTo("[1]");
        assertThatJson(written(report)).node("examples.currency_unknown.rows").isEqualTo("[2]");
    }

    @Test
    void a_report_that_is_kept_and_taken_up_again_is_the_same_report() throws Exception {
        FileReport whole = new FileReport("leads.csv", "crm", START);
        FileReport inParts = new FileReport("leads.csv", "crm", START);
        for (int chunk = 0; chunk < 7; chunk++) {
            for (FileReport report : List.of(whole, inParts)) {
                Verdicts verdicts = new Verdicts(10);
                for (int i = 0; i < 10; i++) {
                    if (i % 3 == 0) {
                        verdicts.reject(i, List.of(i % 2 == 0 ? CURRENCY : TIME, PHONE));
                    } else if (i % 5 == 0) {
                        verdicts.filter(i, "left out");
                    } else {
                        verdicts.accept(i, "id" + i, i % 4 == 0 ? List.of(PHONE) : List.of());
                    }
                }
                KeyCoverage judged = new KeyCoverage();
                Values email = Values.builder().put(Field.EMAIL, List.of("x")).build();
                judged.add(email, chunk % 2 == 0 ? email : Values.NONE);
                report.add(verdicts, judged);
            }
            inParts =
                    FileReport.restore("leads.csv", "crm", inParts.state(START.plusMillis(100)), START.plusMillis(100));
        }

        assertThatJson(written(inParts)).whenIgnoringPaths("resumed_at_row").isEqualTo(written(whole));
        assertThatJson(written(inParts)).node("match_keys[0]").isEqualTo("""
                {"field": "user.email", "present": 7, "valid": 4, "dropped": 3}""");
        assertThatJson(written(inParts)).node("resumed_at_row").isEqualTo(71);
    }

    @Test
    void a_row_of_several_events_of_which_one_was_refused_is_accepted_with_a_warning() throws Exception {
        FileReport report = new FileReport("leads.csv", "crm", START);
        Verdicts verdicts = new Verdicts(1);
        verdicts.reject(0, List.of(CURRENCY));
        verdicts.accept(0, "id", List.of());
        report.add(verdicts, new KeyCoverage());

        assertThatJson(written(report)).node("accepted").isEqualTo(1);
        assertThatJson(written(report)).node("rejected").isEqualTo(0);
        assertThatJson(written(report)).node("warnings.currency_unknown.n").isEqualTo(1);
    }

    @Test
    void a_reading_that_was_taken_up_again_says_where_and_counts_on() throws Exception {
        FileReport report = readTo(1000);
        Verdicts verdicts = new Verdicts(1);
        verdicts.reject(0, List.of(TIME));
        report.add(verdicts, new KeyCoverage());

        assertThat(report.rows()).isEqualTo(1001);
        assertThatJson(written(report)).node("rows").isEqualTo(1001);
        assertThatJson(written(report)).node("resumed_at_row").isEqualTo(1001);
        assertThatJson(written(report)).node("first_errors[0].row").isEqualTo(1001);
    }

    @Test
    void several_rows_that_are_one_event_count_once_and_are_named_by_their_first() throws Exception {
        Item order = new GroupItem(List.of(row("A"), row("B"), row("C")));
        FileReport report = readTo(4);
        Verdicts first = Verdicts.of(List.of(row("D"), order, order));
        first.accept(0, "id", List.of());
        first.reject(1, List.of(TIME));
        first.reject(2, List.of(TIME));
        report.add(first, new KeyCoverage());
        Verdicts second = Verdicts.of(List.of(row("E")));
        second.reject(0, List.of(TIME));
        report.add(second, new KeyCoverage());

        assertThatJson(written(report))
                .isObject()
                .containsEntry("rows", new BigDecimal(12))
                .containsEntry("groups", new BigDecimal(8))
                .containsEntry("accepted", new BigDecimal(5))
                .containsEntry("rejected", new BigDecimal(3));
        assertThatJson(written(report)).inPath("first_errors[*].row").isArray().containsExactly(6, 9, 12);
    }

    @Test
    void a_million_bad_rows_make_a_small_report() throws Exception {
        FileReport report = new FileReport("leads.csv", "crm", START);
        for (int chunk = 0; chunk < 100; chunk++) {
            Verdicts verdicts = new Verdicts(1000);
            for (int i = 0; i < 1000; i++) {
                verdicts.reject(i, List.of(CURRENCY, TIME));
            }
            report.add(verdicts, new KeyCoverage());
        }

        assertThat(report.count(Status.REJECTED)).isEqualTo(100_000);
        assertThatJson(written(report)).node("first_errors").isArray().hasSize(20);
        assertThat(written(report)).hasSizeLessThan(6000);
        assertThat(report.state(START).toString()).hasSizeLessThan(4000);
    }

    @Test
    void a_broken_line_is_reported_without_what_it_said() throws Exception {
        Path file = folder.resolve("a.ndjson");
        Files.writeString(file, "{\"email\":\"canary@example.test\",,}\n{\"canary\"\n");
        FileReport report = new FileReport("a.ndjson", "crm", START);
        Verdicts verdicts = new Verdicts(2);
        try (FileItems items = FileItems.open(file, FileSettings.none("crm"))) {
            for (int i = 0; items.hasNext(); i++) {
                verdicts.reject(i, List.of(((BrokenItem) items.next()).problem()));
            }
        }
        report.add(verdicts, new KeyCoverage());

        assertThat(written(report)).contains("line_unreadable").doesNotContain("canary");
    }

    private static Item row(String sku) {
        return new RowItem(RowHeader.of(List.of("SKU")), List.of(sku));
    }

    /** A report that was kept behind some accepted rows, and taken up again. */
    private static FileReport readTo(int rows) {
        FileReport report = new FileReport("leads.csv", "crm", START);
        Verdicts verdicts = new Verdicts(rows);
        for (int i = 0; i < rows; i++) {
            verdicts.accept(i, "id" + i, List.of());
        }
        report.add(verdicts, new KeyCoverage());
        return FileReport.restore("leads.csv", "crm", report.state(START), START);
    }

    private static String written(FileReport report) {
        return report.json("done", null, START.plusMillis(1500)).toPrettyString();
    }
}
