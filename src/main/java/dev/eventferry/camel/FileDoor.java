package dev.eventferry.camel;

import dev.eventferry.files.FileItems;
import dev.eventferry.files.FileStamp;
import dev.eventferry.files.Sidecar;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code #file-door}: which dropped files are taken, and when. One that was the same at two looks and was left alone for
 * {@code ferry.files.quiet} is complete; one with a sidecar was moved into place whole. Never waits: what is not taken
 * now is looked at again at the next look.
 */
final class FileDoor implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Logger LOG = LoggerFactory.getLogger(FileDoor.class);
    private static final int LONGEST_NAME = 200;
    private static final int MANY_LOOKS = 1_000;

    /** @param since when the file was first seen like that, milliseconds since 1970 */
    private record Look(FileStamp stamp, long since) {}

    private final FileTurns turns;
    private final FileImports imports;
    private final Duration quiet;
    private final Clock clock;
    private final Map<Path, Look> looks = new ConcurrentHashMap<>();

    /** The folders that a route's look found full: what lies further back waits for its next look, so that none overtakes. */
    private final Map<String, Set<Path>> full = new ConcurrentHashMap<>();

    FileDoor(FileTurns turns, FileImports imports, Duration quiet, Clock clock) {
        this.turns = turns;
        this.imports = imports;
        this.quiet = quiet;
        this.clock = clock;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> found, Exchange exchange) {
        Path file = found.getFile().toPath();
        Path folder = FileTurns.folder(file);
        Set<Path> fullNow = fullAt(exchange);
        if (fullNow.contains(folder)) {
            return false;
        }
        if (turns.isFull(folder)) {
            fullNow.add(folder);
            return false;
        }
        return takes(file);
    }

    private Set<Path> fullAt(Exchange exchange) {
        String route = String.valueOf(exchange.getFromEndpoint());
        boolean begins = exchange.getProperty(ExchangePropertyKey.BATCH_INDEX, 0, Integer.class) == 0;
        if (begins) {
            full.remove(route);
            forgetGone();
        }
        return full.computeIfAbsent(route, first -> new HashSet<>());
    }

    /** Most files are forgotten when they are taken; these were taken away. */
    private void forgetGone() {
        if (looks.size() > MANY_LOOKS) {
            looks.keySet().removeIf(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** Whether a file is complete, and one that can be taken. */
    boolean takes(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(".") || !FileItems.accepts(file)) {
            return false;
        }
        String source = String.valueOf(FileTurns.folder(file).getFileName());
        String why = refusal(file, name);
        if (why != null) {
            if (imports.leaves(file, source, shown(name), "not_taken", why, null)) {
                LOG.warn("{} of {} is not taken: {}", shown(name), source, why);
            }
            return false;
        }
        FileStamp now = FileStamp.of(file);
        if (now == null) {
            return false;
        }
        boolean taken = Files.exists(Sidecar.of(file)) || isLeftAlone(file, now);
        if (taken) {
            looks.remove(file);
        }
        return taken;
    }

    private boolean isLeftAlone(Path file, FileStamp now) {
        long moment = clock.millis();
        Look before = looks.get(file);
        if (before == null || !before.stamp().equals(now)) {
            looks.put(file, new Look(now, moment));
            return false;
        }
        // a file whose time is wrong was left alone when it was looked at for that long
        return moment - now.modified() >= quiet.toMillis() || moment - before.since() >= quiet.toMillis();
    }

    private static @Nullable String refusal(Path file, String name) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Files.isSymbolicLink(file)
                    ? "It is a link, and what it leads to may change: drop the file itself."
                    : Files.exists(file) ? "It is no regular file." : null;
        }
        if (name.length() > LONGEST_NAME) {
            return "Its name is longer than " + LONGEST_NAME + " characters: rename it.";
        }
        boolean odd = name.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        || c == 0xFFFD
                        || c == '\\');
        return odd || name.contains("${") || name.contains("{{")
                ? "Its name has signs that no report can show: rename it, with letters, digits, spaces, dots and dashes."
                : null;
    }

    /** A name that can be logged. */
    private static String shown(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N} ._()-]", "?");
        return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {}

    @Override
    public void releaseExclusiveReadLockOnAbort(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

    @Override
    public void releaseExclusiveReadLockOnRollback(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

    @Override
    public void releaseExclusiveReadLockOnCommit(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {}

    @Override
    public void setTimeout(long timeout) {}

    @Override
    public void setCheckInterval(long checkInterval) {}

    @Override
    public void setReadLockLoggingLevel(LoggingLevel level) {}

    @Override
    public void setMarkerFiler(boolean markerFile) {}

    @Override
    public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {}
}
