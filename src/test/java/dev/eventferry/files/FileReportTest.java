package dev.eventferry.files;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Status;
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
        FileReport report = new FileReport("leads.csv", "crm", START, 0);
        Verdicts first = new Verdicts(4);
        first.accept(0, "id", List.of(PHONE));
        first.reject(1, List.of(PHONE, CURRENCY, TIME));
        first.duplicate(2, "o-2");
        first.filter(3, "the mapping does not list this event");
        report.add(first);
        Verdicts second = new Verdicts(2);
        second.reject(0, List.of(TIME));
        second.accept(1, "id2", List.of());
        report.add(second);

        assertThatJson(written(report)).isEqualTo("""
                {"file": "leads.csv", "source": "crm", "status": "done", "started_at": "2026-01-01T00:10:00Z",
                 "seconds": 1.5, "rows": 6, "filtered": 1, "duplicate": 1, "rejected": 2, "accepted": 2,
                 "reasons": {"currency_unknown": 1, "time_missing": 1, "the mapping does not list this event": 1},
                 "first_errors": [
                   {"row": 2, "field": "properties.currency", "code": "currency_unknown", "message": "Not a currency.",
                    "more": "docs/rules.md#currency_unknown"},
                   {"row": 2, "field": "event_time", "code": "time_missing", "message": "No time.",
                    "more": "docs/rules.md#time_missing"},
                   {"row": 5, "field": "event_time", "code": "time_missing", "message": "No time.",
                    "more": "docs/rules.md#time_missing"}]}""");
    }

    @Test
    void a_reading_that_was_taken_up_again_says_where_and_counts_on() throws Exception {
        FileReport report = new FileReport("leads.csv", "crm", START, 1000);
        Verdicts verdicts = new Verdicts(1);
        verdicts.reject(0, List.of(TIME));
        report.add(verdicts);

        assertThat(report.rows()).isEqualTo(1001);
        assertThatJson(written(report)).node("rows").isEqualTo(1001);
        assertThatJson(written(report)).node("resumed_at_row").isEqualTo(1001);
        assertThatJson(written(report)).node("first_errors[0].row").isEqualTo(1001);
    }

    @Test
    void several_rows_that_are_one_event_count_once_and_are_named_by_their_first() throws Exception {
        Item order = new GroupItem(List.of(row("A"), row("B"), row("C")));
        FileReport report = new FileReport("orders.csv", "shop", START, 4);
        Verdicts first = Verdicts.of(List.of(row("D"), order, order));
        first.accept(0, "id", List.of());
        first.reject(1, List.of(TIME));
        first.reject(2, List.of(TIME));
        report.add(first);
        Verdicts second = Verdicts.of(List.of(row("E")));
        second.reject(0, List.of(TIME));
        report.add(second);

        assertThatJson(written(report))
                .isObject()
                .containsEntry("rows", new BigDecimal(12))
                .containsEntry("groups", new BigDecimal(4))
                .containsEntry("accepted", BigDecimal.ONE)
                .containsEntry("rejected", new BigDecimal(3));
        assertThatJson(written(report)).inPath("first_errors[*].row").isArray().containsExactly(6, 9, 12);
    }

    @Test
    void a_file_that_failed_says_why() throws Exception {
        FileReport report = new FileReport("leads.csv", "crm", START, 0);
        report.fail("The file is not UTF-8.");

        assertThatJson(written(report)).node("status").isEqualTo("failed");
        assertThatJson(written(report)).node("failure").isEqualTo("The file is not UTF-8.");
    }

    @Test
    void a_million_bad_rows_make_a_small_report() throws Exception {
        FileReport report = new FileReport("leads.csv", "crm", START, 0);
        for (int chunk = 0; chunk < 100; chunk++) {
            Verdicts verdicts = new Verdicts(1000);
            for (int i = 0; i < 1000; i++) {
                verdicts.reject(i, List.of(CURRENCY, TIME));
            }
            report.add(verdicts);
        }

        assertThat(report.count(Status.REJECTED)).isEqualTo(100_000);
        assertThatJson(written(report)).node("first_errors").isArray().hasSize(20);
        assertThat(written(report)).hasSizeLessThan(5000);
    }

    @Test
    void a_broken_line_is_reported_without_what_it_said() throws Exception {
        Path file = folder.resolve("a.ndjson");
        Files.writeString(file, "{\"email\":\"canary@example.test\",,}\n{\"canary\"\n");
        FileReport report = new FileReport("a.ndjson", "crm", START, 0);
        Verdicts verdicts = new Verdicts(2);
        try (FileItems items = FileItems.open(file, FileSettings.none("crm"))) {
            for (int i = 0; items.hasNext(); i++) {
                verdicts.reject(i, List.of(((BrokenItem) items.next()).problem()));
            }
        }
        report.add(verdicts);

        assertThat(written(report)).contains("line_unreadable").doesNotContain("canary");
    }

    private static Item row(String sku) {
        return new RowItem(RowHeader.of(List.of("SKU")), List.of(sku));
    }

    private String written(FileReport report) throws Exception {
        Path to = folder.resolve("done/crm/leads.csv.report.json");
        report.write(to, START.plusMillis(1500));
        return Files.readString(to);
    }
}
