package dev.eventferry.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.files.FileFormat.Compression;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.settings.FileSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The items of a dropped file, one after the other in constant memory: rows of a table of text or of a workbook, lines of
 * NDJSON or the elements of a JSON array, plain, in gzip or in zip. What the file is and how it is written, it tells itself
 * (docs/files.md); {@link #format} says what was found.
 */
public final class FileItems implements Iterator<Item>, Closeable {

    private static final char USUAL_QUOTE = '"';

    /** What a file is. */
    public enum Form {
        /** Rows, with whatever delimiter, below a line that names the columns. */
        CSV,
        /** One JSON object a line. */
        NDJSON,
        /** An array of objects, one object, or one that has them under {@code events}. */
        JSON,
        /** The first sheet of an Excel workbook, or the one that the settings name. */
        XLSX;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String title() {
            return switch (this) {
                case CSV -> "A table of text";
                case NDJSON -> "Lines of JSON";
                case JSON -> "JSON";
                case XLSX -> "An Excel workbook";
            };
        }
    }

    private final FileFormat format;
    private final Iterator<Item> items;
    private final Closeable reading;
    private final Unpacked file;
    private boolean closed;

    private FileItems(FileFormat format, Iterator<Item> items, Closeable reading, Unpacked file) {
        this.format = format;
        this.items = items;
        this.reading = reading;
        this.file = file;
    }

    /**
     * Opens a file by its name's ending.
     *
     * @param given what the file need not tell itself
     * @throws UnreadableFile when nothing of it can be read; the message says why and what to do
     */
    public static FileItems open(Path file, FileSettings given) throws IOException, UnreadableFile {
        return of(Unpacked.of(file, FileName.of(file).form(), given), given);
    }

    /**
     * Reads what is piped in from its beginning; closing the items closes it.
     *
     * @param form null when that is told by how it begins
     * @throws UnreadableFile when nothing of it can be read; it is closed then
     */
    public static FileItems read(InputStream in, @Nullable Form form, FileSettings given)
            throws IOException, UnreadableFile {
        return of(Unpacked.of(in, form, given), given);
    }

    /** The same of a file whose form its ending does not tell. */
    public static FileItems read(Path file, @Nullable Form form, FileSettings given)
            throws IOException, UnreadableFile {
        return of(Unpacked.of(file, form, given), given);
    }

    /** Whether the name is one of a file that is read; others in the inbox are not looked at. */
    public static boolean accepts(Path file) {
        return endings().contains(FileName.ending(String.valueOf(file.getFileName())));
    }

    /** What stands behind the last dot of files that are read, in small letters. */
    public static List<String> endings() {
        return FileName.endings();
    }

    /** What the file turned out to be. */
    public FileFormat format() {
        return format;
    }

    /** The share of the file's bytes that were read, 0 to 1; 0 where that is not known. */
    public double progress() {
        return file.progress();
    }

    @Override
    public boolean hasNext() {
        try {
            return !closed && items.hasNext();
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException(explained(Objects.requireNonNull(e.getCause())));
        }
    }

    @Override
    public Item next() {
        return items.next();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            reading.close();
        } finally {
            file.close();
        }
    }

    private static FileItems of(Unpacked file, FileSettings given) throws IOException, UnreadableFile {
        try {
            Path workbook = file.workbook();
            return workbook == null ? text(file, given) : sheet(file, workbook, given);
        } catch (UncheckedIOException e) {
            file.close();
            throw new UnreadableFile(String.valueOf(
                    explained(Objects.requireNonNull(e.getCause())).getMessage()));
        } catch (IOException e) {
            file.close();
            throw new UnreadableFile(String.valueOf(explained(e).getMessage()));
        } catch (UnreadableFile | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static FileItems sheet(Unpacked file, Path path, FileSettings given) throws IOException, UnreadableFile {
        Workbook workbook = Workbook.open(path, given.sheet());
        try {
            TableItems table = TableItems.of(workbook, '\0', given);
            FileFormat format = new FileFormat(
                    Form.XLSX,
                    file.compression(),
                    StandardCharsets.UTF_8,
                    true,
                    ',',
                    USUAL_QUOTE,
                    "\r\n",
                    table.header(),
                    table.headerRow(),
                    workbook.sheet(),
                    table.notes(),
                    table.warnings());
            return new FileItems(format, table, workbook, file);
        } catch (UnreadableFile | RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    private static FileItems text(Unpacked file, FileSettings given) throws IOException, UnreadableFile {
        TextFile text = TextFile.of(file, given);
        Form form = text.form();
        return switch (form) {
            case NDJSON -> lines(file, text);
            case JSON -> elements(file, text, given);
            default -> rows(file, text, given);
        };
    }

    private static FileItems rows(Unpacked file, TextFile text, FileSettings given) throws IOException, UnreadableFile {
        char quote = given.quote() == null ? USUAL_QUOTE : given.quote();
        Dialect dialect = Dialect.of(text.beginning(), given.delimiter(), quote);
        var reader = text.lenient();
        reader.skipCharacters(dialect.skip());
        CsvRows rows = new CsvRows(reader, dialect.delimiter(), quote, dialect.skip() > 0 ? 2 : 1);
        TableItems table = TableItems.of(rows, dialect.delimiter(), given);
        FileFormat format = new FileFormat(
                Form.CSV,
                file.compression(),
                text.encoding().charset(),
                text.encoding().mark() > 0,
                dialect.delimiter(),
                quote,
                dialect.lineEnd(),
                table.header(),
                table.headerRow(),
                null,
                table.notes(),
                text.warnings(table.warnings()));
        return new FileItems(format, table, reader, file);
    }

    private static FileItems lines(Unpacked file, TextFile text) throws IOException {
        var reader = text.lenient();
        CsvRows lines = new CsvRows(reader, CsvRows.UNREADABLE, '\0');
        Iterator<Item> items = new Iterator<>() {
            private @Nullable Item next;

            @Override
            public boolean hasNext() {
                while (next == null && lines.hasNext()) {
                    RawRow line = lines.next();
                    next = line.filled() == 0 && line.problem() == null ? null : line(line);
                }
                return next != null;
            }

            @Override
            public Item next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException();
                }
                Item item = next;
                next = null;
                return item;
            }
        };
        return new FileItems(json(Form.NDJSON, file, text), items, reader, file);
    }

    private static Item line(RawRow row) {
        Problem problem = row.problem();
        if (problem != null) {
            return new BrokenItem(problem, row.cells());
        }
        try {
            JsonNode node = BodyReader.LINE.readTree(row.cells().get(0));
            return new JsonItem(node);
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            return new BrokenItem(
                    Problem.error(
                            "", "line_unreadable", "The line is not JSON at column " + column + ": one object a line."),
                    row.cells());
        } catch (NumberFormatException e) { // Jackson's, for 1e9999999999
            return new BrokenItem(BodyReader.numberTooLarge("The line"), row.cells());
        }
    }

    private static FileItems elements(Unpacked file, TextFile text, FileSettings given) throws IOException {
        JsonParser parser = BodyReader.JSON.createParser(text.strict());
        return new FileItems(json(Form.JSON, file, text), new JsonElements(parser, !given.whole()), parser, file);
    }

    private static FileFormat json(Form form, Unpacked file, TextFile text) {
        Compression compression = file.compression();
        return new FileFormat(
                form,
                compression,
                text.encoding().charset(),
                text.encoding().mark() > 0,
                ',',
                USUAL_QUOTE,
                Dialect.lineEnd(text.beginning()),
                null,
                0,
                null,
                List.of(),
                text.warnings(List.of()));
    }

    private static IOException explained(IOException e) {
        return e instanceof MalformedInputException
                ? new IOException(
                        "The file has bytes that are no text in its encoding, and JSON cannot be read on behind them:"
                                + " save it as UTF-8.",
                        e)
                : Unpacked.explained(e);
    }
}
