package dev.eventferry.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of a file's rows, written beside it as {@code NAME.report.json} (design 7). It quotes no value. */
public final class FileReport {

    private static final int FIRST_ERRORS = 20;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String file;
    private final String source;
    private final Instant startedAt;
    private final long resumedAt;
    private final Map<Status, Long> counts = new EnumMap<>(Status.class);
    private final Map<String, Long> reasons = new TreeMap<>();
    private final ArrayNode errors = JSON.createArrayNode();
    private long rows;
    private long groups;
    private @Nullable String failure;

    /** @param resumedAt the row at which an earlier, interrupted reading is taken up; 0 for the whole file */
    public FileReport(String file, String source, Instant startedAt, long resumedAt) {
        this.file = file;
        this.source = source;
        this.startedAt = startedAt;
        this.resumedAt = resumedAt;
        this.rows = resumedAt;
    }

    /** Adds a chunk's verdicts, one for each row or group of rows; its rows follow those added before. */
    public void add(Verdicts verdicts) {
        for (Status status : Status.values()) {
            counts.merge(status, (long) verdicts.count(status), Long::sum);
        }
        if (verdicts.count(Status.REJECTED) + verdicts.count(Status.FILTERED) > 0) {
            verdicts.all().forEach(verdict -> addReason(verdict, rows + verdicts.firstRow(verdict.index()) + 1));
        }
        rows += verdicts.rows();
        groups += verdicts.size();
    }

    /** The file could not be read, or not to its end. */
    public void fail(String why) {
        failure = why;
    }

    /** How many rows were read so far, earlier readings included. */
    public long rows() {
        return rows;
    }

    /** How many rows, or groups of rows that are one event, came to that in this reading. */
    public long count(Status status) {
        return counts.getOrDefault(status, 0L);
    }

    /** Writes the report. */
    public void write(Path to, Instant now) throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("file", file).put("source", source).put("status", failure == null ? "done" : "failed");
        if (failure != null) {
            report.put("failure", failure);
        }
        report.put("started_at", startedAt.toString())
                .put("seconds", Duration.between(startedAt, now).toMillis() / 1000.0)
                .put("rows", rows);
        if (resumedAt > 0) {
            report.put("resumed_at_row", resumedAt + 1);
        }
        if (groups < rows - resumedAt) {
            report.put("groups", groups);
        }
        for (Status status : Status.values()) {
            report.put(status.name().toLowerCase(Locale.ROOT), count(status));
        }
        ObjectNode why = report.putObject("reasons");
        reasons.forEach(why::put);
        report.set("first_errors", errors);
        Files.createDirectories(to.toAbsolutePath().getParent());
        JSON.writeValue(to.toFile(), report);
    }

    private void addReason(Verdict verdict, long row) {
        if (verdict.status() == Status.FILTERED) {
            reasons.merge(String.valueOf(verdict.reason()), 1L, Long::sum);
            return;
        }
        if (verdict.status() != Status.REJECTED) {
            return;
        }
        boolean first = true;
        for (Problem problem : verdict.problems()) {
            if (!problem.isError()) {
                continue;
            }
            if (first) {
                reasons.merge(problem.code(), 1L, Long::sum);
            }
            first = false;
            if (errors.size() < FIRST_ERRORS) {
                errors.addObject()
                        .put("row", row)
                        .put("field", problem.field())
                        .put("code", problem.code())
                        .put("message", problem.message())
                        .put("more", problem.more());
            }
        }
    }
}
