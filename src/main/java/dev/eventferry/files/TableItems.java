package dev.eventferry.files;

import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.DroppedItem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import dev.eventferry.settings.FileSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows below a table's header as items. What its columns are written like is decided over the first rows, which are
 * held until then; the rest is read as it is asked for. Each row below the header is an item, also one that is left out (an
 * empty one, the header once more, a footer), so that rows can be counted.
 */
final class TableItems implements Iterator<Item> {

    /** Columns of a file of rejected rows, which were added by us (design 7). */
    static final List<String> OURS = List.of("_row", "_code", "_reason");

    static final String FOOTER = "footer";
    static final String REPEATED_HEADER = "repeated header";
    static final String EMPTY_ROW = "empty row";

    private static final int MOST_ROWS = 1_000;
    private static final int MOST_CELLS = 100_000;
    private static final long MOST_CHARACTERS = 4_000_000;
    private static final int LONGEST_FOOTER = 20;
    private static final int LEAST_COLUMNS_FOR_FOOTERS = 3;
    private static final Set<String> TOTALS = Set.of(
            "total",
            "totals",
            "grand total",
            "sum",
            "sub total",
            "subtotal",
            "summe",
            "gesamt",
            "gesamtsumme",
            "somme",
            "totale",
            "totaal",
            "suma",
            "total general",
            "total général");

    /** Spares all other rows a closer look. */
    private static final String FIRST_OF_TOTALS = "tTsSgG ";

    private static final int LONGEST_TOTAL = 20;

    private final Iterator<RawRow> rows;
    private final Deque<RawRow> ahead;
    private final boolean dropsFooters;
    private final RowHeader header;
    private final int columns; // ours among them
    private final int headerRow;
    private final List<FileFormat.Column> notes;
    private final List<String> warnings;
    private final Deque<RawRow> held = new ArrayDeque<>();
    private final Deque<Item> ready = new ArrayDeque<>();
    private boolean anyRow;

    private TableItems(
            Iterator<RawRow> rows,
            Deque<RawRow> ahead,
            boolean dropsFooters,
            int headerRow,
            int columns,
            RowHeader names,
            Columns styles,
            List<String> warnings) {
        this.rows = rows;
        this.ahead = ahead;
        this.dropsFooters = dropsFooters;
        this.headerRow = headerRow;
        this.columns = columns;
        this.header = names.written(styles.styles());
        this.notes = styles.notes();
        this.warnings = warnings;
    }

    /**
     * Finds the header and decides on the columns.
     *
     * @param delimiter of the cells; 0 in a workbook
     * @throws UnreadableFile when no row names the columns
     */
    static TableItems of(Iterator<RawRow> rows, char delimiter, FileSettings given) throws UnreadableFile {
        Deque<RawRow> ahead = new ArrayDeque<>();
        long characters = 0;
        long cells = 0;
        while (ahead.size() < MOST_ROWS && characters < MOST_CHARACTERS && cells < MOST_CELLS && rows.hasNext()) {
            RawRow row = rows.next();
            ahead.add(row);
            cells += row.cells().size();
            for (String cell : row.cells()) {
                characters += cell == null ? 0 : cell.length();
            }
        }
        if (ahead.stream().allMatch(row -> row.filled() == 0)) {
            throw new UnreadableFile("The file is empty: one row must name the columns.");
        }
        RawRow header = HeaderRow.find(new ArrayList<>(ahead), given);
        List<String> names = new ArrayList<>();
        if (header == null) {
            int widest = ahead.stream().mapToInt(RawRow::filled).max().orElse(0);
            for (int i = 1; i <= widest; i++) {
                names.add(Integer.toString(i));
            }
        } else {
            while (!ahead.isEmpty() && ahead.peek().line() <= header.line()) {
                ahead.poll();
            }
            for (int i = 0; i < header.filled(); i++) {
                String name = header.cells().get(i);
                names.add(name == null ? "" : name);
            }
        }
        int columns = names.size();
        while (names.size() > 1 && OURS.contains(names.get(names.size() - 1).strip())) {
            names.remove(names.size() - 1);
        }
        RowHeader cleaned = RowHeader.of(names);
        Columns styles = Columns.of(cleaned.names(), ahead, delimiter, given);
        List<String> warnings = new ArrayList<>(repeated(cleaned.names()));
        warnings.addAll(styles.warnings());
        return new TableItems(
                rows,
                ahead,
                given.dropsFooters(),
                header == null ? 0 : (int) header.line(),
                columns,
                cleaned,
                styles,
                List.copyOf(warnings));
    }

    RowHeader header() {
        return header;
    }

    int headerRow() {
        return headerRow;
    }

    List<FileFormat.Column> notes() {
        return notes;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty()) {
            read();
        }
        return !ready.isEmpty();
    }

    @Override
    public Item next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    /** Makes the next items ready: one, or those that might have been a footer and are none. */
    private void read() {
        while (!ahead.isEmpty() || rows.hasNext()) {
            RawRow row = ahead.isEmpty() ? rows.next() : ahead.remove();
            if (dropsFooters && held.size() < LONGEST_FOOTER && isLikeFooter(row)) {
                held.add(row);
                continue;
            }
            held.forEach(each -> ready.add(item(each)));
            held.clear();
            ready.add(item(row));
            return;
        }
        held.forEach(each -> ready.add(new DroppedItem(each.filled() == 0 ? EMPTY_ROW : FOOTER)));
        held.clear();
    }

    /** A sentence alone in the first cell of a row that is too short, or a sum: a footer if nothing comes behind it. */
    private boolean isLikeFooter(RawRow row) {
        if (columns < LEAST_COLUMNS_FOR_FOOTERS || row.problem() != null || (!anyRow && held.isEmpty())) {
            return false;
        }
        int filled = row.filled();
        if (filled == 0) {
            return !held.isEmpty();
        }
        String first = row.cells().get(0);
        if (first == null || first.isBlank()) {
            return false;
        }
        if (filled == 1) {
            return first.chars().anyMatch(Character::isLetter);
        }
        if (first.length() > LONGEST_TOTAL || FIRST_OF_TOTALS.indexOf(first.charAt(0)) < 0) {
            return false;
        }
        String word = first.strip().toLowerCase(Locale.ROOT).replaceAll("[:.]$", "");
        long blank = row.cells().stream()
                .filter(cell -> cell == null || cell.isBlank())
                .count();
        return TOTALS.contains(word) && blank + columns - row.cells().size() >= 1;
    }

    private Item item(RawRow row) {
        List<@Nullable String> cells = row.cells();
        Problem problem = row.problem();
        if (problem != null) {
            return new BrokenItem(problem, cells);
        }
        int size = header.names().size();
        if (cells.size() > columns && row.filled() > columns) {
            return new BrokenItem(
                    Problem.error(
                            "",
                            "row_too_long",
                            "The row has " + row.filled() + " cells below a header of " + columns
                                    + ", so its values may stand in the wrong columns; put quotes around cells that hold"
                                    + " the delimiter."),
                    cells);
        }
        if (isBlankAt(cells, 0) && row.filled() == 0) {
            return new DroppedItem(EMPTY_ROW);
        }
        if (isHeader(cells)) {
            return new DroppedItem(REPEATED_HEADER);
        }
        anyRow = true;
        return new RowItem(header, columns > size && cells.size() > size ? cells.subList(0, size) : cells);
    }

    private boolean isHeader(List<@Nullable String> cells) {
        List<String> names = header.names();
        if (headerRow == 0 || cells.size() < names.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            String cell = cells.get(i);
            if (!names.get(i).equalsIgnoreCase(cell == null ? "" : cell.strip())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlankAt(List<@Nullable String> cells, int index) {
        String cell = index < cells.size() ? cells.get(index) : null;
        return cell == null || cell.isBlank();
    }

    private static List<String> repeated(List<String> names) {
        List<String> warnings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<String> told = new HashSet<>();
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            if (!key.isEmpty() && !seen.add(key) && told.add(key)) {
                warnings.add("Several columns are named " + name + ": the first counts.");
            }
        }
        return warnings;
    }
}
