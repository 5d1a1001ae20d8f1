package dev.eventferry.camel;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes imported files whose time is over: rejected rows, which are plain personal data, and the files themselves. */
final class OldFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OldFiles.class);

    private final Path dataDir;
    private final Duration keepRejected;
    private final @Nullable Duration keepDone;
    private final Clock clock;

    /** @param keepDone null to keep what is in done and failed for ever */
    OldFiles(Path dataDir, Duration keepRejected, @Nullable Duration keepDone, Clock clock) {
        this.dataDir = dataDir;
        this.keepRejected = keepRejected;
        this.keepDone = keepDone;
        this.clock = clock;
    }

    /** Deletes what is too old; how many files went. */
    int delete() {
        return delete(dataDir.resolve("done"), false)
                + delete(dataDir.resolve("failed"), false)
                + delete(dataDir.resolve("importing"), true);
    }

    private int delete(Path folder, boolean underWay) {
        int[] gone = {0};
        try {
            if (!Files.isDirectory(folder)) {
                return 0;
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Duration keep = keep(String.valueOf(file.getFileName()), underWay);
                    if (keep != null && arrived(file, attributes) < clock.millis() - keep.toMillis()) {
                        gone[0] += Files.deleteIfExists(file) ? 1 : 0;
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn(
                    "Old files of {} could not be deleted and are tried again: {}", folder.getFileName(), e.toString());
        }
        return gone[0];
    }

    private @Nullable Duration keep(String name, boolean isUnderWay) {
        if (isUnderWay) {
            return keepRejected;
        }
        boolean rejected = name.endsWith(".rejected.csv") || name.endsWith(".rejected.ndjson");
        return rejected && (keepDone == null || keepRejected.compareTo(keepDone) < 0) ? keepRejected : keepDone;
    }

    /** When it came there: a file that is moved keeps the time at which it was written. */
    private static long arrived(Path file, BasicFileAttributes attributes) throws IOException {
        long written = attributes.lastModifiedTime().toMillis();
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return unix && Files.getAttribute(file, "unix:ctime") instanceof FileTime changed
                ? Math.max(changed.toMillis(), written)
                : written;
    }
}
