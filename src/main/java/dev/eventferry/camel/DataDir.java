package dev.eventferry.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder that one Eventferry writes to, and no second one. */
public final class DataDir implements AutoCloseable {

    /** Somebody else works in this folder. */
    static final class InUse extends IOException {
        InUse(Path folder) {
            super(folder
                    + " is in use by another Eventferry: stop that one, or give this one a ferry.data-dir of its own");
        }
    }

    private final FileChannel file;

    private DataDir(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the folder, makes what is missing in it, and keeps others out.
     *
     * @param sources each gets a folder in the inbox
     */
    static DataDir open(Path folder, Iterable<String> sources) throws IOException {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(file) == null) {
            file.close();
            throw new InUse(folder);
        }
        for (String name : List.of("inbox", "done", "failed")) {
            Files.createDirectories(folder.resolve(name));
        }
        inboxes(folder, sources);
        return new DataDir(file);
    }

    /** Whether somebody works in that folder at this moment. */
    public static boolean isInUse(Path folder) throws IOException {
        Path lock = folder.resolve("lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return lock(file) == null;
        }
    }

    /** Makes the inbox of each source that has none yet. */
    static void inboxes(Path folder, Iterable<String> sources) {
        try {
            for (String source : sources) {
                Files.createDirectories(folder.resolve("inbox").resolve(source));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an inbox cannot be made", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
