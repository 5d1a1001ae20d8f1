package dev.eventferry.files;

import dev.eventferry.cell.WrittenNumber;
import dev.eventferry.cell.WrittenTime;
import dev.eventferry.settings.FileSettings;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the row that names the columns, below lines that tell whose report it is. */
final class HeaderRow {

    private static final int LOOK = 30;
    private static final int LONGEST_NAME = 200;

    private HeaderRow() {}

    /**
     * The first row that looks like names and is about as wide as the rows of the table.
     *
     * @return null when the settings say that there is none
     * @throws UnreadableFile when the rows are data from the first on
     */
    static @Nullable RawRow find(List<RawRow> rows, FileSettings given) throws UnreadableFile {
        Integer said = given.headerRow();
        if (said != null && said == 0) {
            return null;
        }
        if (said != null) {
            return rows.stream()
                    .filter(row -> row.line() == said)
                    .findFirst()
                    .orElseThrow(() -> new UnreadableFile(
                            "Row " + said + ", where " + given.key("file-header-row") + " looks for names, is empty."));
        }
        int typical = typicalWidth(rows);
        boolean tooLate = false;
        for (RawRow row : rows.subList(0, Math.min(LOOK, rows.size()))) {
            if (row.problem() != null || row.filled() * 2 <= typical) {
                continue;
            }
            if (areNames(row) && !tooLate) {
                return row;
            }
            tooLate |= row.filled() >= typical; // data came first
        }
        throw new UnreadableFile("No row names the columns: put a first line with their names into the file, or set "
                + given.key("file-header-row") + ".");
    }

    /** The width of the row in the middle when they are sorted by it; empty rows tell nothing. */
    private static int typicalWidth(List<RawRow> rows) {
        int[] widths = rows.stream()
                .filter(row -> row.problem() == null)
                .mapToInt(RawRow::filled)
                .filter(width -> width > 0)
                .toArray();
        Arrays.sort(widths);
        return widths.length == 0 ? 0 : widths[widths.length / 2];
    }

    /** Whether each cell may be a name: no address, amount or time, which would be somebody's. */
    private static boolean areNames(RawRow row) {
        boolean any = false;
        for (String cell : row.cells()) {
            if (cell == null || cell.isBlank()) {
                continue;
            }
            String text = cell.strip();
            boolean isData = text.length() > LONGEST_NAME
                    || text.indexOf('@') > 0
                    || (WrittenNumber.of(text) != WrittenNumber.NONE && !hasLetters(text))
                    || WrittenTime.of(text) != null;
            if (isData) {
                return false;
            }
            any |= hasLetters(text);
        }
        return any;
    }

    private static boolean hasLetters(String text) {
        return text.chars().anyMatch(Character::isLetter);
    }
}
