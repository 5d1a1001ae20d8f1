package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.store.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The ledger as a table: per source how many events came to what, and why. */
final class Tally {

    private static final String REQUESTS = "requests";
    private static final List<String> COLUMNS =
            List.of("accepted", "duplicate", "filtered", "rejected", "delivered", "dead", REQUESTS);
    private static final int LEAST_WIDTH = 6;

    private final Map<String, Map<String, Long>> bySource = new TreeMap<>();
    private final Map<String, Map<String, Long>> reasons = new TreeMap<>();

    static Tally of(Map<LedgerEntry, Long> ledger) {
        Tally tally = new Tally();
        ledger.forEach((entry, n) -> tally.add(entry.source(), entry.what(), entry.reason(), n));
        return tally;
    }

    static Tally of(JsonNode ledger) {
        Tally tally = new Tally();
        ledger.forEach(entry -> tally.add(
                entry.path("source").asText(),
                entry.path("what").asText(),
                entry.path("reason").asText(),
                entry.path("n").asLong()));
        return tally;
    }

    long count(String source, String what) {
        return bySource.getOrDefault(source, Map.of()).getOrDefault(what, 0L);
    }

    long total(String what) {
        return bySource.keySet().stream()
                .mapToLong(source -> count(source, what))
                .sum();
    }

    /** The table, with a line for each reason below its source. */
    String table() {
        return table(Map.of());
    }

    /** @param labels what a source is called, where not by its name */
    String table(Map<String, String> labels) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("source", COLUMNS));
        bySource.keySet()
                .forEach(source -> rows.add(row(
                        labels.getOrDefault(source, source),
                        COLUMNS.stream()
                                .map(column -> Long.toString(count(source, column)))
                                .toList())));
        // requests may hold events of several sources, so their sum would be no count of requests
        rows.add(row(
                "all",
                COLUMNS.stream()
                        .map(column -> column.equals(REQUESTS) ? "" : Long.toString(total(column)))
                        .toList()));
        return print(rows);
    }

    private String print(List<List<String>> rows) {
        int width = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
        List<String> sources = List.copyOf(bySource.keySet());
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            StringBuilder line = new StringBuilder(pad(row.get(0), width, false));
            for (int j = 1; j < row.size(); j++) {
                int column = Math.max(LEAST_WIDTH, COLUMNS.get(j - 1).length());
                line.append("  ").append(pad(row.get(j), column, true));
            }
            table.append(line.toString().stripTrailing()).append(System.lineSeparator());
            if (i > 0 && i <= sources.size()) {
                reasons.getOrDefault(sources.get(i - 1), Map.of()).forEach((reason, n) -> table.append("    ")
                        .append(n)
                        .append(' ')
                        .append(reason)
                        .append(System.lineSeparator()));
            }
        }
        return table.toString().stripTrailing();
    }

    private static List<String> row(String label, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(label));
        row.addAll(cells);
        return row;
    }

    private static String pad(String text, int width, boolean right) {
        return String.format(Locale.ROOT, "%" + (right ? "" : "-") + width + "s", text);
    }

    private void add(String source, String what, String reason, long n) {
        bySource.computeIfAbsent(source, s -> new TreeMap<>()).merge(what, n, Long::sum);
        if (!reason.isEmpty()) {
            reasons.computeIfAbsent(source, s -> new TreeMap<>()).merge(what + ": " + reason, n, Long::sum);
        }
    }
}
