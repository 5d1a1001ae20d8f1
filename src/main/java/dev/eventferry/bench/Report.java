package dev.eventferry.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Benchmark results as a Markdown table whose source can be read as it is. */
final class Report {

    private static final List<String> TITLES = List.of(
            "what",
            "events",
            "events/s",
            "CPU-s per 100k",
            "parses",
            "p50 ms",
            "p99 ms",
            "peak heap MB",
            "RSS MB",
            "peak RSS MB");
    private static final String UNKNOWN = "-";
    private static final double MB = 1 << 20;

    private Report() {}

    /**
     * One measurement.
     *
     * @param events how many were carried to the end
     * @param seconds that it took
     * @param used CPU time during the measurement, memory at its end
     * @param yardstick CPU seconds that reading the JSON of 100,000 events took then: {@link Yardstick}
     * @param p50 of a request; null where there are none
     * @param p99 of a request; null where there are none
     * @param peakHeapBytes null when it was not measured
     */
    record Row(
            String what,
            long events,
            double seconds,
            ProcessFigures used,
            double yardstick,
            @Nullable Duration p50,
            @Nullable Duration p99,
            @Nullable Long peakHeapBytes) {

        private List<String> cells() {
            return List.of(
                    what.replace("|", "\\|"),
                    number("%,d", events),
                    number("%,.0f", events / seconds),
                    number("%.2f", used.cpuSecondsPer100k(events)),
                    number("%.1f", used.cpuSecondsPer100k(events) / yardstick),
                    millis(p50),
                    millis(p99),
                    peakHeapBytes == null ? UNKNOWN : megabytes(peakHeapBytes),
                    megabytes(used.rssBytes()),
                    megabytes(used.peakRssBytes()));
        }
    }

    /** The table, a line each for titles, rule and rows; ends with a line end. */
    static String markdown(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(TITLES);
        rows.forEach(row -> cells.add(row.cells()));
        int[] widths = widths(cells);
        StringBuilder table = new StringBuilder();
        appendLine(table, TITLES, widths);
        appendRule(table, widths);
        for (List<String> line : cells.subList(1, cells.size())) {
            appendLine(table, line, widths);
        }
        return table.toString();
    }

    private static int[] widths(List<List<String>> lines) {
        int[] widths = new int[TITLES.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return widths;
    }

    private static void appendLine(StringBuilder table, List<String> cells, int[] widths) {
        table.append('|');
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            table.append(' ')
                    .append(i == 0 ? cells.get(i) + padding : padding + cells.get(i))
                    .append(" |");
        }
        table.append('\n');
    }

    /** Names stand to the left, numbers to the right. */
    private static void appendRule(StringBuilder table, int[] widths) {
        table.append('|');
        for (int i = 0; i < widths.length; i++) {
            table.append(i == 0 ? ":" : "-").append("-".repeat(widths[i])).append(i == 0 ? "-|" : ":|");
        }
        table.append('\n');
    }

    private static String millis(@Nullable Duration time) {
        return time == null ? UNKNOWN : number("%,.1f", time.toNanos() / 1e6);
    }

    private static String megabytes(long bytes) {
        return bytes == 0 ? UNKNOWN : number("%,.0f", bytes / MB);
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
