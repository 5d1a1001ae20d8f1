package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import dev.eventferry.identity.EventMasker;
import dev.eventferry.identity.Masker;
import dev.eventferry.inspect.KeyCoverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Preview} saw. It holds no plain personal data: names and examples are masked when they are taken in, and
 * the sentences of problems name shapes only.
 */
public final class PreviewReport {

    private static final int FIRST_ROWS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Status, Long> counts = new EnumMap<>(Status.class);
    private final Map<Name, Long> events = new TreeMap<>();
    private final Map<String, Example> examples = new TreeMap<>();
    private final Map<String, Tally> rejected = new TreeMap<>();
    private final Map<String, Tally> filtered = new TreeMap<>();
    private final Map<String, Tally> warnings = new TreeMap<>();
    private final Tally duplicates = new Tally("", "");
    private final KeyCoverage coverage = new KeyCoverage();
    private long rows;
    private long row;
    private @Nullable String failure;

    /** What the source calls events, what TikTok does, and where they go. */
    public record Name(String destination, String name, String clientName) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int first = destination.compareTo(other.destination);
            int second = first == 0 ? name.compareTo(other.name) : first;
            return second == 0 ? clientName.compareTo(other.clientName) : second;
        }
    }

    /**
     * An event as it would be sent, masked.
     *
     * @param row where it came from, from 1
     */
    public record Example(long row, String destination, JsonNode event) {}

    /** How often something was said, of which rows first, and the first sentence. For one thread. */
    public static final class Tally {

        private final String field;
        private final String message;
        private final List<Long> first = new ArrayList<>(FIRST_ROWS);
        private long count;

        private Tally(String field, String message) {
            this.field = field;
            this.message = message;
        }

        private void add(long row) {
            count++;
            if (first.size() < FIRST_ROWS && !first.contains(row)) {
                first.add(row);
            }
        }

        /** How often. */
        public long count() {
            return count;
        }

        /** The field that the first was about; empty for the whole event. */
        public String field() {
            return field;
        }

        /** The first sentence. */
        public String message() {
            return message;
        }

        /** The first rows, from 1. */
        public List<Long> rows() {
            return Collections.unmodifiableList(first);
        }
    }

    PreviewReport() {}

    /** What follows is about this item, which is one row or the next few. */
    void begin(Item item) {
        row = rows + 1;
        rows += item.rowCount();
    }

    void compare(Values before, Values after) {
        coverage.add(before, after);
    }

    /** Takes in one item's verdict, and its events as they are written. */
    void add(HashedGroup group, Map<EventKey, byte[]> written) {
        for (Verdict verdict : group.verdicts().all()) {
            counts.merge(verdict.status(), 1L, Long::sum);
            addReasons(verdict);
        }
        for (HashedEvent event : group.accepted()) {
            byte[] json = written.get(event.key());
            if (json != null) {
                addEvent(event, json);
            }
        }
    }

    /** It could not be read on. */
    void fail(String why) {
        failure = Masker.mask(why);
    }

    /** How many rows, or elements of JSON, were read. */
    public long rows() {
        return rows;
    }

    /** How many items came to that: an item may be several rows, and a row may hold several items. */
    public long count(Status status) {
        return counts.getOrDefault(status, 0L);
    }

    /** Why it could not be read to its end; null when it could. */
    public @Nullable String failure() {
        return failure;
    }

    /** What would be sent, by name. */
    public Map<Name, Long> events() {
        return Collections.unmodifiableMap(events);
    }

    /** One example of each of TikTok's names. */
    public Map<String, Example> examples() {
        return Collections.unmodifiableMap(examples);
    }

    /** Why rows were refused, by code. */
    public Map<String, Tally> rejected() {
        return Collections.unmodifiableMap(rejected);
    }

    /** Why rows were left out, by reason. */
    public Map<String, Tally> filtered() {
        return Collections.unmodifiableMap(filtered);
    }

    /** What was said of events that would be sent, by code. */
    public Map<String, Tally> warnings() {
        return Collections.unmodifiableMap(warnings);
    }

    /** Copies within what was read. */
    public Tally duplicates() {
        return duplicates;
    }

    /** The match keys of the events that were not refused. */
    public KeyCoverage coverage() {
        return coverage;
    }

    /** All of it. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("rows", rows);
        if (failure != null) {
            json.put("failure", failure);
        }
        for (Status status : Status.values()) {
            json.put(status.name().toLowerCase(Locale.ROOT), count(status));
        }
        ArrayNode names = json.putArray("events");
        events.forEach((name, n) -> names.addObject()
                .put("destination", name.destination())
                .put("event", name.name())
                .put("client_name", name.clientName())
                .put("n", n));
        json.set("rejected_by_code", tallies("code", rejected));
        json.set("filtered_by_reason", tallies("reason", filtered));
        json.set("warnings", tallies("code", warnings));
        duplicates.rows().forEach(json.putArray("duplicate_rows")::add);
        ArrayNode keys = json.putArray("match_keys");
        coverage.counts().forEach(count -> keys.addObject()
                .put("field", count.field().path())
                .put("present", count.present())
                .put("valid", count.valid())
                .put("dropped", count.dropped()));
        ArrayNode shown = json.putArray("examples");
        examples.values().forEach(example -> shown.addObject()
                .put("row", example.row())
                .put("destination", example.destination())
                .set("event", example.event()));
        return json;
    }

    private void addReasons(Verdict verdict) {
        if (verdict.status() == Status.DUPLICATE) {
            duplicates.add(row);
        } else if (verdict.status() == Status.FILTERED) {
            filtered.computeIfAbsent(String.valueOf(verdict.reason()), key -> new Tally("", ""))
                    .add(row);
        } else if (verdict.status() == Status.REJECTED) {
            verdict.problems().stream().filter(Problem::isError).forEach(problem -> add(rejected, problem));
        }
    }

    private void addEvent(HashedEvent event, byte[] json) {
        Name name = new Name(event.destination(), Masker.mask(event.name()), Masker.mask(event.clientName()));
        events.merge(name, 1L, Long::sum);
        event.warnings().forEach(problem -> add(warnings, problem));
        examples.computeIfAbsent(name.name(), key -> new Example(row, event.destination(), masked(json)));
    }

    private void add(Map<String, Tally> to, Problem problem) {
        to.computeIfAbsent(problem.code(), code -> new Tally(problem.field(), problem.message()))
                .add(row);
    }

    private static JsonNode masked(byte[] json) {
        try {
            return EventMasker.mask(JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException("what we wrote is JSON", e);
        }
    }

    private static ArrayNode tallies(String key, Map<String, Tally> tallies) {
        ArrayNode array = JSON.createArrayNode();
        tallies.forEach((name, tally) -> {
            ObjectNode entry = array.addObject().put(key, name).put("n", tally.count());
            if (!tally.message().isEmpty()) {
                entry.put("field", tally.field()).put("message", tally.message());
            }
            tally.rows().forEach(entry.putArray("first_rows")::add);
        });
        return array;
    }
}
