package dev.eventferry.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import dev.eventferry.inspect.KeyCoverage;
import dev.eventferry.rules.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file's rows (design 7). It quotes no value. It is small whatever the file's size, so that it can be
 * kept with the file's cursor and taken up again where a reading was interrupted.
 */
public final class FileReport {

    private static final int FIRST_ERRORS = 20;
    private static final int FIRST_ROWS = 5;
    private static final int MOST_REASONS = 30;
    private static final int LONGEST_TEXT = 240;
    private static final String OTHERS = "others";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String file;
    private final String source;
    private final Instant startedAt;
    private final Instant takenUpAt;
    private final Map<Status, Long> counts = new EnumMap<>(Status.class);
    private final Map<String, Tally> rejected = new TreeMap<>();
    private final Map<String, Tally> filtered = new TreeMap<>();
    private final Map<String, Tally> warnings = new TreeMap<>();
    private final List<FirstError> errors = new ArrayList<>();
    private final KeyCoverage coverage = new KeyCoverage();
    private Duration before = Duration.ZERO;
    private long resumedAt;
    private long rows;
    private long groups;

    private record FirstError(long row, String field, String code, String message) {}

    /** How often something was said, of which rows first, and how. */
    private static final class Tally {

        private final String field;
        private final String message;
        private final List<Long> first = new ArrayList<>(FIRST_ROWS);
        private long count;

        Tally(String field, String message) {
            this.field = field;
            this.message = message;
        }

        void add(long row) {
            count++;
            if (first.size() < FIRST_ROWS && (first.isEmpty() || first.get(first.size() - 1) != row)) {
                first.add(row);
            }
        }
    }

    /** The report of a file that is read from its beginning. */
    public FileReport(String file, String source, Instant startedAt) {
        this(file, source, startedAt, startedAt);
    }

    private FileReport(String file, String source, Instant startedAt, Instant takenUpAt) {
        this.file = file;
        this.source = source;
        this.startedAt = startedAt;
        this.takenUpAt = takenUpAt;
    }

    /** Goes on with a report as {@link #state} gave it. */
    public static FileReport restore(String file, String source, JsonNode state, Instant now) {
        FileReport report =
                new FileReport(file, source, Instant.parse(state.path("started").asText()), now);
        report.before = Duration.ofMillis(state.path("millis").asLong());
        report.rows = state.path("rows").asLong();
        report.groups = state.path("groups").asLong();
        report.resumedAt = report.rows;
        for (Status status : Status.values()) {
            report.counts.put(status, state.path(word(status)).asLong());
        }
        restore(report.rejected, state.path("reasons"));
        restore(report.filtered, state.path("left_out"));
        restore(report.warnings, state.path("warned"));
        state.path("errors")
                .forEach(error -> report.errors.add(new FirstError(
                        error.path(0).asLong(),
                        error.path(1).asText(),
                        error.path(2).asText(),
                        error.path(3).asText())));
        List<KeyCoverage.Count> keys = new ArrayList<>();
        state.path("keys").properties().forEach(key -> {
            Field field = Field.at(key.getKey());
            if (field != null) {
                keys.add(new KeyCoverage.Count(
                        field,
                        key.getValue().path(0).asLong(),
                        key.getValue().path(1).asLong()));
            }
        });
        report.coverage.restore(state.path("events").asLong(), keys);
        return report;
    }

    /** All that is known so far, in a few thousand characters. */
    public ObjectNode state(Instant now) {
        ObjectNode state = JSON.createObjectNode();
        state.put("started", startedAt.toString())
                .put("millis", spent(now).toMillis())
                .put("rows", rows)
                .put("groups", groups);
        for (Status status : Status.values()) {
            state.put(word(status), count(status));
        }
        state.set("reasons", kept(rejected));
        state.set("left_out", kept(filtered));
        state.set("warned", kept(warnings));
        ArrayNode first = state.putArray("errors");
        errors.forEach(error -> first.addArray()
                .add(error.row())
                .add(error.field())
                .add(error.code())
                .add(error.message()));
        ObjectNode keys = state.put("events", coverage.events()).putObject("keys");
        coverage.counts()
                .forEach(key ->
                        keys.putArray(key.field().path()).add(key.present()).add(key.valid()));
        return state;
    }

    /**
     * Adds a chunk's verdicts, one for each row or group of rows; its rows follow those added before.
     *
     * @param judged the match keys of its events
     */
    public void add(Verdicts verdicts, KeyCoverage judged) {
        for (Status status : Status.values()) {
            counts.merge(status, (long) verdicts.count(status), Long::sum);
        }
        for (Verdict verdict : verdicts.all()) {
            if (verdict.reason() != null || !verdict.problems().isEmpty()) {
                addReasons(verdict, rows + verdicts.firstRow(verdict.index()) + 1);
            }
        }
        coverage.add(judged);
        rows += verdicts.rows();
        groups += verdicts.size();
    }

    /** How many rows were read so far, earlier readings included. */
    public long rows() {
        return rows;
    }

    /** How many of them came to that. */
    public long count(Status status) {
        return counts.getOrDefault(status, 0L);
    }

    /** When its reading began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** How long it was read, earlier readings included. */
    public Duration spent(Instant now) {
        return before.plus(Duration.between(takenUpAt, now));
    }

    /** The reasons for which most rows were rejected, in words. */
    public String mainReasons() {
        return String.join(
                ", ",
                rejected.entrySet().stream()
                        .sorted((a, b) -> Long.compare(b.getValue().count, a.getValue().count))
                        .limit(3)
                        .map(reason -> reason.getKey() + " (" + reason.getValue().count + ")")
                        .toList());
    }

    /**
     * As people and programs read it; what else is known of the file is added to it.
     *
     * @param status what the file came to: done, failed, stopped, repeated or preview
     * @param failure why not to its end; null otherwise
     */
    public ObjectNode json(String status, @Nullable String failure, Instant now) {
        ObjectNode report = JSON.createObjectNode();
        report.put("file", file).put("source", source).put("status", status);
        if (failure != null) {
            report.put("failure", failure);
        }
        double seconds = spent(now).toMillis() / 1000.0;
        report.put("started_at", startedAt.toString())
                .put("finished_at", now.toString())
                .put("seconds", seconds)
                .put("rows", rows)
                .put("rows_per_second", Math.round(rows / Math.max(seconds, 0.001)));
        if (resumedAt > 0) {
            report.put("resumed_at_row", resumedAt + 1);
        }
        if (groups < rows) {
            report.put("groups", groups);
        }
        for (Status each : Status.values()) {
            report.put(word(each), count(each));
        }
        ObjectNode why = report.putObject("reasons");
        rejected.forEach((code, tally) -> why.put(code, tally.count));
        filtered.forEach((reason, tally) -> why.put(reason, tally.count));
        ArrayNode first = report.putArray("first_errors");
        errors.forEach(error -> first.addObject()
                .put("row", error.row())
                .put("field", error.field())
                .put("code", error.code())
                .put("message", error.message())
                .put("more", Problem.more(error.code())));
        report.set("examples", examples(rejected));
        report.set("warnings", examples(warnings));
        report.put("events_judged", coverage.events());
        ArrayNode keys = report.putArray("match_keys");
        coverage.counts().forEach(key -> keys.addObject()
                .put("field", key.field().path())
                .put("present", key.present())
                .put("valid", key.valid())
                .put("dropped", key.dropped()));
        return report;
    }

    private void addReasons(Verdict verdict, long row) {
        if (verdict.status() == Status.FILTERED) {
            tally(filtered, cut(String.valueOf(verdict.reason())), "", "").add(row);
            return;
        }
        boolean refused = verdict.status() == Status.REJECTED;
        boolean first = true;
        for (Problem problem : verdict.problems()) {
            if (refused && problem.isError()) {
                if (first) {
                    tally(rejected, problem.code(), problem.field(), problem.message())
                            .add(row);
                }
                first = false;
                if (errors.size() < FIRST_ERRORS) {
                    errors.add(new FirstError(row, problem.field(), problem.code(), cut(problem.message())));
                }
            } else if (!refused) {
                // an error here: one of the row's events was refused, another accepted
                tally(warnings, problem.code(), problem.field(), problem.message())
                        .add(row);
            }
        }
    }

    private static Tally tally(Map<String, Tally> tallies, String name, String field, String message) {
        Tally known = tallies.get(name);
        if (known == null) {
            boolean full = tallies.size() >= MOST_REASONS;
            known = tallies.computeIfAbsent(
                    full ? OTHERS : name, fresh -> full ? new Tally("", "") : new Tally(field, cut(message)));
        }
        return known;
    }

    private static ObjectNode examples(Map<String, Tally> tallies) {
        ObjectNode all = JSON.createObjectNode();
        tallies.forEach((code, tally) -> {
            ObjectNode one = all.putObject(code)
                    .put("n", tally.count)
                    .put("field", tally.field)
                    .put("message", tally.message);
            Catalogue.Entry entry = Catalogue.of(code);
            if (entry != null) {
                one.put("fix", entry.fix()).put("more", Problem.more(code));
            }
            ArrayNode rows = one.putArray("rows");
            tally.first.forEach(rows::add);
        });
        return all;
    }

    private static ObjectNode kept(Map<String, Tally> tallies) {
        ObjectNode all = JSON.createObjectNode();
        tallies.forEach((name, tally) -> {
            ArrayNode rows = all.putArray(name)
                    .add(tally.count)
                    .add(tally.field)
                    .add(tally.message)
                    .addArray();
            tally.first.forEach(rows::add);
        });
        return all;
    }

    private static void restore(Map<String, Tally> tallies, JsonNode kept) {
        kept.properties().forEach(each -> {
            JsonNode values = each.getValue();
            Tally tally = new Tally(values.path(1).asText(), values.path(2).asText());
            tally.count = values.path(0).asLong();
            values.path(3).forEach(row -> tally.first.add(row.asLong()));
            tallies.put(each.getKey(), tally);
        });
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
