package dev.eventferry.camel;

import dev.eventferry.event.Cursor;
import dev.eventferry.event.RawGroup;
import dev.eventferry.files.UnreadableFile;
import dev.eventferry.store.StoreException;
import dev.eventferry.store.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
    private static final String IMPORT = "import";
    private static final int LOOKS_AT_A_FAILING_STORE = 5;

    private final FileBeginning beginning;
    private final FileEnd end;
    private final FileTurns turns;
    private final FileImports imports;
    private final Writer writer;
    private final DiskRoom room;
    private final Executor threads;
    private final int chunk;
    private final Clock clock;
    private volatile boolean closed;

    /**
     * @param threads on which files are read and judged, a chunk each
     * @param chunk rows in one commit
     */
    FileSteps(
            FileBeginning beginning,
            FileEnd end,
            FileTurns turns,
            FileImports imports,
            Writer writer,
            DiskRoom room,
            Executor threads,
            int chunk,
            Clock clock) {
        this.beginning = beginning;
        this.end = end;
        this.turns = turns;
        this.imports = imports;
        this.writer = writer;
        this.room = room;
        this.threads = threads;
        this.chunk = chunk;
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
        exchange.getMessage().removeHeaders("*"); // Camel would copy them for each event
        exchange.setVariable(IMPORT, each);
        imports.waits(each.source(), each.name());
        CompletableFuture<Boolean> turn = turns.enter(each.source(), file);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                leave(each);
            }
        });
        return turn.thenCompose(
                        begins -> begins && !closed ? whenStoreWorks(0) : CompletableFuture.completedFuture(null))
                .thenAcceptAsync(ready -> open(each), threads);
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
        FileImport each = of(exchange);
        return whenRoom(each)
                .thenApplyAsync(
                        isThere -> {
                            imports.goesOn(each);
                            return each.next(chunk, clock.instant());
                        },
                        threads);
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
        imports.goes(of(exchange));
    }

    /** The file is read as far as it will be: reports are written, and it goes to done or failed. */
    public CompletionStage<@Nullable Void> finish(Exchange exchange) {
        FileImport each = of(exchange);
        if (each.isPutBack()) {
            return CompletableFuture.completedFuture(null);
        }
        String stopped = each.stopped();
        String how = stopped != null ? "stopped" : each.repeats() != null ? "repeated" : "done";
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                each.requireSame();
                                return end.conclude(each, how, stopped);
                            } catch (IOException e) {
                                throw new StoreException("reports cannot be written: " + e.getMessage(), e);
                            } catch (FileChanged e) {
                                throw new CompletionException(e);
                            }
                        },
                        threads)
                .thenCompose(this::keep);
    }

    /** Nothing, or nothing more, of it can be read. */
    public CompletionStage<@Nullable Void> fail(Exchange exchange, @ExchangeException Throwable failure)
            throws IOException {
        FileImport each = of(exchange);
        String why = why(failure);
        LOG.warn("{} is not imported to its end: {}", each.name(), why);
        return keep(end.conclude(each, "failed", why));
    }

    /** The store, or the disk, takes nothing now: the file stays where it is and is taken up again. */
    public void putBack(Exchange exchange, @ExchangeException StoreException failure) {
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
        turns.close();
    }

    private void leave(FileImport each) {
        try {
            each.close();
        } catch (IOException e) {
            LOG.debug("A file did not close", e);
        }
        imports.staysBehind(each.source(), each.name());
        turns.leave(each.source());
    }

    private void open(FileImport each) {
        if (closed) {
            each.putBack();
            return;
        }
        try {
            beginning.begin(each);
            if (!each.isPutBack() && each.repeats() == null) {
                imports.goes(each);
            }
        } catch (IOException e) {
            throw new CompletionException(new StoreException("it cannot be begun: " + e.getMessage(), e));
        } catch (UnreadableFile e) {
            throw new CompletionException(e);
        }
    }

    private CompletionStage<@Nullable Void> keep(@Nullable Cursor cursor) {
        return cursor == null
                ? CompletableFuture.completedFuture(null)
                : writer.write(transaction -> transaction.move(cursor));
    }

    private CompletionStage<@Nullable Void> whenRoom(FileImport each) {
        if (closed || !room.isCramped()) {
            return CompletableFuture.completedFuture(null);
        }
        imports.pauses(each, DiskRoom.WHY);
        return inASecond().thenCompose(second -> whenRoom(each));
    }

    /** A store that fails is asked again after some seconds, for it may be that nobody else asks it. */
    private CompletionStage<@Nullable Void> whenStoreWorks(int looks) {
        return closed || looks >= LOOKS_AT_A_FAILING_STORE || !writer.isFailing()
                ? CompletableFuture.completedFuture(null)
                : inASecond().thenCompose(second -> whenStoreWorks(looks + 1));
    }

    private CompletableFuture<@Nullable Void> inASecond() {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, threads));
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
