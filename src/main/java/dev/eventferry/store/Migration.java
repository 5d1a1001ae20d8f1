package dev.eventferry.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables up to date. H2 commits each statement of a migration by itself: who is killed between two of them would
 * leave tables that fit neither the version before nor the one after, and no later start would mend them. So a file is
 * migrated in a copy beside it, which takes its place when all is done. PostgreSQL takes a migration whole or not at all.
 */
final class Migration {

    /** One set for every engine. */
    private static final String MIGRATIONS = "classpath:db/migration";

    private static final String H2_FILE = "jdbc:h2:file:";
    private static final String ENDING = ".mv.db";
    private static final String BESIDE = ".migrating";

    private Migration() {}

    static void run(String url, @Nullable String user, @Nullable String password) throws IOException {
        Flyway flyway = flyway(url, user, password);
        if (!url.startsWith(H2_FILE)) {
            flyway.migrate();
            return;
        }
        String name = nameOf(url);
        Path file = Path.of(name + ENDING).toAbsolutePath();
        Path beside = Path.of(name + BESIDE + ENDING).toAbsolutePath();
        Path folder = Objects.requireNonNull(file.getParent());
        Files.deleteIfExists(beside); // of a start that was killed
        boolean isNew = !Files.exists(file);
        if (!isNew && flyway.info().pending().length == 0) {
            flyway.migrate(); // which finds fault with migrations that are not those that were applied
            return;
        }
        Files.createDirectories(folder);
        if (!isNew) {
            copy(file, beside);
        }
        flyway(H2_FILE + name + BESIDE + url.substring(H2_FILE.length() + name.length()), user, password)
                .migrate();
        sync(beside, StandardOpenOption.WRITE);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder, StandardOpenOption.READ);
    }

    private static void copy(Path file, Path beside) throws IOException {
        try {
            Files.copy(file, beside);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw new IOException(
                    "its tables are of an older version and are brought up to date in a copy of " + file.getFileName()
                            + ", for which there must be room beside it: " + e.getMessage(),
                    e);
        }
    }

    /** A folder is synced so that the name it gives a file is on disk; where a system cannot, the file is all there is. */
    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        } catch (IOException e) {
            if (how == StandardOpenOption.WRITE) {
                throw e;
            }
        }
    }

    private static String nameOf(String url) {
        int end = url.indexOf(';');
        return url.substring(H2_FILE.length(), end < 0 ? url.length() : end);
    }

    private static Flyway flyway(String url, @Nullable String user, @Nullable String password) {
        return Flyway.configure()
                .dataSource(url, user, password)
                .locations(MIGRATIONS)
                .load();
    }
}
