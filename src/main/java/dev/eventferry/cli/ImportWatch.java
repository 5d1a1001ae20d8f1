package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eventferry.cli.Progress.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows one file from the inbox to its report, and its events to TikTok. */
final class ImportWatch {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long ASK_EVERY_MILLIS = 500;
    private static final long LOST_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Importer importer;
    private final InboxFile file;
    private final ProgressView view;
    private final long deadline;
    private final Set<String> told = new HashSet<>();
    private long missingSince;

    /** How the reading of a file ended for who watches. */
    sealed interface End {

        /**
         * Somebody is through with it.
         *
         * @param report what became of it
         * @param at where the report lies
         * @param upTo no event of it is in a segment with a higher id; null when that is not known
         */
        record Through(JsonNode report, Path at, @Nullable Long upTo) implements End {}

        /** It is not through, but nothing more will be seen. */
        record Left(String why, int exitCode) implements End {}

        /** Nobody works in the data folder, so it is ours to read. */
        record Free() implements End {}
    }

    /**
     * What became of its events.
     *
     * @param waiting how many TikTok does not have yet; below 0 when that is not known
     * @param dead how many it refused, or that were too old
     */
    record Delivery(long waiting, long dead) {}

    /** @param deadline by {@link System#nanoTime} */
    ImportWatch(Importer importer, InboxFile file, ProgressView view, long deadline) {
        this.importer = importer;
        this.file = file;
        this.view = view;
        this.deadline = deadline;
    }

    /** Waits until somebody is through with the file. */
    End awaitReport() throws IOException, InterruptedException {
        while (true) {
            Path at = file.report();
            JsonNode report = at == null ? null : read(at);
            if (at != null && report != null) {
                return new End.Through(report, at, upTo());
            }
            if (isLost(at)) {
                return new End.Left("it is not in the inbox any more, and there is no report of it", 2);
            }
            JsonNode status = importer.status(file.source(), null, null);
            if (status != null) {
                JsonNode entry = entry(status);
                if (entry.path("state").asText().equals("not_taken")) {
                    if (!file.takenUp()) {
                        file.withdraw();
                    }
                    return new End.Left(entry.path("why").asText(), 2);
                }
                show(status, entry);
            } else if (importer.state() == Importer.State.FREE) {
                return new End.Free();
            } else if (importer.state() == Importer.State.STOPPED) {
                return new End.Left(
                        "the Eventferry that was running has stopped; the same command goes on, or ./ferry run", 2);
            }
            if (isLate()) {
                return new End.Left("--timeout is over, and it is not read to its end; " + importer.onStop(file), 1);
            }
            TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
        }
    }

    /**
     * Tells how its events stand.
     *
     * @param wait until none waits any more
     */
    Delivery delivery(End.Through through, boolean wait) throws InterruptedException {
        long accepted = through.report().path("accepted").asLong();
        while (true) {
            JsonNode status = importer.status(file.source(), through.upTo(), file.name());
            long waiting =
                    status == null ? -1 : status.path("pending_of_source").asLong(-1);
            long dead = status == null ? 0 : status.path("dead_of_file").asLong();
            boolean isOver = status == null && (through.upTo() == null || importer.state() != Importer.State.WORKS);
            if (accepted == 0 || waiting == 0 || !wait || isOver || isLate()) {
                return new Delivery(accepted == 0 ? 0 : waiting, dead);
            }
            if (status != null) {
                tell(status);
                view.show(delivering(through.report(), Math.max(0, accepted - waiting - dead)));
            }
            TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
        }
    }

    private void show(JsonNode status, JsonNode entry) {
        tell(status);
        long accepted = entry.path("accepted").asLong();
        Phase phase =
                switch (entry.path("state").asText()) {
                    case "importing", "paused" -> Phase.READING;
                    case "approval" -> Phase.APPROVAL;
                    case "", "waiting" -> Phase.WAITING;
                    default -> null; // its report says more in a moment
                };
        if (phase == null) {
            return;
        }
        if (phase == Phase.APPROVAL) {
            once(file.source() + "/" + file.name() + " waits for your approval (ferry.files.approval): look at "
                    + file.dataDir().resolve(entry.path("report").asText("preview")) + ", then: touch " + file.path()
                    + ".go");
        }
        if (entry.path("state").asText().equals("paused")) {
            once(file.source() + "/" + file.name() + " pauses: "
                    + entry.path("why").asText());
        }
        view.show(new Progress(
                phase,
                phase == Phase.READING ? entry.path("progress").asDouble(-1) : -1,
                entry.path("rows").asLong(),
                accepted,
                entry.path("duplicate").asLong(),
                entry.path("filtered").asLong(),
                entry.path("rejected").asLong(),
                phase == Phase.READING
                        ? Math.max(
                                0, accepted - status.path("pending_of_source").asLong(accepted))
                        : -1));
    }

    /** What keeps it from going on. */
    private void tell(JsonNode status) {
        if (status.path("failing").asBoolean()) {
            once("the store takes nothing now (is the disk full? the log says why); it goes on when it does");
        }
        status.path("resting")
                .forEach(name -> once("TikTok does not take events for " + name.asText()
                        + " now; they wait in the store and are tried again"));
    }

    private void once(String sentence) {
        if (told.add(sentence)) {
            view.say(sentence);
        }
    }

    private static Progress delivering(JsonNode report, long delivered) {
        long accepted = report.path("accepted").asLong();
        return new Progress(
                Phase.DELIVERING,
                accepted == 0 ? 1 : (double) delivered / accepted,
                report.path("rows").asLong(),
                accepted,
                report.path("duplicate").asLong(),
                report.path("filtered").asLong(),
                report.path("rejected").asLong(),
                delivered);
    }

    private JsonNode entry(JsonNode status) {
        for (JsonNode each : status.path("imports")) {
            if (each.path("source").asText().equals(file.source())
                    && each.path("file").asText().equals(file.name())) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    /** A segment that was the last when it was through; the instance itself knows better. */
    private @Nullable Long upTo() throws InterruptedException {
        JsonNode status = importer.status(file.source(), null, null);
        if (status == null) {
            return null;
        }
        JsonNode own = entry(status).path("up_to");
        JsonNode highest = own.isIntegralNumber() ? own : status.path("highest_id");
        return highest.isIntegralNumber() ? (Long) highest.asLong() : null;
    }

    private static @Nullable JsonNode read(Path report) {
        try {
            JsonNode read = JSON.readTree(report.toFile());
            return read.isObject() ? read : null;
        } catch (IOException e) {
            return null; // it is being written
        }
    }

    private boolean isLost(@Nullable Path report) {
        if (report != null || file.isInInbox()) {
            missingSince = 0;
            return false;
        }
        long now = System.nanoTime();
        if (missingSince == 0) {
            missingSince = now;
        }
        return now - missingSince > LOST_AFTER_NANOS;
    }

    private boolean isLate() {
        return System.nanoTime() - deadline > 0;
    }

    /** A time from now, or one that nobody lives to see. */
    static long deadline(@Nullable Duration within) {
        return System.nanoTime() + (within == null ? Long.MAX_VALUE / 2 : within.toNanos());
    }
}
