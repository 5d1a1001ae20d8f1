package dev.eventferry.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.store.LedgerEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ledger of a range as JSON: how many events came to what in each step, and in all by source, destination and reason. */
public final class LedgerReport {

    /** What is told of each step; {@code replayed} and {@code requests} too, as the ledger has them. */
    static final List<String> WHAT =
            List.of("accepted", "duplicate", "filtered", "rejected", "delivered", "dead", "replayed", "requests");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 60;
    private static final Comparator<LedgerEntry> BY_NAME = Comparator.comparing(LedgerEntry::destination)
            .thenComparing(LedgerEntry::source)
            .thenComparing(LedgerEntry::what)
            .thenComparing(LedgerEntry::reason);

    private LedgerReport() {}

    /**
     * The report.
     *
     * @param from the first minute of the first step
     * @param counts by the first minute of a step
     */
    public static ObjectNode json(LedgerRange range, long from, Map<LedgerEntry, Long> counts) {
        Map<LedgerEntry, Long> sums = new TreeMap<>(BY_NAME);
        Map<String, long[]> series = new LinkedHashMap<>();
        WHAT.forEach(what -> series.put(what, new long[range.steps()]));
        counts.forEach((entry, n) -> {
            sums.merge(entry, n, Long::sum);
            long[] steps = series.get(entry.what());
            int step = (int) ((entry.minute() - from) / range.minutes());
            if (steps != null && step >= 0 && step < steps.length) {
                steps[step] += n;
            }
        });
        ObjectNode json = JSON.createObjectNode();
        json.put("range", range.toString())
                .put("from", Instant.ofEpochSecond(from * SECONDS).toString())
                .put("step_seconds", range.minutes() * SECONDS)
                .put("steps", range.steps());
        ObjectNode shown = json.putObject("series");
        series.forEach((what, steps) -> {
            ArrayNode list = shown.putArray(what);
            for (long n : steps) {
                list.add(n);
            }
        });
        ArrayNode list = json.putArray("sums");
        sums.forEach((entry, n) -> list.addObject()
                .put("source", entry.source())
                .put("destination", entry.destination())
                .put("what", entry.what())
                .put("reason", entry.reason())
                .put("n", n));
        return json;
    }
}
