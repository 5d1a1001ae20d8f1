package dev.eventferry.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files and folders that only Eventferry's user can read, where the file system knows of users. */
public final class OwnerOnly {

    private OwnerOnly() {}

    /** For a new file. */
    static FileAttribute<?>[] file() {
        return attributes("rw-------");
    }

    /** Makes a folder and those above it. */
    public static Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes("rwx------"));
        }
        return folder;
    }

    /** Writes a file so that nobody sees half of it. */
    public static void write(Path file, String text) throws IOException {
        Path half = Files.createTempFile(
                folder(Objects.requireNonNull(file.toAbsolutePath().getParent())), ".", ".half", file());
        try {
            Files.writeString(half, text, StandardCharsets.UTF_8);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
