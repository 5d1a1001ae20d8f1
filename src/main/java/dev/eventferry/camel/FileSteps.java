package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.RawGroup;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.FileReport;
import dev.eventferry.files.UnreadableFile;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.FileSettings;
import dev.eventferry.store.StoreReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.component.file.FileConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbs of the route {@code ingest-files} and of the template {@code file-source}. A file is cut into chunks, each
 * one group and one commit, which moves the file's cursor too; so a crash in the middle loses and doubles nothing.
 */
public final class FileSteps {

    private static final Logger LOG = LoggerFactory.getLogger(FileSteps.class);
    private static final String REPORT = "report";
    private static final String CURSOR = "cursor";

    private final LiveMappings mappings;
    private final StoreReader store;
    private final Path dataDir;
    private final int chunk;
    private final Clock clock;

    FileSteps(LiveMappings mappings, StoreReader store, Path dataDir, int chunk, Clock clock) {
        this.mappings = mappings;
        this.store = store;
        this.dataDir = dataDir;
        this.chunk = chunk;
        this.clock = clock;
    }

    /** Looks up how far the file was read, and begins its report. */
    public void open(Exchange exchange) throws IOException {
        Path file = file(exchange);
        String source = source(file, exchange);
        String key = source + "/" + file.getFileName() + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis();
        long done = store.read(reader -> reader.cursor(FileChunks.DOOR, key))
                .map(cursor -> Long.parseLong(cursor.position()))
                .orElse(0L);
        exchange.setVariable(CURSOR, key);
        exchange.setVariable(REPORT, new FileReport(String.valueOf(file.getFileName()), source, clock.instant(), done));
    }

    /**
     * The file's chunks from where it was left, read as they are asked for.
     *
     * @throws UnreadableFile when nothing of it can be read
     */
    public Iterator<RawGroup> chunks(Exchange exchange) throws IOException, UnreadableFile {
        Path file = file(exchange);
        String source = source(file, exchange);
        Mappings known = mappings.current();
        ItemMapper mapper = known.get(source);
        if (mapper == null) {
            throw new UnreadableFile("No mapping has the source " + source + ": the route names it, or else the"
                    + " inbox folder's name is it; the known ones are " + known.names() + ".");
        }
        return new FileChunks(
                FileItems.open(file, FileSettings.none(source)),
                mapper,
                source + "/" + file.getFileName(),
                Objects.requireNonNull(exchange.getVariable(CURSOR, String.class)),
                reportOf(exchange).rows(),
                chunk,
                clock);
    }

    /** A chunk is committed. */
    public void count(HashedGroup group, Exchange exchange) {
        reportOf(exchange).add(group.verdicts());
    }

    /** The whole file is read: its report is written beside where it goes. */
    public void report(Exchange exchange) throws IOException {
        finish(exchange, "done");
    }

    /** Nothing, or nothing more, of it can be read. */
    public void fail(Exchange exchange, @ExchangeException Throwable failure) throws IOException {
        String why = String.valueOf(
                failure.getCause() instanceof IOException cause ? cause.getMessage() : failure.getMessage());
        reportOf(exchange).fail(why);
        LOG.warn("{} is not imported to its end: {}", file(exchange).getFileName(), why);
        finish(exchange, "failed");
    }

    private void finish(Exchange exchange, String folder) throws IOException {
        Path file = file(exchange);
        FileReport report = reportOf(exchange);
        Path target = dataDir.resolve(folder).resolve(source(file, exchange));
        Files.createDirectories(target);
        keepOlder(target.resolve(file.getFileName()));
        report.write(target.resolve(file.getFileName() + ".report.json"), clock.instant());
        LOG.info("{}: {} rows, {}", file.getFileName(), report.rows(), folder);
    }

    /** A file of the same name that went before is not overwritten. */
    private static void keepOlder(Path target) throws IOException {
        if (Files.exists(target)) {
            long age = Files.getLastModifiedTime(target).toMillis();
            Files.move(target, target.resolveSibling(target.getFileName() + "." + age));
        }
    }

    private static FileReport reportOf(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(REPORT, FileReport.class), "the file has a report");
    }

    private static Path file(Exchange exchange) {
        return Path.of(Objects.requireNonNull(exchange.getMessage().getHeader(FileConstants.FILE_PATH, String.class)));
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
