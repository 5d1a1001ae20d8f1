package dev.eventferry.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The items of a dropped file, one after the other in constant memory: rows of CSV (its delimiter seen in the header) or
 * lines of NDJSON, in UTF-8 with or without a byte order mark.
 */
public final class FileItems implements Iterator<Item>, Closeable {

    private static final String DELIMITERS = ",;\t|";
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_FIELD = 64 * 1024;

    private final Iterator<Item> items;
    private final Closeable source;
    private boolean closed;

    private FileItems(Iterator<Item> items, Closeable source) {
        this.items = items;
        this.source = source;
    }

    /**
     * Opens a file by its name's ending.
     *
     * @throws UnreadableFile when its form is not known or its first line is no header
     */
    public static FileItems open(Path file) throws IOException, UnreadableFile {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".ndjson")) {
            return lines(file);
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return rows(file);
        }
        throw new UnreadableFile("Only .csv, .tsv and .ndjson files are read: rename or convert it.");
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

    private static FileItems rows(Path file) throws IOException, UnreadableFile {
        char delimiter = delimiter(file);
        // strict about UTF-8 to the end, which FastCSV's own decoding is not
        BufferedReader text = Files.newBufferedReader(file);
        skipMark(text);
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
    private static void skipMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
    }

    private static char delimiter(Path file) throws IOException, UnreadableFile {
        String header;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            header = reader.readLine();
        } catch (MalformedInputException e) {
            throw new UnreadableFile("The file is not UTF-8: save it as \"CSV UTF-8\".");
        }
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

    private static FileItems lines(Path file) throws IOException {
        BufferedReader reader = Files.newBufferedReader(file);
        Iterator<String> lines = reader.lines().filter(line -> !line.isBlank()).iterator();
        return new FileItems(
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

    private static UncheckedIOException unreadable(UncheckedIOException e) {
        return e.getCause() instanceof MalformedInputException
                ? new UncheckedIOException(new IOException("The file is not UTF-8: save it as \"CSV UTF-8\".", e))
                : e;
    }
}
