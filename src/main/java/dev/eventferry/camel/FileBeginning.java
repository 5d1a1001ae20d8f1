package dev.eventferry.camel;

import dev.eventferry.files.FileItems;
import dev.eventferry.files.FileStamp;
import dev.eventferry.files.ImportPlace;
import dev.eventferry.files.Sidecar;
import dev.eventferry.files.UnreadableFile;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.FileSettings;
import dev.eventferry.store.StoreReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins the import of a file: by its content it is known whether it is new, was left in the middle, or was here before. */
final class FileBeginning {

    private static final Logger LOG = LoggerFactory.getLogger(FileBeginning.class);

    /**
     * What a source's settings say.
     *
     * @param formats what its files do not tell themselves
     * @param waits whether they wait for an approval
     * @param version what besides the mapping decides how its rows are read
     */
    record Sources(Function<String, FileSettings> formats, Predicate<String> waits, Function<String, String> version) {}

    private final LiveMappings mappings;
    private final Sources sources;
    private final StoreReader store;
    private final FileFolders folders;
    private final FileTrial trial;
    private final Clock clock;

    FileBeginning(
            LiveMappings mappings,
            Sources sources,
            StoreReader store,
            FileFolders folders,
            FileTrial trial,
            Clock clock) {
        this.mappings = mappings;
        this.sources = sources;
        this.store = store;
        this.folders = folders;
        this.trial = trial;
        this.clock = clock;
    }

    /**
     * Opens it where it was left, or puts it back, or finds that it is not to be read.
     *
     * @throws UnreadableFile when nothing of it can be read
     */
    void begin(FileImport each) throws IOException, UnreadableFile {
        Path file = each.file();
        FileStamp stamp = FileStamp.of(file);
        if (stamp == null) {
            each.putBack(); // taken away while it waited
            return;
        }
        ItemMapper mapper = mapper(each.source());
        Sidecar sidecar = Sidecar.read(file);
        each.begin(stamp, mapper, mapper.version() + sources.version().apply(each.source()), sidecar);
        boolean waits =
                sources.waits().test(each.source()) && !sidecar.approved() && !Files.exists(FileFolders.go(file));
        if (waits && trial.isPreviewed(each, stamp)) {
            each.putBack();
            return;
        }
        String digest = FileStamp.digest(file);
        if (!stamp.isOf(file)) {
            each.putBack(); // still being written
            return;
        }
        each.identify(each.source() + " " + digest + " " + stamp.size());
        ImportPlace place = place(each);
        if (place != null && place.end() != null) {
            if (place.isComplete() && place.mapping().equals(each.version()) && !sidecar.again()) {
                each.repeat(place);
                return;
            }
            place = null;
        }
        Path part = folders.rejectedSoFar(each, digest);
        if (place != null && !isThere(part, place, each)) {
            LOG.warn("{}: its rejected rows so far are gone, so it is read from its beginning", each.name());
            place = null;
        }
        FileItems items =
                FileItems.open(file, sources.formats().apply(each.source()).whole(mapper.unpacks()));
        each.open(items, place, part, clock.instant());
        if (place == null) {
            trial.tryOut(each, stamp, waits, sidecar.approved() || Files.exists(FileFolders.go(file)));
        }
    }

    private @Nullable ImportPlace place(FileImport each) {
        String cursor = Objects.requireNonNull(each.cursor());
        return store.read(reader -> reader.cursor(FileImport.DOOR, cursor))
                .map(found -> ImportPlace.read(found.position()))
                .orElse(null);
    }

    /** Whether the rejected rows that a place counts are on disk, or where they go at the end. */
    private boolean isThere(Path part, ImportPlace place, FileImport each) throws IOException {
        if (place.rejected() == 0) {
            return true;
        }
        Path through = folders.through(each, "done");
        for (Path there : List.of(
                part,
                through.resolve(each.name() + ".rejected.csv"),
                through.resolve(each.name() + ".rejected.ndjson"))) {
            if (Files.exists(there) && Files.size(there) >= place.rejected()) {
                if (!there.equals(part)) {
                    Files.move(there, part); // killed between that and the file's own move
                }
                return true;
            }
        }
        return false;
    }

    private ItemMapper mapper(String source) throws UnreadableFile {
        Mappings known = mappings.current();
        ItemMapper mapper = known.get(source);
        if (mapper == null) {
            throw new UnreadableFile("No mapping has the source " + source + ": the route names it, or else the"
                    + " inbox folder's name is it; the known ones are " + known.names() + ".");
        }
        return mapper;
    }
}
