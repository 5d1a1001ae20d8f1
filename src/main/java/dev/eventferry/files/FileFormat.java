package dev.eventferry.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.intake.RowHeader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be, as reports tell it and as rows of it are written again. It names columns and quotes no
 * cell.
 *
 * @param compression what it was packed in
 * @param charset what its text is written in
 * @param marked whether it begins with a byte order mark
 * @param delimiter what stands between two cells of a row; meaningless without a header
 * @param quote what stands around a cell that holds delimiters; 0 for no such character
 * @param lineEnd what ends a line
 * @param header the columns' names; null for JSON
 * @param headerRow the row where they stand, from 1; 0 when there is none
 * @param sheet the workbook's sheet; null for others
 * @param columns the columns whose times or numbers are not written as programs write them
 * @param warnings sentences on what was found odd, such as two columns of one name
 */
public record FileFormat(
        FileItems.Form form,
        Compression compression,
        Charset charset,
        boolean marked,
        char delimiter,
        char quote,
        String lineEnd,
        @Nullable RowHeader header,
        int headerRow,
        @Nullable String sheet,
        List<Column> columns,
        List<String> warnings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a file is packed in. */
    public enum Compression {
        NONE,
        GZIP,
        ZIP
    }

    /**
     * How one column is written.
     *
     * @param dates {@code dmy}, {@code mdy}, {@code ymd}, {@code serial} or {@code open}; null when it has no dates
     * @param decimal {@code point}, {@code comma} or {@code open}; null when it has no numbers
     */
    public record Column(
            String name, @Nullable String dates, @Nullable String decimal) {

        private String words() {
            List<String> words = new ArrayList<>(2);
            if (dates != null) {
                words.add(
                        switch (dates) {
                            case "open" -> "dates that do not tell day from month";
                            case "serial" -> "dates as the numbers of a spreadsheet";
                            default -> "dates as " + dates;
                        });
            }
            if (decimal != null) {
                words.add(
                        decimal.equals("open")
                                ? "numbers that do not tell thousands from fractions"
                                : "numbers with a decimal " + decimal);
            }
            return name + ": " + String.join(", ", words);
        }
    }

    /** For a report. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("form", form.word());
        if (compression != Compression.NONE) {
            json.put("compression", compression.name().toLowerCase(Locale.ROOT));
        }
        if (form != FileItems.Form.XLSX) {
            json.put("encoding", charset.name().toLowerCase(Locale.ROOT));
            json.put("byte_order_mark", marked);
        }
        if (form == FileItems.Form.CSV) {
            json.put("delimiter", delimiter == '\t' ? "tab" : String.valueOf(delimiter));
            json.put("quote", quote == 0 ? "none" : String.valueOf(quote));
            json.put("line_end", lineEndWord());
        }
        if (sheet != null) {
            json.put("sheet", sheet);
        }
        if (header != null) {
            json.put("header_row", headerRow);
            ArrayNode styles = json.putArray("columns");
            for (Column column : columns) {
                ObjectNode style = styles.addObject().put("name", column.name());
                if (column.dates() != null) {
                    style.put("dates", column.dates());
                }
                if (column.decimal() != null) {
                    style.put("decimal", column.decimal());
                }
            }
        }
        ArrayNode all = json.putArray("warnings");
        warnings.forEach(all::add);
        return json;
    }

    /** For people: a few plain sentences. */
    public List<String> words() {
        List<String> sentences = new ArrayList<>();
        StringBuilder first = new StringBuilder(form.title());
        if (compression != Compression.NONE) {
            first.append(" in ").append(compression.name().toLowerCase(Locale.ROOT));
        }
        if (form != FileItems.Form.XLSX) {
            first.append(", ").append(charset.name()).append(marked ? " with byte order mark" : "");
        }
        if (form == FileItems.Form.CSV) {
            first.append(", ").append(delimiterWord()).append(" between cells");
            first.append(", ").append(lineEndWord().toUpperCase(Locale.ROOT)).append(" line ends");
        }
        if (sheet != null) {
            first.append(", sheet ").append(sheet);
        }
        if (header != null) {
            first.append(headerRow == 0 ? ", without a header" : ", header in row " + headerRow);
            first.append(", ").append(header.names().size()).append(" columns");
        }
        sentences.add(first.append('.').toString());
        columns.forEach(column -> sentences.add("Column " + column.words() + "."));
        sentences.addAll(warnings);
        return sentences;
    }

    private String delimiterWord() {
        return switch (delimiter) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            case '|' -> "bar";
            default -> "one character";
        };
    }

    private String lineEndWord() {
        return switch (lineEnd) {
            case "\r\n" -> "crlf";
            case "\r" -> "cr";
            default -> "lf";
        };
    }
}
