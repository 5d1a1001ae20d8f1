package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Cursor;
import dev.eventferry.event.FieldSource;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.ImportPlace;
import dev.eventferry.files.OwnerOnly;
import dev.eventferry.files.RejectedRows;
import dev.eventferry.files.ReportPage;
import dev.eventferry.files.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the import of a file: its reports, its rejected rows and the file itself go where they belong. */
final class FileEnd {

    private static final Logger LOG = LoggerFactory.getLogger(FileEnd.class);

    private final FileFolders folders;
    private final FileImports imports;
    private final LongSupplier nextId;
    private final Clock clock;

    /** @param nextId above those of all segments that the import made */
    FileEnd(FileFolders folders, FileImports imports, LongSupplier nextId, Clock clock) {
        this.folders = folders;
        this.imports = imports;
        this.nextId = nextId;
        this.clock = clock;
    }

    /**
     * Ends it; can be done again after a crash.
     *
     * @param end {@code done}, {@code failed}, {@code stopped} or {@code repeated}
     * @return the cursor's last word; null when the file never got one
     */
    @Nullable
    Cursor conclude(FileImport each, String end, @Nullable String why) throws IOException {
        Instant now = clock.instant();
        boolean failed = end.equals("failed") || end.equals("stopped");
        String where = failed ? "failed" : "done";
        Path folder = folders.through(each, where);
        Path target = folder.resolve(each.name());
        FileFolders.keepOlder(target);
        ObjectNode report = each.report().json(end, why, now);
        tellFormat(report, each);
        RejectedRows rejected = each.rejected();
        if (rejected != null && rejected.length() > 0) {
            rejected.close();
            rejected.trim();
            Path to = folder.resolve(each.name() + rejected.ending());
            FileFolders.move(rejected.file(), to);
            report.put("rejected_file", String.valueOf(to.getFileName()));
        }
        ImportPlace earlier = each.repeats();
        if (earlier != null) {
            report.put(
                    "failure",
                    "The same content was imported before, to its end and with nothing rejected: nothing was read again.");
            report.putObject("repeats")
                    .put("file", earlier.file())
                    .put("imported_at", earlier.at())
                    .put("rows", earlier.row());
        }
        OwnerOnly.write(folder.resolve(each.name() + ".report.html"), ReportPage.of(report));
        OwnerOnly.write(folder.resolve(each.name() + ".report.json"), report.toPrettyString());
        try {
            FileFolders.move(each.file(), target);
        } catch (NoSuchFileException e) {
            LOG.info("{} was taken away before it was moved to {}", each.name(), where);
        }
        for (Path beside : List.of(Sidecar.of(each.file()), FileFolders.go(each.file()))) {
            Files.deleteIfExists(beside);
        }
        Files.deleteIfExists(folders.preview(each, "json"));
        Files.deleteIfExists(folders.preview(each, "html"));
        imports.ends(
                each, end, why, where + "/" + each.source() + "/" + each.name() + ".report.json", nextId.getAsLong());
        LOG.info("{}: {} rows, {}", each.name(), each.report().rows(), end);
        return each.through(end, now);
    }

    /** What the file was found to be, and what its mapping takes from where. */
    static void tellFormat(ObjectNode report, FileImport each) {
        FileItems items = each.items();
        if (items == null) {
            return;
        }
        report.set("format", items.format().json());
        ArrayNode words = report.putArray("format_words");
        items.format().words().forEach(words::add);
        ArrayNode mapping = report.putArray("mapping");
        for (FieldSource source : each.mapper().sources()) {
            mapping.addObject().put("field", source.field()).put("from", source.from());
        }
        if (each.sidecar().limit() > 0) {
            report.put("limit", each.sidecar().limit());
        }
    }
}
