package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.store.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ledger as a table: per source how many events came to what, and why. */
final class Tally {

    private static final List<String> COLUMNS =
            List.of("accepted", "duplicate", "filtered", "rejected", "delivered", "dead", "requests");
    private static final String ROW = "%-14s %9s %9s %9s %9s %9s %6s %9s%n";

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

    /** The table, with a line for each reason below it. */
    String table() {
        StringBuilder table = new StringBuilder();
        List<Object> head = new ArrayList<>(List.of("source"));
        head.addAll(COLUMNS);
        table.append(String.format(ROW, head.toArray()));
        for (String source : bySource.keySet()) {
            List<Object> row = new ArrayList<>(List.of(source));
            COLUMNS.forEach(column -> row.add(count(source, column)));
            table.append(String.format(ROW, row.toArray()));
            reasons.getOrDefault(source, Map.of())
                    .forEach((reason, n) -> table.append(String.format("  %s: %d%n", reason, n)));
        }
        return table.toString().stripTrailing();
    }

    private void add(String source, String what, String reason, long n) {
        bySource.computeIfAbsent(source, s -> new TreeMap<>()).merge(what, n, Long::sum);
        if (!reason.isEmpty()) {
            reasons.computeIfAbsent(source, s -> new TreeMap<>()).merge(what + " " + reason, n, Long::sum);
        }
    }
}
