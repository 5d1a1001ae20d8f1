package dev.eventferry.camel;

import dev.eventferry.event.Cursor;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.FileReport;
import dev.eventferry.files.FileStamp;
import dev.eventferry.files.ImportPlace;
import dev.eventferry.files.RejectedRows;
import dev.eventferry.files.Sidecar;
import dev.eventferry.inspect.KeyCoverage;
import dev.eventferry.mapping.ItemMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way through the route: cut into groups of which each is one commit. Its cursor stands behind an item's
 * last row, so that an order of several rows is taken whole or, after a crash, again. One step after the other uses it.
 */
final class FileImport implements Closeable {

    static final String DOOR = "file";

    private final Path file;
    private final String source;
    private final String name;
    private final Instant begunAt;
    private FileReport report;
    private @Nullable FileStamp stamp;
    private @Nullable ItemMapper mapper;
    private @Nullable Sidecar sidecar;
    private @Nullable String cursor;
    private String version = "";
    private @Nullable FileItems items;
    private @Nullable Iterator<Item> gathered;
    private @Nullable RejectedRows rejected;
    private @Nullable RawGroup chunk;
    private @Nullable ImportPlace repeats;
    private KeyCoverage judged = new KeyCoverage();
    private long row;
    private boolean more;
    private boolean putBack;
    private @Nullable String stopped;

    FileImport(Path file, String source, Instant now) {
        this.file = file;
        this.source = source;
        this.name = String.valueOf(file.getFileName());
        this.begunAt = now;
        this.report = new FileReport(name, source, now);
    }

    Path file() {
        return file;
    }

    String source() {
        return source;
    }

    String name() {
        return name;
    }

    FileReport report() {
        return report;
    }

    /** Whether there is a mapping for it. */
    boolean isOfKnownSource() {
        return mapper != null;
    }

    /** What is known before it is opened. */
    void begin(FileStamp as, ItemMapper reader, String readersVersion, Sidecar said) {
        stamp = as;
        mapper = reader;
        version = readersVersion;
        sidecar = said;
    }

    Sidecar sidecar() {
        return Objects.requireNonNull(sidecar);
    }

    ItemMapper mapper() {
        return Objects.requireNonNull(mapper);
    }

    /** What decides how its rows are read: such a file is only the same when this is the same. */
    String version() {
        return version;
    }

    /** Under which name its cursor is kept. */
    void identify(String cursorName) {
        cursor = cursorName;
    }

    /** The name of its cursor; null before it was identified. */
    @Nullable
    String cursor() {
        return cursor;
    }

    /** The same was imported before, to its end: it is not read. */
    void repeat(ImportPlace earlier) {
        repeats = earlier;
    }

    @Nullable
    ImportPlace repeats() {
        return repeats;
    }

    /** Nothing of it is sent, and why, and what was found. */
    void stop(String why, FileReport found) {
        report = found;
        stopped = why;
        more = false;
    }

    @Nullable
    String stopped() {
        return stopped;
    }

    /** It stays in the inbox and is taken up again. */
    void putBack() {
        putBack = true;
        more = false;
    }

    boolean isPutBack() {
        return putBack;
    }

    /**
     * Opens it for reading.
     *
     * @param done where it was left; null to begin
     * @param part where its rejected rows go until it is through
     */
    void open(FileItems from, @Nullable ImportPlace done, Path part, Instant now) {
        items = from;
        gathered = mapper().gather(from);
        if (done != null && done.report() != null) {
            report = FileReport.restore(name, source, done.report(), now);
        } else {
            report = new FileReport(name, source, now);
        }
        rejected = new RejectedRows(part, from.format(), done == null ? 0 : done.rejected());
        long behind = done == null ? 0 : done.row();
        while (row < behind && from.hasNext()) {
            from.next();
            row++;
        }
        look();
    }

    /** How many rows are behind it, those of the chunk under way included. */
    long row() {
        return row;
    }

    /** What it turned out to be; null before it was opened. */
    @Nullable
    FileItems items() {
        return items;
    }

    @Nullable
    RejectedRows rejected() {
        return rejected;
    }

    /** Whether there is another chunk. */
    boolean hasMore() {
        return more;
    }

    /** Its first rows, which are read again as chunks. */
    RawGroup first(int most, Instant now) {
        Iterator<Item> from = Objects.requireNonNull(gathered);
        List<Item> first = new ArrayList<>();
        for (int rows = 0; rows < most && from.hasNext(); ) {
            Item item = from.next();
            first.add(item);
            rows += item.rowCount();
        }
        List<Item> unpacked = mapper().unpack(first);
        Iterator<Item> again = first.iterator();
        gathered = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return again.hasNext() || from.hasNext();
            }

            @Override
            public Item next() {
                return again.hasNext() ? again.next() : from.next();
            }
        };
        Origin origin = new Origin("trial", source, sidecar().destination(), now, "trial", 0, null, null);
        return new RawGroup(origin, List.copyOf(unpacked), null);
    }

    /** The next chunk: rows of that number at most, but for an item that begins within it and ends behind. */
    RawGroup next(int most, Instant now) {
        Iterator<Item> from = Objects.requireNonNull(gathered);
        long first = row;
        List<Item> group = new ArrayList<>();
        while (row - first < most && !isAtLimit() && from.hasNext()) {
            Item item = from.next();
            group.addAll(mapper().unpack(List.of(item)));
            row += item.rowCount();
        }
        look();
        String place = source + "/" + name;
        Origin origin = new Origin(
                place + " row " + (first + 1), source, sidecar().destination(), now, place, first, null, null);
        RawGroup raw = new RawGroup(origin, group, new Cursor(DOOR, Objects.requireNonNull(cursor), ""));
        judged = new KeyCoverage();
        raw.verdicts().tell(judged::add);
        chunk = raw;
        return raw;
    }

    /**
     * The chunk was judged: its rejected rows go to disk, and its report and place are those of its commit.
     *
     * @throws FileChanged when the file is not the same any more
     */
    PackedGroup setAside(PackedGroup packed, Instant now) throws IOException, FileChanged {
        requireSame();
        RawGroup raw = Objects.requireNonNull(chunk);
        RejectedRows part = Objects.requireNonNull(rejected);
        if (packed.group().verdicts().count(Status.REJECTED) > 0) {
            for (Verdict verdict : packed.group().verdicts().all()) {
                if (verdict.status() == Status.REJECTED) {
                    part.add(
                            raw.items().get(verdict.index()),
                            report.rows() + packed.group().verdicts().firstRow(verdict.index()) + 1,
                            verdict.problems());
                }
            }
        }
        long length = part.force();
        report.add(packed.group().verdicts(), judged);
        chunk = null;
        return packed.at(new Cursor(
                DOOR,
                Objects.requireNonNull(cursor),
                new ImportPlace(row, length, version, report.state(now), null, name, null).text()));
    }

    /** The cursor of a file that is through. */
    @Nullable
    Cursor through(String end, Instant now) {
        if (cursor == null || repeats != null) {
            return null;
        }
        long length = rejected == null ? 0 : rejected.length();
        boolean whole = sidecar().limit() == 0 || row < sidecar().limit();
        return new Cursor(
                DOOR,
                cursor,
                new ImportPlace(row, length, version, null, whole ? end : "cut", name, now.toString()).text());
    }

    /** Nobody has touched it since it was taken. */
    void requireSame() throws FileChanged {
        FileStamp taken = stamp;
        if (taken != null && !taken.isOf(file)) {
            throw new FileChanged("The file was " + taken.change(file) + " while it was read: rows up to "
                    + report.rows() + " were taken as they were. Drop the whole file again when it is complete; what"
                    + " was accepted is a duplicate then.");
        }
    }

    /** The share of it that was read. */
    double progress() {
        return items == null ? 0 : items.progress();
    }

    Instant begunAt() {
        return begunAt;
    }

    @Override
    public void close() throws IOException {
        more = false;
        try {
            if (items != null) {
                items.close();
            }
        } finally {
            if (rejected != null) {
                rejected.close();
            }
        }
    }

    private boolean isAtLimit() {
        return sidecar().limit() > 0 && row >= sidecar().limit();
    }

    private void look() {
        more = !isAtLimit() && Objects.requireNonNull(gathered).hasNext();
    }
}
