package dev.eventferry.files;

import dev.eventferry.event.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it stands in its file.
 *
 * @param line where it begins, from 1: the file's line, or the sheet's row
 * @param cells as they are written
 * @param problem why the cells are not to be trusted; null for a good row
 */
record RawRow(
        long line, List<@Nullable String> cells, @Nullable Problem problem) {

    /** How many cells there are up to the last that is not blank. */
    int filled() {
        int filled = cells.size();
        while (filled > 0 && isBlank(filled - 1)) {
            filled--;
        }
        return filled;
    }

    boolean isBlank(int index) {
        String cell = cells.get(index);
        return cell == null || cell.isBlank();
    }

    /** Never what stands in it: it may be personal. */
    @Override
    public String toString() {
        return "RawRow[line " + line + ", " + cells.size() + " cells]";
    }
}
