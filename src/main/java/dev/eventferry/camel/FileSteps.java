package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Cursor;
import dev.eventferry.event.RawGroup;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.FileReport;
import dev.eventferry.files.FileStamp;
import dev.eventferry.files.ImportPlace;
import dev.eventferry.files.OwnerOnly;
import dev.eventferry.files.RejectedRows;
import dev.eventferry.files.ReportPage;
import dev.eventferry.files.Sidecar;
import dev.eventferry.files.UnreadableFile;
import dev.eventferry.inspect.KeyCoverage;
import dev.eventferry.mapping.FieldSource;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.store.StoreException;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbs of the route {@code ingest-files} and of the template {@code file-source}. A file is cut into chunks, each
 * one group and one commit, which moves the file's cursor too, and with it the report so far and the length of the file
 * of rejected rows; so a crash in the middle loses and doubles nothing, in none of the three.
 */
public final class FileSteps {

    private static final Logger LOG = LoggerFactory.getLogger(FileSteps.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMPORT = "import";

    /** What is judged before anything is sent, and from how many rows on a share means something. */
    private static final int FIRST_ROWS = 1000;

    private static final int ENOUGH_ROWS = 10;
    private static final int LOOKS_AT_A_FAILING_STORE = 5;

    /**
     * Bounds and choices.
     *
     * @param chunk rows in one commit
     * @param maxRejectedPercent of the first rows; more stop an import
     * @param waits whether a source's files wait for an approval
     * @param version what besides the mapping decides how a source's rows are read
     */
    record Choices(
            int chunk, int maxRejectedPercent, Function<String, Boolean> waits, Function<String, String> version) {}

    /** What the verbs work with. */
    record Parts(
            LiveMappings mappings,
            Function<String, dev.eventferry.settings.FileSettings> formats,
            StoreReader store,
            Writer writer,
            FileTurns turns,
            FileImports imports,
            Supplier<Preview> preview,
            Supplier<Boolean> cramped,
            Executor threads) {}

    private final Parts parts;
    private final Choices choices;
    private final Path dataDir;
    private final Clock clock;
    private volatile boolean closed;

    FileSteps(Parts parts, Choices choices, Path dataDir, Clock clock) {
        this.parts = parts;
        this.choices = choices;
        this.dataDir = dataDir;
        this.clock = clock;
    }

    /**
     * Waits until the files of its source that come before are through, without holding a thread; then looks up how far
     * it was read.
     */
    public CompletionStage<@Nullable Void> turn(Exchange exchange) {
        Path file =
                Path.of(Objects.requireNonNull(exchange.getMessage().getHeader(FileConstants.FILE_PATH, String.class)));
        FileImport each = new FileImport(file, source(file, exchange), clock.instant());
        exchange.setVariable(IMPORT, each);
        parts.imports().waits(each.source(), each.name());
        CompletableFuture<Boolean> turn = parts.turns().enter(each.source(), each.name());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                leave(each);
            }
        });
        return turn.thenCompose(
                        begins -> begins && !closed ? whenStoreWorks(0) : CompletableFuture.completedFuture(null))
                .thenAcceptAsync(ready -> open(each), parts.threads());
    }

    /** Whether there is another chunk, and no stop is under way. */
    public boolean hasMore(Exchange exchange) {
        FileImport each = of(exchange);
        if (closed && each.hasMore()) {
            LOG.info(
                    "{} is left at row {} and taken up there again",
                    each.name(),
                    each.report().rows());
            each.putBack();
        }
        return each.hasMore();
    }

    /** The next chunk, read when one of the threads for files is free: whoever waits longest is next. */
    public CompletionStage<RawGroup> read(Exchange exchange) {
        return whenRoom().thenApplyAsync(room -> of(exchange).next(choices.chunk(), clock.instant()), parts.threads());
    }

    /** Rejected rows go to disk, and the report's and the file's place into the commit. */
    public PackedGroup setAside(PackedGroup packed, Exchange exchange) throws FileChanged {
        try {
            return of(exchange).setAside(packed, clock.instant());
        } catch (IOException e) {
            packed.group().claims().release(e);
            throw new StoreException("rejected rows cannot be written: " + e.getMessage(), e);
        } catch (FileChanged | RuntimeException e) {
            packed.group().claims().release(e);
            throw e;
        }
    }

    /** A chunk is committed. */
    public void count(Exchange exchange) {
        parts.imports().goes(of(exchange));
    }

    /** The file is read as far as it will be: reports are written, and it goes to done or failed. */
    public CompletionStage<@Nullable Void> finish(Exchange exchange) {
        FileImport each = of(exchange);
        if (each.isPutBack()) {
            return CompletableFuture.completedFuture(null);
        }
        String stopped = each.stopped();
        String end = stopped != null ? "stopped" : each.repeats() != null ? "repeated" : "done";
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                each.requireSame();
                                return conclude(each, end, stopped);
                            } catch (IOException e) {
                                throw new StoreException("reports cannot be written: " + e.getMessage(), e);
                            } catch (FileChanged e) {
                                throw new CompletionException(e);
                            }
                        },
                        parts.threads())
                .thenCompose(this::keep);
    }

    /** Nothing, or nothing more, of it can be read. */
    public CompletionStage<@Nullable Void> fail(Exchange exchange, @ExchangeException Throwable failure)
            throws IOException {
        FileImport each = of(exchange);
        String why = why(failure);
        LOG.warn("{} is not imported to its end: {}", each.name(), why);
        return keep(conclude(each, "failed", why));
    }

    /** The store, or the disk, takes nothing now: the file stays where it is and is taken up again. */
    public void putBack(Exchange exchange, @ExchangeException Throwable failure) {
        FileImport each = of(exchange);
        each.putBack();
        LOG.warn(
                "{} stays in the inbox at row {} and is taken up again: {}",
                each.name(),
                each.report().rows(),
                failure.getMessage());
    }

    /** Lets what is under way end with its chunk, and nothing begin. */
    void close() {
        closed = true;
        parts.turns().close();
    }

    private void leave(FileImport each) {
        try {
            each.close();
        } catch (IOException e) {
            LOG.debug("A file did not close", e);
        }
        parts.imports().staysBehind(each.source(), each.name());
        parts.turns().leave(each.source());
    }

    private void open(FileImport each) {
        if (closed) {
            each.putBack();
            return;
        }
        try {
            begin(each);
        } catch (IOException | UnreadableFile e) {
            throw new CompletionException(e);
        }
    }

    private void begin(FileImport each) throws IOException, UnreadableFile {
        Path file = each.file();
        FileStamp stamp = FileStamp.of(file);
        if (stamp == null) {
            each.putBack(); // taken away while it waited
            return;
        }
        ItemMapper mapper = mapper(each.source());
        Sidecar sidecar = Sidecar.read(file);
        each.begin(stamp, mapper, mapper.version() + choices.version().apply(each.source()), sidecar);
        boolean waits = choices.waits().apply(each.source()) && !sidecar.approved() && !Files.exists(go(file));
        if (waits && isPreviewed(each, stamp)) {
            each.putBack();
            return;
        }
        String digest = FileStamp.digest(file);
        if (!stamp.isOf(file)) {
            each.putBack(); // still being written
            return;
        }
        each.identify(each.source() + " " + digest + " " + stamp.size());
        ImportPlace place = place(each);
        if (place != null && place.end() != null) {
            if (place.isComplete() && place.mapping().equals(each.version()) && !sidecar.again()) {
                each.repeat(place);
                return;
            }
            place = null;
        }
        Path part = OwnerOnly.folder(dataDir.resolve("importing").resolve(each.source()))
                .resolve(digest + ".rejected");
        if (place != null && !isThere(part, place, each)) {
            LOG.warn("{}: its rejected rows so far are gone, so it is read from its beginning", each.name());
            place = null;
        }
        FileItems items =
                FileItems.open(file, parts.formats().apply(each.source()).whole(mapper.unpacks()));
        each.open(items, place, part, clock.instant());
        if (place == null) {
            tryOut(each, stamp, waits, sidecar.approved() || Files.exists(go(file)));
        }
        if (!each.isPutBack()) {
            parts.imports().goes(each);
        }
    }

    /** The first rows are judged before anything is kept. */
    private void tryOut(FileImport each, FileStamp stamp, boolean waits, boolean approved) throws IOException {
        if (!waits && (approved || choices.maxRejectedPercent() >= 100)) {
            return;
        }
        RawGroup first = each.first(FIRST_ROWS, clock.instant());
        if (!waits && first.items().size() < ENOUGH_ROWS) {
            return;
        }
        FileReport trial = new FileReport(each.name(), each.source(), clock.instant());
        KeyCoverage judged = new KeyCoverage();
        first.verdicts().tell(judged::add);
        parts.preview().get().judge(first);
        trial.add(first.verdicts(), judged);
        if (waits) {
            preview(each, trial, stamp);
            each.putBack();
            return;
        }
        long rejected = trial.count(Status.REJECTED);
        if (rejected * 100 > (long) choices.maxRejectedPercent() * first.items().size()) {
            each.stop(
                    rejected + " of the first " + first.items().size()
                            + " rows are rejected, more than ferry.files.max-rejected-percent ("
                            + choices.maxRejectedPercent() + ") allows, so nothing was sent. Mostly: "
                            + trial.mainReasons()
                            + ". Mend the file or its mapping and drop it again.",
                    trial);
        }
    }

    private void preview(FileImport each, FileReport trial, FileStamp stamp) throws IOException {
        ObjectNode json = trial.json(
                "preview",
                "Nothing is sent yet. These are the first " + trial.rows() + " rows; to import the file, put an empty"
                        + " file named " + each.name() + ".go beside it in the inbox. To leave it, take it away.",
                clock.instant());
        complete(json, each);
        json.put("size", stamp.size()).put("modified", stamp.modified());
        Path folder = OwnerOnly.folder(dataDir.resolve("preview").resolve(each.source()));
        OwnerOnly.write(folder.resolve(each.name() + ".preview.html"), ReportPage.of(json));
        OwnerOnly.write(folder.resolve(each.name() + ".preview.json"), json.toPrettyString());
        LOG.info("{} waits for an approval: {}.go beside it", each.name(), each.name());
        leave(each, "preview/" + each.source() + "/" + each.name() + ".preview.html");
    }

    private boolean isPreviewed(FileImport each, FileStamp stamp) throws IOException {
        Path preview = dataDir.resolve("preview").resolve(each.source()).resolve(each.name() + ".preview.json");
        if (!Files.exists(preview)) {
            return false;
        }
        JsonNode json = JSON.readTree(preview.toFile());
        boolean same = json.path("size").asLong() == stamp.size()
                && json.path("modified").asLong() == stamp.modified();
        if (same) {
            leave(each, "preview/" + each.source() + "/" + each.name() + ".preview.html");
        }
        return same;
    }

    private void leave(FileImport each, String report) {
        parts.imports()
                .leaves(
                        each.file(),
                        each.source(),
                        each.name(),
                        "approval",
                        "It waits for " + each.name() + ".go beside it (ferry.files.approval).",
                        report);
    }

    private @Nullable ImportPlace place(FileImport each) {
        String cursor = Objects.requireNonNull(each.cursor());
        return parts.store()
                .read(reader -> reader.cursor(FileImport.DOOR, cursor))
                .map(found -> ImportPlace.read(found.position()))
                .orElse(null);
    }

    /** Whether the rejected rows that a place counts are on disk, or where they go at the end. */
    private boolean isThere(Path part, ImportPlace place, FileImport each) throws IOException {
        if (place.rejected() == 0) {
            return true;
        }
        Path through = dataDir.resolve("done").resolve(each.source());
        for (Path there : List.of(
                part,
                through.resolve(each.name() + ".rejected.csv"),
                through.resolve(each.name() + ".rejected.ndjson"))) {
            if (Files.exists(there) && Files.size(there) >= place.rejected()) {
                if (!there.equals(part)) {
                    Files.move(there, part); // killed between that and the file's own move
                }
                return true;
            }
        }
        return false;
    }

    /** Reports, rejected rows and the file itself go where they belong; can be done again after a crash. */
    private @Nullable Cursor conclude(FileImport each, String end, @Nullable String why) throws IOException {
        Instant now = clock.instant();
        boolean failed = end.equals("failed") || end.equals("stopped");
        String where = failed ? "failed" : "done";
        Path folder = OwnerOnly.folder(dataDir.resolve(where).resolve(each.source()));
        Path target = folder.resolve(each.name());
        keepOlder(target);
        ObjectNode report = each.report().json(end, why, now);
        complete(report, each);
        RejectedRows rejected = each.rejected();
        if (rejected != null && rejected.length() > 0) {
            rejected.close();
            rejected.trim();
            Path to = folder.resolve(each.name() + rejected.ending());
            move(rejected.file(), to);
            report.put("rejected_file", String.valueOf(to.getFileName()));
        }
        ImportPlace earlier = each.repeats();
        if (earlier != null) {
            report.put(
                    "failure",
                    "The same content was imported before, to its end and with nothing rejected: nothing was read again.");
            report.putObject("repeats")
                    .put("file", earlier.file())
                    .put("imported_at", earlier.at())
                    .put("rows", earlier.row());
        }
        OwnerOnly.write(folder.resolve(each.name() + ".report.html"), ReportPage.of(report));
        OwnerOnly.write(folder.resolve(each.name() + ".report.json"), report.toPrettyString());
        try {
            move(each.file(), target);
        } catch (NoSuchFileException e) {
            LOG.info("{} was taken away before it was moved to {}", each.name(), where);
        }
        for (Path beside : List.of(Sidecar.of(each.file()), go(each.file()))) {
            Files.deleteIfExists(beside);
        }
        Path previews = dataDir.resolve("preview").resolve(each.source());
        Files.deleteIfExists(previews.resolve(each.name() + ".preview.json"));
        Files.deleteIfExists(previews.resolve(each.name() + ".preview.html"));
        parts.imports()
                .ends(
                        each,
                        end,
                        why,
                        where + "/" + each.source() + "/" + each.name() + ".report.json",
                        parts.writer().nextId());
        LOG.info("{}: {} rows, {}", each.name(), each.report().rows(), end);
        return each.through(end, now);
    }

    /** What the file was found to be, and what its mapping takes from where. */
    private static void complete(ObjectNode report, FileImport each) {
        FileItems items = each.items();
        if (items == null) {
            return;
        }
        report.set("format", items.format().json());
        ArrayNode words = report.putArray("format_words");
        items.format().words().forEach(words::add);
        ArrayNode mapping = report.putArray("mapping");
        for (FieldSource source : each.mapper().sources()) {
            mapping.addObject().put("field", source.field()).put("from", source.from());
        }
        if (each.sidecar().limit() > 0) {
            report.put("limit", each.sidecar().limit());
        }
    }

    private CompletionStage<@Nullable Void> keep(@Nullable Cursor cursor) {
        return cursor == null
                ? CompletableFuture.completedFuture(null)
                : parts.writer().write(transaction -> transaction.move(cursor));
    }

    /** Imports stop before the disk reserve is reached, which is for events that somebody waits for. */
    private CompletionStage<@Nullable Void> whenRoom() {
        return closed || !parts.cramped().get()
                ? CompletableFuture.completedFuture(null)
                : inASecond().thenCompose(second -> whenRoom());
    }

    /** A store that fails is asked again after some seconds, for it may be that nobody else asks it. */
    private CompletionStage<@Nullable Void> whenStoreWorks(int looks) {
        return closed || looks >= LOOKS_AT_A_FAILING_STORE || !parts.writer().isFailing()
                ? CompletableFuture.completedFuture(null)
                : inASecond().thenCompose(second -> whenStoreWorks(looks + 1));
    }

    private CompletableFuture<@Nullable Void> inASecond() {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, parts.threads()));
    }

    private ItemMapper mapper(String source) throws UnreadableFile {
        Mappings known = parts.mappings().current();
        ItemMapper mapper = known.get(source);
        if (mapper == null) {
            throw new UnreadableFile("No mapping has the source " + source + ": the route names it, or else the"
                    + " inbox folder's name is it; the known ones are " + known.names() + ".");
        }
        return mapper;
    }

    private static String why(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnreadableFile || each instanceof FileChanged) {
                return String.valueOf(each.getMessage());
            }
            if (each instanceof UncheckedIOException io && io.getCause() != null) {
                return String.valueOf(io.getCause().getMessage());
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static Path go(Path file) {
        return file.resolveSibling(file.getFileName() + ".go");
    }

    /** A file of the same name that went before is not overwritten, nor what belongs to it. */
    private static void keepOlder(Path target) throws IOException {
        if (Files.exists(target)) {
            String older = target.getFileName() + "."
                    + Files.getLastModifiedTime(target).toMillis();
            for (String ending : List.of("", ".report.json", ".report.html", ".rejected.csv", ".rejected.ndjson")) {
                Path from = target.resolveSibling(target.getFileName() + ending);
                if (Files.exists(from)) {
                    move(from, target.resolveSibling(older + ending));
                }
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FileImport of(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(IMPORT, FileImport.class), "a file is being imported");
    }

    /** The one that the route names, or the folder it was dropped into. */
    private static String source(Path file, Exchange exchange) {
        String routes = RouteSource.of(exchange);
        if (routes != null) {
            return routes;
        }
        return String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
    }
}
