package dev.eventferry.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.GroupItem;
import dev.eventferry.intake.RowItem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rejected rows of a file as they were, in its own encoding and with its own delimiter, each with its row, the code
 * and the reason behind it: to be mended and dropped again as it is. What is added is on disk after {@link #force}; what
 * was added later and never forced is cut off when it is opened again. For one thread.
 */
public final class RejectedRows implements Closeable {

    /** What we add behind the columns of the file. */
    public static final List<String> OURS = List.of("_row", "_code", "_reason");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileFormat format;
    private final boolean rows;
    private final Charset charset;
    private final char delimiter;
    private final String lineEnd;
    private final StringBuilder pending = new StringBuilder();
    private long length;
    private @Nullable FileChannel channel;

    /**
     * Opens a part file, which is made when there is something to write.
     *
     * @param format of the file that is read
     * @param length how much of the part file counts
     */
    public RejectedRows(Path file, FileFormat format, long length) {
        this.file = file;
        this.format = format;
        this.length = length;
        this.rows = format.form() == FileItems.Form.CSV || format.form() == FileItems.Form.XLSX;
        boolean text = format.form() == FileItems.Form.CSV;
        this.charset = text ? format.charset() : StandardCharsets.UTF_8;
        this.delimiter = text ? format.delimiter() : ',';
        this.lineEnd = text ? format.lineEnd() : rows ? "\r\n" : "\n";
    }

    /** What such a file is called, behind the name of the one that is read: {@code .rejected.csv}. */
    public String ending() {
        return rows ? ".rejected.csv" : ".rejected.ndjson";
    }

    /** The part file. */
    public Path file() {
        return file;
    }

    /**
     * Adds an item, all of its rows.
     *
     * @param row its first, from 1
     */
    public void add(Item item, long row, List<Problem> problems) {
        if (length == 0 && pending.isEmpty() && rows) {
            begin();
        }
        String code = "";
        StringBuilder reason = new StringBuilder();
        for (Problem problem : problems) {
            if (problem.isError()) {
                code = code.isEmpty() ? problem.code() : code;
                reason.append(reason.isEmpty() ? "" : " ").append(problem.message());
            }
        }
        List<Item> all = item instanceof GroupItem group ? group.rows() : List.of(item);
        for (int i = 0; i < Math.max(all.size(), 1); i++) {
            if (rows) {
                line(all.get(i), row + i, code, reason.toString());
            } else {
                object(all.get(i), row + i, code, reason.toString());
            }
        }
    }

    /**
     * Writes what was added.
     *
     * @return the file's length with it
     */
    public long force() throws IOException {
        if (pending.isEmpty()) {
            return length;
        }
        if (channel == null) {
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
        }
        channel.truncate(length);
        ByteBuffer bytes = charset.encode(pending.toString());
        long at = length;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(true);
        pending.setLength(0);
        length = at;
        return length;
    }

    /** How much of it is on disk. */
    public long length() {
        return length;
    }

    /** Cuts off what does not count. */
    public void trim() throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (open.size() > length) {
                open.truncate(length);
                open.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void begin() {
        boolean marked = format.form() == FileItems.Form.XLSX || format.marked();
        if (marked) {
            pending.append('\uFEFF');
        }
        List<String> names = new ArrayList<>(columns());
        names.addAll(OURS);
        append(names);
    }

    private List<String> columns() {
        return format.header() == null ? List.of() : format.header().names();
    }

    private void line(Item item, long row, String code, String reason) {
        int columns = columns().size();
        List<String> line = new ArrayList<>(columns + OURS.size());
        List<@Nullable String> cells = item instanceof RowItem known
                ? known.cells()
                : item instanceof BrokenItem broken ? broken.cells() : List.of();
        for (int i = 0; i < columns; i++) {
            String cell = i < cells.size() ? cells.get(i) : null;
            line.add(cell == null ? "" : guarded(cell));
        }
        if (item instanceof BrokenItem && cells.size() > columns && columns > 0) {
            // more cells than columns is what is wrong with it: all of them are there to be mended
            line.set(columns - 1, String.join(String.valueOf(delimiter), texts(cells, columns - 1)));
        }
        line.add(Long.toString(row));
        line.add(code);
        line.add(reason);
        append(line);
    }

    private static List<String> texts(List<@Nullable String> cells, int from) {
        List<String> texts = new ArrayList<>();
        for (String cell : cells.subList(from, cells.size())) {
            texts.add(cell == null ? "" : cell);
        }
        return texts;
    }

    private void object(Item item, long row, String code, String reason) {
        JsonNode json = item.asJson();
        ObjectNode line = json.isObject() ? json.deepCopy() : JSON.createObjectNode();
        if (!json.isObject() && !json.isMissingNode()) {
            line.set("_value", json);
        }
        if (item instanceof BrokenItem broken && !broken.cells().isEmpty()) {
            line.put("_line", broken.cells().get(0));
        }
        line.put("_row", row).put("_code", code).put("_reason", reason);
        pending.append(line).append(lineEnd);
    }

    private void append(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                pending.append(delimiter);
            }
            quoted(cells.get(i));
        }
        pending.append(lineEnd);
    }

    private void quoted(String cell) {
        char quote = format.quote();
        boolean plain = !cell.isEmpty() && cell.charAt(0) != ' ' && cell.charAt(cell.length() - 1) != ' ';
        for (int i = 0; plain && i < cell.length(); i++) {
            char c = cell.charAt(i);
            plain = c != delimiter && c != '\n' && c != '\r' && c != quote;
        }
        if (plain || cell.isEmpty()) {
            pending.append(cell);
        } else if (quote == 0) {
            // nothing can stand around it: only our own words have such signs then
            pending.append(cell.replace(delimiter, ' ').replace('\n', ' ').replace('\r', ' '));
        } else {
            String mark = String.valueOf(quote);
            pending.append(quote).append(cell.replace(mark, mark + mark)).append(quote);
        }
    }

    /** A cell that a spreadsheet would run gets an apostrophe before it, which the reader takes off again. */
    private static String guarded(String cell) {
        if (cell.isEmpty()) {
            return cell;
        }
        char first = cell.charAt(0);
        boolean sign = first == '+' || first == '-';
        boolean number = cell.length() > 1 && Character.isDigit(cell.charAt(1));
        return "=@\t\r".indexOf(first) >= 0 || (sign && !number) ? "'" + cell : cell;
    }
}
