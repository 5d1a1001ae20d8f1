package dev.eventferry.files;

import dev.eventferry.files.FileFormat.Compression;
import dev.eventferry.files.FileItems.Form;
import dev.eventferry.settings.FileSettings;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a file holds, out of its gzip or zip: of one entry, within bounds. What it is packed in is told by how it
 * begins, so that a wrong ending costs nothing.
 */
final class Unpacked implements Closeable {

    private static final int BEGIN = 8;
    private static final long FREE_GROWTH = 64L << 20;
    private static final long MOST_OF_A_WORKBOOKS_TEXTS = 96L << 20;
    private static final int MOST_ENTRIES = 10_000;
    private static final String DAMAGED =
            "The packed file breaks off or is damaged: pack it again, and let its upload end before it is taken.";

    private interface Opening {
        InputStream open() throws IOException;
    }

    private final FileSettings given;
    private final Deque<Closeable> toClose = new ArrayDeque<>();
    private @Nullable Form form;
    private Compression compression = Compression.NONE;
    private @Nullable InputStream stream;
    private @Nullable CountedStream counted;
    private long size;
    private @Nullable Opening again;
    private @Nullable Path workbook;

    private Unpacked(@Nullable Form form, FileSettings given) {
        this.form = form;
        this.given = given;
    }

    /**
     * Opens a file.
     *
     * @param form what it holds; null when that is told by its content
     */
    static Unpacked of(Path file, @Nullable Form form, FileSettings given) throws IOException, UnreadableFile {
        Unpacked unpacked = new Unpacked(form, given);
        try {
            unpacked.open(file, false);
            return unpacked;
        } catch (IOException | UnreadableFile | RuntimeException e) {
            unpacked.close();
            if (e instanceof ZipException || e instanceof EOFException) {
                throw new UnreadableFile(DAMAGED);
            }
            throw e;
        }
    }

    /** The same of what is piped in; what must be read from its end is kept in a temporary file until it is closed. */
    static Unpacked of(InputStream in, @Nullable Form form, FileSettings given) throws IOException, UnreadableFile {
        Unpacked unpacked = new Unpacked(form, given);
        unpacked.toClose.push(in);
        try {
            BufferedInputStream buffered = new BufferedInputStream(in);
            byte[] begin = begin(buffered);
            if (isZip(begin)) {
                unpacked.open(unpacked.spool(buffered), false);
            } else if (isGzip(begin)) {
                unpacked.gunzip(buffered);
            } else {
                unpacked.plain(begin, buffered);
            }
            return unpacked;
        } catch (IOException | UnreadableFile | RuntimeException e) {
            unpacked.close();
            if (e instanceof ZipException || e instanceof EOFException) {
                throw new UnreadableFile(DAMAGED);
            }
            throw e;
        }
    }

    /** What it holds; null when neither a name nor its first bytes tell. */
    @Nullable
    Form form() {
        return form;
    }

    Compression compression() {
        return compression;
    }

    /** The bytes from their beginning; of a workbook none. */
    InputStream stream() {
        return Objects.requireNonNull(stream, "a workbook is read as a file");
    }

    /** The same bytes once more; null when they come but once. */
    @Nullable
    InputStream again() throws IOException {
        return again == null ? null : again.open();
    }

    /** The workbook; null when it is something else. */
    @Nullable
    Path workbook() {
        return workbook;
    }

    /** The share of its bytes that were read, 0 to 1; 0 when its size is not known. */
    double progress() {
        return counted == null || size <= 0 ? 0 : Math.min(1, (double) counted.count() / size);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What a failure while reading means, for people. */
    static IOException explained(IOException e) {
        return e instanceof EOFException || e instanceof ZipException ? new IOException(DAMAGED, e) : e;
    }

    private void open(Path file, boolean nested) throws IOException, UnreadableFile {
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(BEGIN);
        }
        if (isZip(begin)) {
            unzip(file, nested);
            return;
        }
        if (isGzip(begin)) {
            refuseNested(nested);
            size = Files.size(file);
            again = () -> new GZIPInputStream(Files.newInputStream(file));
            CountedStream in = new CountedStream(Files.newInputStream(file));
            toClose.push(in);
            counted = in;
            gunzip(in);
            return;
        }
        size = Files.size(file);
        again = () -> Files.newInputStream(file);
        CountedStream in = new CountedStream(Files.newInputStream(file));
        toClose.push(in);
        counted = in;
        plain(begin, in);
    }

    private void plain(byte[] begin, InputStream in) throws UnreadableFile {
        refuseOthers(begin);
        form = form == Form.XLSX ? null : form; // a table of text that is called a workbook
        stream = in;
    }

    private void gunzip(InputStream in) throws IOException, UnreadableFile {
        compression = Compression.GZIP;
        InputStream out = new GZIPInputStream(in, 16 * 1024);
        inner(new BufferedInputStream(bounded(out, size)));
    }

    /** What came out of a gzip or an entry: text, or a workbook, which must be a file. */
    private void inner(BufferedInputStream in) throws IOException, UnreadableFile {
        byte[] begin = begin(in);
        if (isGzip(begin)) {
            refuseNested(true);
        }
        if (isZip(begin)) {
            unzip(spool(in), true);
            return;
        }
        refuseOthers(begin);
        form = form == Form.XLSX ? null : form;
        stream = in;
    }

    private void unzip(Path file, boolean nested) throws IOException, UnreadableFile {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new UnreadableFile(
                    String.valueOf(e.getMessage()).contains("encrypted")
                            ? "The archive is locked with a password: pack it without."
                            : DAMAGED);
        }
        toClose.push(zip);
        if (zip.size() > MOST_ENTRIES) {
            throw new UnreadableFile("The archive holds more than one file: pack each alone.");
        }
        if (zip.getEntry("xl/workbook.xml") != null) {
            form = Form.XLSX;
            workbook = file;
            measure(zip, Files.size(file));
            return;
        }
        if (zip.getEntry("xl/workbook.bin") != null || zip.getEntry("content.xml") != null) {
            throw new UnreadableFile("A workbook of this kind is not read: save it as .xlsx or as CSV UTF-8.");
        }
        refuseNested(nested);
        compression = Compression.ZIP;
        ZipEntry entry = onlyEntry(zip);
        String ending = FileName.ending(entry.getName());
        if (ending.equals("zip") || ending.equals("gz")) {
            refuseNested(true);
        }
        if (form == null && !ending.isEmpty()) {
            form = FileName.form(ending);
        }
        size = entry.getSize();
        again = () -> zip.getInputStream(entry);
        CountedStream in = bounded(zip.getInputStream(entry), entry.getCompressedSize());
        counted = in;
        inner(new BufferedInputStream(in));
    }

    private static ZipEntry onlyEntry(ZipFile zip) throws UnreadableFile {
        List<ZipEntry> entries = new ArrayList<>();
        zip.stream().filter(Unpacked::isData).forEach(entries::add);
        if (entries.isEmpty()) {
            throw new UnreadableFile("The archive is empty: pack the file into it.");
        }
        if (entries.size() > 1) {
            throw new UnreadableFile("The archive holds " + entries.size() + " files: pack each alone.");
        }
        return entries.get(0);
    }

    /** What systems put beside the file is none. */
    private static boolean isData(ZipEntry entry) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        return !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/") && !name.startsWith(".");
    }

    /** A workbook's reader believes what its archive says of sizes, so all of it is unpacked once before. */
    private void measure(ZipFile zip, long packed) throws IOException, UnreadableFile {
        long total = 0;
        byte[] buffer = new byte[64 * 1024];
        for (ZipEntry entry : zip.stream().toList()) {
            if (!entry.getName().endsWith(".xml") && !entry.getName().endsWith(".rels")) {
                continue;
            }
            boolean inMemory = !entry.getName().startsWith("xl/worksheets/");
            long size = 0;
            try (InputStream in = zip.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    size += read;
                    total += read;
                    if (isTooLarge(total, packed)) {
                        throw new UnreadableFile(tooLarge());
                    }
                    if (inMemory && size > MOST_OF_A_WORKBOOKS_TEXTS) {
                        throw new UnreadableFile(
                                "The workbook has more different texts than fit into memory: save it as"
                                        + " CSV UTF-8.");
                    }
                }
            }
        }
    }

    private CountedStream bounded(InputStream in, long packed) {
        return new CountedStream(in) {
            @Override
            void counted(long bytes) throws IOException {
                if (isTooLarge(bytes, packed)) {
                    throw new IOException(tooLarge());
                }
            }
        };
    }

    private boolean isTooLarge(long bytes, long packed) {
        return bytes > given.mostUnpacked()
                || (bytes > FREE_GROWTH && packed > 0 && bytes / given.mostGrowth() > packed);
    }

    private String tooLarge() {
        return "Unpacked, the file is over ferry.files.max-unpacked, or more than " + given.mostGrowth()
                + " times its size (ferry.files.max-growth): drop it unpacked, or raise the limit.";
    }

    private Path spool(InputStream in) throws IOException {
        Path file = Files.createTempFile("ferry-", ".unpacked");
        toClose.push(() -> Files.deleteIfExists(file));
        try (InputStream bounded =
                new CountedStream(new FilterInputStream(in) {
                    @Override
                    public void close() {}
                }) {
                    @Override
                    void counted(long bytes) throws IOException {
                        if (bytes > given.mostUnpacked()) {
                            throw new IOException(tooLarge());
                        }
                    }
                }) {
            Files.copy(bounded, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static void refuseNested(boolean nested) throws UnreadableFile {
        if (nested) {
            throw new UnreadableFile("The archive holds another archive: pack the file once.");
        }
    }

    private static void refuseOthers(byte[] begin) throws UnreadableFile {
        if (startsWith(begin, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw new UnreadableFile(
                    "The workbook is of the old kind (.xls) or locked with a password: save it as .xlsx"
                            + " without one, or as CSV UTF-8.");
        }
        if (startsWith(begin, '%', 'P', 'D', 'F')) {
            throw new UnreadableFile("The file is a PDF, of which no table is read: export it as CSV or .xlsx.");
        }
    }

    private static byte[] begin(BufferedInputStream in) throws IOException {
        in.mark(BEGIN);
        byte[] begin = in.readNBytes(BEGIN);
        in.reset();
        return begin;
    }

    private static boolean isZip(byte[] begin) {
        return startsWith(begin, 'P', 'K', 3, 4) || startsWith(begin, 'P', 'K', 5, 6);
    }

    private static boolean isGzip(byte[] begin) {
        return startsWith(begin, 0x1F, 0x8B, 8);
    }

    private static boolean startsWith(byte[] begin, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= begin.length || (begin[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
