package dev.eventferry.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.event.EventKey;
import dev.eventferry.store.DeadFilter;
import dev.eventferry.store.JdbcStore;
import dev.eventferry.store.PackedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is in the store at the end, when nobody writes to it any more.
 *
 * @param waiting events that are to be sent
 * @param dead events that will not be, and why
 * @param accepted how many different events it ever took in
 * @param ledger the sums by what became of events
 */
record StoreDump(List<Entry> waiting, List<Dead> dead, long accepted, Map<String, Long> ledger) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An event, by its id and as it stands there. */
    record Entry(String id, String json) {}

    /** A dead letter; the reason may be missing. */
    record Dead(Entry event, String reason) {}

    /** Reads the store of a data folder in which no Eventferry runs. */
    static StoreDump read(Path dataDir, List<String> destinations) {
        try (JdbcStore store =
                JdbcStore.open("jdbc:h2:file:" + dataDir.resolve("eventferry").toAbsolutePath(), null, null)) {
            List<Entry> waiting = new ArrayList<>();
            for (String destination : destinations) {
                store.overdue(destination, Long.MAX_VALUE, Integer.MAX_VALUE)
                        .forEach(segment -> segment.unpack().stream()
                                .map(PackedEvent::json)
                                .map(StoreDump::entry)
                                .forEach(waiting::add));
            }
            List<Dead> dead = store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                    .map(letter -> new Dead(entry(letter.json()), letter.reason()))
                    .toList();
            Set<EventKey> keys = new HashSet<>();
            store.keysSince(0, (key, mask, createdAt) -> keys.add(key));
            Map<String, Long> ledger = new HashMap<>();
            store.ledgerSince(0).forEach((entry, n) -> ledger.merge(entry.what(), n, Long::sum));
            return new StoreDump(waiting, dead, keys.size(), ledger);
        }
    }

    long count(String what) {
        return ledger.getOrDefault(what, 0L);
    }

    private static Entry entry(byte[] json) {
        try {
            return new Entry(JSON.readTree(json).path("event_id").asText(), new String(json, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("an event in the store is no JSON", e);
        }
    }
}
