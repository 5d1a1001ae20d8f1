package dev.eventferry.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.Tally;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of events in a range, by destination and name, how many of them wait, and how long delivery took. */
public final class EventTable {

    private static final List<String> RECEIVED = List.of(LedgerEntry.ACCEPTED, "duplicate", "filtered", "rejected");
    private static final List<String> ENDED = List.of("delivered", "dead");
    private static final List<String> OPENED = List.of(LedgerEntry.ACCEPTED, "replayed");
    private static final double HALF = 0.5;
    private static final double MOST = 0.95;

    private final Map<Of, Row> rows =
            new TreeMap<>(Comparator.comparing(Of::destination).thenComparing(Of::event));

    private record Of(String destination, String event) {}

    private static final class Row {
        private final Map<String, Long> counts = new TreeMap<>();
        private final Map<Long, Long> latencies = new TreeMap<>();
        private long waiting;
    }

    /** Adds what events came to in the range. */
    public EventTable counts(Map<LedgerEntry, Long> counts) {
        counts.forEach((entry, n) -> {
            if (RECEIVED.contains(entry.what()) || ENDED.contains(entry.what())) {
                row(entry.destination(), entry.event()).counts.merge(entry.what(), n, Long::sum);
            }
        });
        return this;
    }

    /** Adds what events ever came to: those that are neither delivered nor dead wait. */
    public EventTable inAll(Map<LedgerEntry, Long> counts) {
        counts.forEach((entry, n) -> {
            if (OPENED.contains(entry.what())) {
                row(entry.destination(), entry.event()).waiting += n;
            } else if (ENDED.contains(entry.what())) {
                row(entry.destination(), entry.event()).waiting -= n;
            }
        });
        return this;
    }

    /** Adds how long delivery took in the range, of destinations that have a row. */
    public EventTable latencies(Map<Tally, Long> tallies) {
        tallies.forEach((tally, n) -> {
            Row row = rows.get(new Of(tally.source(), tally.event()));
            if (row != null) {
                row.latencies.merge(Latency.bound(tally.what()), n, Long::sum);
            }
        });
        return this;
    }

    /** Writes the rows of which there is anything to say. */
    public void write(ArrayNode list) {
        rows.forEach((of, row) -> {
            if (row.counts.isEmpty() && row.waiting <= 0) {
                return;
            }
            ObjectNode json =
                    list.addObject().put("destination", of.destination()).put("event", of.event());
            json.put(
                    "received",
                    RECEIVED.stream()
                            .mapToLong(what -> row.counts.getOrDefault(what, 0L))
                            .sum());
            RECEIVED.forEach(what -> json.put(what, row.counts.getOrDefault(what, 0L)));
            ENDED.forEach(what -> json.put(what, row.counts.getOrDefault(what, 0L)));
            json.put("waiting", Math.max(0, row.waiting));
            if (!row.latencies.isEmpty()) {
                ObjectNode latency = json.putObject("latency_ms");
                put(latency, "half_within", within(row.latencies, HALF));
                put(latency, "most_within", within(row.latencies, MOST));
            }
        });
    }

    /** Null for longer than the last bound. */
    private static void put(ObjectNode json, String name, long bound) {
        if (bound == Long.MAX_VALUE) {
            json.putNull(name);
        } else {
            json.put(name, bound);
        }
    }

    /** The bound within which that share was delivered. */
    private static long within(Map<Long, Long> latencies, double share) {
        long all = latencies.values().stream().mapToLong(Long::longValue).sum();
        long sum = 0;
        for (Map.Entry<Long, Long> each : latencies.entrySet()) {
            sum += each.getValue();
            if (sum >= share * all) {
                return each.getKey();
            }
        }
        return Long.MAX_VALUE;
    }

    private Row row(String destination, String event) {
        return rows.computeIfAbsent(new Of(destination, event), of -> new Row());
    }
}
