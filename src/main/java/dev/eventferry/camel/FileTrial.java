package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.RawGroup;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.files.FileReport;
import dev.eventferry.files.FileStamp;
import dev.eventferry.files.OwnerOnly;
import dev.eventferry.files.ReportPage;
import dev.eventferry.inspect.KeyCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges a file's first rows before anything of it is kept: too many rejected stop it, and a preview may be asked for. */
final class FileTrial {

    private static final Logger LOG = LoggerFactory.getLogger(FileTrial.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is judged before anything is sent, and from how many rows on a share means something. */
    private static final int FIRST_ROWS = 1000;

    private static final int ENOUGH_ROWS = 10;

    private final FileFolders folders;
    private final FileImports imports;
    private final Supplier<Preview> preview;
    private final int maxRejectedPercent;
    private final Clock clock;

    /** @param maxRejectedPercent of the first rows; more stop an import */
    FileTrial(
            FileFolders folders, FileImports imports, Supplier<Preview> preview, int maxRejectedPercent, Clock clock) {
        this.folders = folders;
        this.imports = imports;
        this.preview = preview;
        this.maxRejectedPercent = maxRejectedPercent;
        this.clock = clock;
    }

    /**
     * Judges them.
     *
     * @param waits whether the file is put back until its preview is approved
     * @param approved whether it was, so that nothing stops it
     */
    void tryOut(FileImport each, FileStamp stamp, boolean waits, boolean approved) throws IOException {
        if (!waits && (approved || maxRejectedPercent >= 100)) {
            return;
        }
        RawGroup first = each.first(FIRST_ROWS, clock.instant());
        if (!waits && first.items().size() < ENOUGH_ROWS) {
            return;
        }
        FileReport trial = new FileReport(each.name(), each.source(), clock.instant());
        KeyCoverage judged = new KeyCoverage();
        first.verdicts().tell(judged::add);
        preview.get().judge(first);
        trial.add(first.verdicts(), judged);
        if (waits) {
            preview(each, trial, stamp);
            each.putBack();
            return;
        }
        long rejected = trial.count(Status.REJECTED);
        if (rejected * 100 > (long) maxRejectedPercent * first.items().size()) {
            each.stop(
                    rejected + " of the first " + first.items().size()
                            + " rows are rejected, more than ferry.files.max-rejected-percent ("
                            + maxRejectedPercent + ") allows, so nothing was sent. Mostly: "
                            + trial.mainReasons()
                            + ". Mend the file or its mapping and drop it again.",
                    trial);
        }
    }

    private void preview(FileImport each, FileReport trial, FileStamp stamp) throws IOException {
        ObjectNode json = trial.json(
                "preview",
                "Nothing is sent yet. These are the first " + trial.rows() + " rows; to import the file, put an empty"
                        + " file named " + each.name() + ".go beside it in the inbox. To leave it, take it away.",
                clock.instant());
        FileEnd.tellFormat(json, each);
        json.put("size", stamp.size()).put("modified", stamp.modified());
        OwnerOnly.folder(Objects.requireNonNull(folders.preview(each, "html").getParent()));
        OwnerOnly.write(folders.preview(each, "html"), ReportPage.of(json));
        OwnerOnly.write(folders.preview(each, "json"), json.toPrettyString());
        LOG.info("{} waits for an approval: {}.go beside it", each.name(), each.name());
        leave(each, "preview/" + each.source() + "/" + each.name() + ".preview.html");
    }

    /** Whether its preview is written and shows the file as it is. */
    boolean isPreviewed(FileImport each, FileStamp stamp) throws IOException {
        Path written = folders.preview(each, "json");
        if (!Files.exists(written)) {
            return false;
        }
        JsonNode json = JSON.readTree(written.toFile());
        boolean same = json.path("size").asLong() == stamp.size()
                && json.path("modified").asLong() == stamp.modified();
        if (same) {
            leave(each, "preview/" + each.source() + "/" + each.name() + ".preview.html");
        }
        return same;
    }

    private void leave(FileImport each, String report) {
        imports.leaves(
                each.file(),
                each.source(),
                each.name(),
                "approval",
                "It waits for " + each.name() + ".go beside it (ferry.files.approval).",
                report);
    }
}
