package dev.eventferry.cell;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How the cells of one column of a file are written, decided once for all of them (sources D8).
 *
 * @param dates the order of its dates; null when it has none that needs one, or when nothing settles it
 * @param decimal what stands before a fraction, {@code .} or {@code ,}; {@link #OPEN} when nothing settles it
 * @param zone of its times without an offset, where a mapping names none; null for UTC
 * @param settings the beginning of the keys that settle what is open: {@code ferry.source.crm.file-}
 */
public record CellStyle(
        @Nullable DateOrder dates, char decimal, @Nullable ZoneId zone, String settings) {

    /** A decimal sign that nothing settles. */
    public static final char OPEN = '?';
}
