package dev.eventferry.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees changes of a folder's files by looking. It takes links as what they point to, so it sees a Kubernetes ConfigMap
 * change, where the files' names stay and a link behind them moves; and it takes files only when two looks in a row saw
 * the same, so that no half-written file is taken. For one thread.
 */
final class WatchedFolder {

    private static final long LARGEST_FILE = 1 << 20;

    private final Path folder;
    private final Predicate<String> ours;
    private @Nullable Map<String, String> taken;
    private @Nullable Map<String, String> seen;

    WatchedFolder(Path folder, Predicate<String> ours) {
        this.folder = folder;
        this.ours = ours;
    }

    /** The files as they are now, by name; the next {@link #changed} is about changes since. */
    Map<String, byte[]> take() throws IOException {
        taken = look();
        seen = taken;
        return read(taken);
    }

    /** The files when they have changed since they were taken, and the change seems complete; otherwise null. */
    @Nullable
    Map<String, byte[]> changed() throws IOException {
        Map<String, String> now = look();
        boolean steady = now.equals(seen);
        seen = now;
        if (!steady || now.equals(taken)) {
            return null;
        }
        Map<String, byte[]> files = read(now);
        if (!look().equals(now)) {
            return null; // changed while it was read
        }
        taken = now;
        return files;
    }

    /** What tells a file from its next version without reading it. */
    private Map<String, String> look() throws IOException {
        Map<String, String> look = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (ours.test(name) && Files.isRegularFile(file)) {
                    look.put(name, stamp(file));
                }
            }
        }
        return look;
    }

    private static String stamp(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        String attributes = unix ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime";
        return new TreeMap<>(Files.readAttributes(file, attributes)).toString();
    }

    private Map<String, byte[]> read(Map<String, String> look) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : look.keySet()) {
            Path file = folder.resolve(name);
            if (Files.size(file) > LARGEST_FILE) {
                throw new IOException(name + " is larger than 1 MB, which no file that people edit is; cut it");
            }
            files.put(name, Files.readAllBytes(file));
        }
        return files;
    }
}
