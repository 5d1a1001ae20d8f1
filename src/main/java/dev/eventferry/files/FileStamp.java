package dev.eventferry.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from what it becomes when somebody writes to it or puts another in its place.
 *
 * @param modified milliseconds since 1970
 * @param key the file system's own; null where it has none
 */
public record FileStamp(long size, long modified, @Nullable Object key) {

    private static final int BUFFER = 1 << 16;

    /** The file as it is now, no link followed; null when it is no regular file or is gone. */
    public static @Nullable FileStamp of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isRegularFile()
                    ? new FileStamp(now.size(), now.lastModifiedTime().toMillis(), now.fileKey())
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether the file is still that. */
    public boolean isOf(Path file) {
        return equals(FileStamp.of(file));
    }

    /** The SHA-256 of a file's bytes, in hex. */
    public static String digest(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** How it differs from what the file is now, in words. */
    public String change(Path file) {
        FileStamp now = FileStamp.of(file);
        if (now == null) {
            return "removed";
        }
        if (!Objects.equals(key, now.key)) {
            return "replaced by another file";
        }
        return now.size > size ? "appended to" : now.size < size ? "cut" : "written to";
    }
}
