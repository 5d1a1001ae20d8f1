package dev.eventferry.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import dev.eventferry.settings.FileSettings;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The items of a dropped file, one after the other in constant memory: rows of CSV (its delimiter seen in the header),
 * lines of NDJSON or the elements of a JSON array, in UTF-8 with or without a byte order mark.
 */
public final class FileItems implements Iterator<Item>, Closeable {

    private static final String DELIMITERS = ",;\t|";
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_FIELD = 64 * 1024;
    private static final int LONGEST_HEADER = 1024 * 1024;

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
    private final Closeable source;
    private boolean closed;

    private FileItems(FileFormat format, Iterator<Item> items, Closeable source) {
        this.format = format;
        this.items = items;
        this.source = source;
    }

    /**
     * Opens a file by its name's ending.
     *
     * @param given what the file need not tell itself
     * @throws UnreadableFile when its form is not known or its first line is no header
     */
    public static FileItems open(Path file, FileSettings given) throws IOException, UnreadableFile {
        Form form = form(file);
        return read(Files.newInputStream(file), form, given);
    }

    /** Whether the name is one of a file that is read; others in the inbox are not looked at. */
    public static boolean accepts(Path file) {
        return endings().contains(FileName.ending(String.valueOf(file.getFileName())));
    }

    /** What stands behind the last dot of files that are read, in small letters. */
    public static List<String> endings() {
        return FileName.endings();
    }

    /** The share of the file's bytes that were read, 0 to 1; 0 where its size is not known. */
    public double progress() {
        return closed ? 1 : 0;
    }

    /** What the file turned out to be. */
    public FileFormat format() {
        return format;
    }

    /**
     * Reads a file, or what is piped in, from its beginning; closing the items closes it.
     *
     * @throws UnreadableFile when its first line is no header; it is closed then
     */
    public static FileItems read(InputStream in, Form form, FileSettings given) throws IOException, UnreadableFile {
        // strict about UTF-8 to the end, which FastCSV's own decoding is not
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        try {
            return switch (form) {
                case CSV -> rows(text);
                case NDJSON -> lines(text);
                case JSON -> elements(text, !given.whole());
                case XLSX -> throw new UnreadableFile("Workbooks are not read yet.");
            };
        } catch (MalformedInputException e) {
            text.close();
            throw new UnreadableFile("The file is not UTF-8: save it as \"CSV UTF-8\".");
        } catch (IOException | UnreadableFile e) {
            text.close();
            throw e;
        } catch (UncheckedIOException e) {
            text.close();
            throw unreadable(e);
        }
    }

    /**
     * What a file is, by its name's ending.
     *
     * @throws UnreadableFile when it is none of them
     */
    public static Form form(Path file) throws UnreadableFile {
        Form form = FileName.of(file).form();
        return form == null ? Form.CSV : form;
    }

    @Override
    public boolean hasNext() {
        try {
            return !closed && items.hasNext();
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        } catch (CsvParseException e) {
            throw new UncheckedIOException(new IOException("The CSV breaks off: " + e.getMessage(), e));
        }
    }

    @Override
    public Item next() {
        return items.next();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        source.close();
    }

    private static FileItems rows(BufferedReader text) throws IOException, UnreadableFile {
        boolean marked = skipMark(text);
        char delimiter = delimiter(text);
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(16 * LONGEST_FIELD)
                .ofCsvRecord(text);
        Iterator<CsvRecord> records = reader.iterator();
        RowHeader header = RowHeader.of(records.next().getFields());
        return new FileItems(
                new FileFormat(
                        Form.CSV,
                        FileFormat.Compression.NONE,
                        StandardCharsets.UTF_8,
                        marked,
                        delimiter,
                        '"',
                        "\n",
                        header,
                        1,
                        null,
                        List.of(),
                        List.of()),
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return records.hasNext();
                    }

                    @Override
                    public Item next() {
                        return new RowItem(
                                header, cells(records.next(), header.names().size()));
                    }
                },
                reader);
    }

    /** A short row has empty cells at its end. */
    private static List<@Nullable String> cells(CsvRecord record, int columns) {
        List<String> fields = record.getFields();
        if (fields.size() >= columns) {
            return new ArrayList<>(fields);
        }
        List<@Nullable String> cells = new ArrayList<>(fields);
        while (cells.size() < columns) {
            cells.add("");
        }
        return cells;
    }

    /** Excel puts a byte order mark before the first column, and before its quotes. */
    private static boolean skipMark(BufferedReader text) throws IOException {
        text.mark(1);
        boolean marked = text.read() == BYTE_ORDER_MARK;
        if (!marked) {
            text.reset();
        }
        return marked;
    }

    private static char delimiter(BufferedReader text) throws IOException, UnreadableFile {
        text.mark(LONGEST_HEADER);
        String header = text.readLine();
        text.reset();
        if (header == null || header.isBlank()) {
            throw new UnreadableFile("The file is empty: the first line must name the columns.");
        }
        char best = ',';
        int most = 0;
        for (int i = 0; i < DELIMITERS.length(); i++) {
            char delimiter = DELIMITERS.charAt(i);
            int count = countUnquoted(header, delimiter);
            if (count > most) {
                best = delimiter;
                most = count;
            }
        }
        return best;
    }

    private static int countUnquoted(String header, char delimiter) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            quoted ^= header.charAt(i) == '"';
            if (!quoted && header.charAt(i) == delimiter) {
                count++;
            }
        }
        return count;
    }

    private static FileItems lines(BufferedReader reader) {
        Iterator<String> lines = reader.lines().filter(line -> !line.isBlank()).iterator();
        return new FileItems(
                json(Form.NDJSON),
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return lines.hasNext();
                    }

                    @Override
                    public Item next() {
                        return line(lines.next());
                    }
                },
                reader);
    }

    private static Item line(String line) {
        try {
            JsonNode node = BodyReader.LINE.readTree(line.startsWith("\uFEFF") ? line.substring(1) : line);
            return new JsonItem(node);
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            return new BrokenItem(Problem.error(
                    "", "line_unreadable", "The line is not JSON at column " + column + ": one object a line."));
        } catch (NumberFormatException e) { // Jackson's, for 1e9999999999
            return new BrokenItem(BodyReader.numberTooLarge("The line"));
        }
    }

    private static FileItems elements(BufferedReader reader, boolean unwrap) throws IOException {
        skipMark(reader);
        JsonParser parser = BodyReader.JSON.createParser(reader);
        return new FileItems(json(Form.JSON), new JsonElements(parser, unwrap), parser);
    }

    private static FileFormat json(Form form) {
        return new FileFormat(
                form,
                FileFormat.Compression.NONE,
                StandardCharsets.UTF_8,
                false,
                ',',
                '"',
                "\n",
                null,
                0,
                null,
                List.of(),
                List.of());
    }

    private static UncheckedIOException unreadable(UncheckedIOException e) {
        return e.getCause() instanceof MalformedInputException
                ? new UncheckedIOException(new IOException("The file is not UTF-8: save it as \"CSV UTF-8\".", e))
                : e;
    }
}
