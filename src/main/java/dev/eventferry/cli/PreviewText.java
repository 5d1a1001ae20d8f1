package dev.eventferry.cli;

import dev.eventferry.camel.Guards;
import dev.eventferry.camel.PreviewReport;
import dev.eventferry.camel.PreviewReport.Tally;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.files.FileFormat;
import dev.eventferry.inspect.KeyCoverage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** A preview for people. Headings are bold in a terminal; piped, it is plain text. */
final class PreviewText {

    private static final int COUNT_WIDTH = 8;

    private final PreviewReport report;
    private final List<Guards.Guard> guards;
    private final FileFormat format;
    private final StringBuilder text = new StringBuilder();

    PreviewText(PreviewReport report, List<Guards.Guard> guards, FileFormat format) {
        this.report = report;
        this.guards = guards;
        this.format = format;
    }

    String text() {
        line(report.rows() + " rows read; nothing was sent or stored");
        if (report.failure() != null) {
            line("It could not be read on after row " + report.rows() + ": " + report.failure());
        }
        format.words().forEach(this::line);
        counts();
        names();
        reasons("Refused, by code", report.rejected());
        reasons("Left out", report.filtered());
        reasons("Warnings, by code", report.warnings());
        keys();
        if (!guards.isEmpty()) {
            heading("Not live");
            guards.forEach(guard -> line("  " + guard.message()));
        }
        report.examples().forEach((name, example) -> {
            heading("Row " + example.row() + " as " + example.destination() + " would send it");
            line(example.event().toPrettyString());
        });
        return text.toString();
    }

    private void counts() {
        heading("Rows");
        count(report.count(Status.ACCEPTED), "would be sent");
        count(report.count(Status.DUPLICATE), "are copies of rows before" + rows(report.duplicates()));
        count(report.count(Status.FILTERED), "are left out");
        count(report.count(Status.REJECTED), "are refused");
    }

    private void names() {
        if (report.events().isEmpty()) {
            return;
        }
        heading("Events");
        report.events()
                .forEach((name, n) -> count(
                        n,
                        name.name() + " to " + name.destination()
                                + (name.clientName().equals(name.name()) ? "" : ", from " + name.clientName())));
    }

    private void reasons(String title, Map<String, Tally> reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        heading(title);
        reasons.forEach((reason, tally) -> {
            count(tally.count(), reason + rows(tally));
            if (!tally.message().isEmpty()) {
                line(" ".repeat(COUNT_WIDTH + 2) + tally.message());
            }
        });
    }

    private void keys() {
        List<KeyCoverage.Count> counts = report.coverage().counts();
        if (counts.isEmpty()) {
            return;
        }
        heading("Match keys of the " + report.coverage().events() + " events that are not refused");
        line(row("", "present", "valid", "dropped"));
        for (KeyCoverage.Count count : counts) {
            line(row(
                    count.field().leaf(),
                    Long.toString(count.present()),
                    Long.toString(count.valid()),
                    Long.toString(count.dropped())));
        }
    }

    private static String row(String name, String present, String valid, String dropped) {
        return String.format(Locale.ROOT, "  %-16s%10s%10s%10s", name, present, valid, dropped);
    }

    private static String rows(Tally tally) {
        if (tally.rows().isEmpty()) {
            return "";
        }
        String first = tally.rows().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (tally.count() == 1 ? "  (row " : "  (rows ") + first
                + (tally.count() > tally.rows().size() ? ", ..." : "") + ")";
    }

    private void heading(String title) {
        line("");
        // only our own words go through the markup
        line(Ansi.AUTO.string("@|bold " + title + "|@"));
    }

    private void count(long n, String what) {
        line(String.format(Locale.ROOT, "%" + COUNT_WIDTH + "d  %s", n, what));
    }

    private void line(String line) {
        text.append(line).append(System.lineSeparator());
    }
}
