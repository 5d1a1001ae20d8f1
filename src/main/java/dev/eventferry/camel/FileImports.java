package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Verdicts.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The imports that wait, are under way or ended of late, as {@code /v1/status} and the metrics tell them. For many
 * threads.
 */
final class FileImports {

    private static final int ENDED = 50;
    private static final int MOST_LEFT = 100;

    /** One file's import. Changes under the lock of its {@link FileImports}. */
    private static final class Entry {
        private final @Nullable Path path;
        private final String source;
        private final String file;
        private final Map<Status, Long> counts = new EnumMap<>(Status.class);
        private String state;
        private long rows;
        private double progress;
        private @Nullable Instant startedAt;
        private Duration spent = Duration.ZERO;
        private @Nullable String report;
        private @Nullable String why;
        private long upTo;

        Entry(@Nullable Path path, String source, String file, String state) {
            this.path = path;
            this.source = source;
            this.file = file;
            this.state = state;
        }

        ObjectNode json(ArrayNode to) {
            ObjectNode json = to.addObject()
                    .put("source", source)
                    .put("file", file)
                    .put("state", state)
                    .put("rows", rows)
                    .put("progress", Math.round(progress * 1000) / 1000.0);
            for (Status status : Status.values()) {
                json.put(status.name().toLowerCase(Locale.ROOT), counts.getOrDefault(status, 0L));
            }
            if (startedAt != null) {
                json.put("started_at", startedAt.toString()).put("seconds", spent.toMillis() / 1000.0);
            }
            if (why != null) {
                json.put("why", why);
            }
            if (report != null) {
                json.put("report", report);
            }
            if (upTo > 0) {
                json.put("up_to", upTo);
            }
            return json;
        }
    }

    private final Clock clock;
    private final Map<String, Entry> active = new TreeMap<>();
    private final Map<String, Entry> left = new TreeMap<>();
    private final Deque<Entry> ended = new ArrayDeque<>();
    private @Nullable MeterRegistry registry;

    FileImports(Clock clock) {
        this.clock = clock;
    }

    /** A file is there and waits for its turn. */
    synchronized void waits(String source, String file) {
        active.put(key(source, file), new Entry(null, source, file, "waiting"));
    }

    /** A file is read, so far. */
    synchronized void goes(FileImport each) {
        Entry entry = active.computeIfAbsent(
                key(each.source(), each.name()), first -> new Entry(null, each.source(), each.name(), "importing"));
        entry.state = "importing";
        left.remove(key(each.source(), each.name()));
        long before = entry.rows;
        fill(entry, each);
        if (entry.rows > before) {
            count("eventferry.file.rows", "Rows of files that were imported, since the start", each.source())
                    .increment((double) (entry.rows - before));
        }
    }

    /** A file is not read on for now. */
    synchronized void pauses(FileImport each, String why) {
        Entry entry = active.get(key(each.source(), each.name()));
        if (entry != null) {
            entry.state = "paused";
            entry.why = why;
        }
    }

    /** A file is read on, whether it paused or not. */
    synchronized void goesOn(FileImport each) {
        Entry entry = active.get(key(each.source(), each.name()));
        if (entry != null) {
            entry.state = "importing";
            entry.why = null;
        }
    }

    /** A file is through. */
    synchronized void ends(FileImport each, String state, @Nullable String why, String report, long upTo) {
        Entry entry = active.remove(key(each.source(), each.name()));
        if (entry == null) {
            entry = new Entry(null, each.source(), each.name(), state);
        }
        fill(entry, each);
        entry.state = state;
        entry.why = why;
        entry.report = report;
        entry.upTo = upTo;
        entry.progress = state.equals("done") || state.equals("repeated") ? 1 : entry.progress;
        ended.addFirst(entry);
        if (ended.size() > ENDED) {
            ended.removeLast();
        }
        MeterRegistry to = registry;
        if (to != null) {
            Counter.builder("eventferry.files")
                    .description("Files by what their import came to, since the start")
                    .tag("source", each.isOfKnownSource() ? each.source() : "unknown")
                    .tag("what", state)
                    .register(to)
                    .increment();
        }
    }

    /** A file stays where it is, for now. */
    synchronized void staysBehind(String source, String file) {
        active.remove(key(source, file));
    }

    /**
     * A file is left where it is until somebody does something.
     *
     * @param state approval or not_taken
     * @return whether that is news
     */
    synchronized boolean leaves(
            Path path, String source, String file, String state, String why, @Nullable String report) {
        Entry known = left.get(key(source, file));
        if (known != null && known.state.equals(state)) {
            return false;
        }
        forgetGone();
        if (known == null && left.size() >= MOST_LEFT) {
            return false;
        }
        Entry entry = new Entry(path, source, file, state);
        entry.why = why;
        entry.report = report;
        left.put(key(source, file), entry);
        return true;
    }

    /** Those under way, those that wait, those that were left, and the last that ended, the latest first. */
    synchronized void json(ArrayNode to) {
        forgetGone();
        active.values().stream().filter(entry -> !entry.state.equals("waiting")).forEach(entry -> entry.json(to));
        active.values().stream().filter(entry -> entry.state.equals("waiting")).forEach(entry -> entry.json(to));
        left.values().forEach(entry -> entry.json(to));
        ended.forEach(entry -> entry.json(to));
    }

    /** Shows how many files wait and are read. */
    synchronized void attach(MeterRegistry to) {
        registry = to;
        for (String state : new String[] {"waiting", "importing", "paused"}) {
            Gauge.builder("eventferry.files.now", this, imports -> imports.count(state))
                    .description("Files that wait for their turn, are read, or pause until the disk has room")
                    .tag("state", state)
                    .register(to);
        }
        Gauge.builder("eventferry.files.left", this, FileImports::countLeft)
                .description("Files that are left in the inbox: they wait for an approval, or their name is not taken")
                .register(to);
    }

    private synchronized double count(String state) {
        return active.values().stream()
                .filter(entry -> entry.state.equals(state))
                .count();
    }

    private synchronized double countLeft() {
        forgetGone();
        return left.size();
    }

    private void forgetGone() {
        left.values().removeIf(entry -> entry.path == null || !Files.exists(entry.path, LinkOption.NOFOLLOW_LINKS));
    }

    private Counter count(String name, String description, String source) {
        MeterRegistry to = registry;
        return Counter.builder(name)
                .description(description)
                .tag("source", source)
                .register(to == null ? Metrics.globalRegistry : to);
    }

    private void fill(Entry entry, FileImport each) {
        entry.rows = each.report().rows();
        entry.progress = each.progress();
        entry.startedAt = each.report().startedAt();
        entry.spent = each.report().spent(clock.instant());
        for (Status status : Status.values()) {
            entry.counts.put(status, each.report().count(status));
        }
    }

    private static String key(String source, String file) {
        return source + "/" + file;
    }
}
