package dev.eventferry.camel;

import dev.eventferry.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where files and what belongs to them lie (docs/files.md): what is made here only its owner can read.
 *
 * @param dataDir absolute
 */
record FileFolders(Path dataDir) {

    /** What may lie beside a file that is through. */
    private static final List<String> BELONGING =
            List.of("", ".report.json", ".report.html", ".rejected.csv", ".rejected.ndjson");

    /** The approval of a file that waits for one. */
    static Path go(Path file) {
        return file.resolveSibling(file.getFileName() + ".go");
    }

    /** The page or the data of what would become of a file. */
    Path preview(FileImport each, String ending) {
        return dataDir.resolve("preview").resolve(each.source()).resolve(each.name() + ".preview." + ending);
    }

    /** A file's rejected rows as long as it is read. */
    Path rejectedSoFar(FileImport each, String digest) throws IOException {
        return OwnerOnly.folder(dataDir.resolve("importing").resolve(each.source()))
                .resolve(digest + ".rejected");
    }

    /** Where a file goes that is through: {@code done} or {@code failed}. */
    Path through(FileImport each, String folder) throws IOException {
        return OwnerOnly.folder(dataDir.resolve(folder).resolve(each.source()));
    }

    /** A file of the same name that went before is not overwritten, nor what belongs to it. */
    static void keepOlder(Path target) throws IOException {
        if (Files.exists(target)) {
            String older = target.getFileName() + "."
                    + Files.getLastModifiedTime(target).toMillis();
            for (String ending : BELONGING) {
                Path from = target.resolveSibling(target.getFileName() + ending);
                if (Files.exists(from)) {
                    move(from, target.resolveSibling(older + ending));
                }
            }
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
