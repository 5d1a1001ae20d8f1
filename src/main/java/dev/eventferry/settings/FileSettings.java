package dev.eventferry.settings;

import dev.eventferry.cell.DateOrder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ferry.source.NAME.file-*} says of one source's files (docs/files.md). What it leaves open (null) is told by
 * each file itself.
 *
 * @param source the mapping that they are read with
 * @param whole whether a JSON object is one item, whatever lists it holds: the source's mapping takes it apart
 * @param encoding what text is written in
 * @param delimiter what stands between two cells
 * @param quote what stands around a cell that holds delimiters; 0 for no such character
 * @param headerRow the row with the columns' names, from 1; 0 when there is none, and columns are named 1, 2, 3
 * @param decimal what stands before the fraction of a number, {@code .} or {@code ,}
 * @param dateOrder how dates in figures are read
 * @param zone of times that name no offset, where the mapping names none
 * @param sheet the name of a workbook's sheet, or its number from 1
 * @param dropsFooters whether lines below the table that are no rows of it are left out
 * @param mostUnpacked bytes that a compressed file may grow to
 * @param mostGrowth how many times its size it may grow to
 */
public record FileSettings(
        String source,
        boolean whole,
        @Nullable Charset encoding,
        @Nullable Character delimiter,
        @Nullable Character quote,
        @Nullable Integer headerRow,
        @Nullable Character decimal,
        @Nullable DateOrder dateOrder,
        @Nullable ZoneId zone,
        @Nullable String sheet,
        boolean dropsFooters,
        long mostUnpacked,
        int mostGrowth) {

    private static final String PREFIX = "ferry.source.";
    private static final long GIGABYTE = 1L << 30;

    /** Each file tells all itself. */
    public static FileSettings none(String source) {
        return new FileSettings(source, false, null, null, null, null, null, null, null, null, true, 4 * GIGABYTE, 200);
    }

    /** The same for a source whose mapping takes JSON objects apart itself, or does not. */
    public FileSettings whole(boolean unpacks) {
        return new FileSettings(
                source,
                unpacks,
                encoding,
                delimiter,
                quote,
                headerRow,
                decimal,
                dateOrder,
                zone,
                sheet,
                dropsFooters,
                mostUnpacked,
                mostGrowth);
    }

    /** The key of a setting of these files, for messages that say how to settle something. */
    public String key(String last) {
        return PREFIX + source + "." + last;
    }

    /**
     * Reads what is said of a source.
     *
     * @throws SettingsException when a value makes no sense
     */
    static FileSettings of(Settings settings, String source) {
        Keys keys = new Keys(settings, PREFIX + source + ".");
        return new FileSettings(
                source,
                false,
                keys.encoding(),
                keys.delimiter(),
                keys.quote(),
                keys.headerRow(),
                keys.decimal(),
                keys.dateOrder(),
                keys.zone(),
                settings.textOrNull(keys.prefix + "file-sheet"),
                settings.oneOf(keys.prefix + "file-footer", "drop", "keep").equals("drop"),
                settings.size("ferry.files.max-unpacked"),
                settings.number("ferry.files.max-growth"));
    }

    /** What is wrong with what is said of a source's files, all at once. */
    static List<String> problems(Settings settings, String source) {
        Keys keys = new Keys(settings, PREFIX + source + ".");
        List<String> problems = new ArrayList<>();
        for (Runnable reading : List.<Runnable>of(
                keys::encoding,
                keys::delimiter,
                keys::quote,
                keys::headerRow,
                keys::decimal,
                keys::dateOrder,
                keys::zone,
                () -> settings.oneOf(keys.prefix + "file-footer", "drop", "keep"))) {
            try {
                reading.run();
            } catch (SettingsException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    /** One source's keys. */
    private record Keys(Settings settings, String prefix) {

        @Nullable
        Charset encoding() {
            String name = settings.textOrNull(prefix + "file-encoding");
            try {
                return name == null ? null : Charset.forName(name);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                throw new SettingsException(prefix + "file-encoding must be a known encoding, such as utf-8, utf-16le,"
                        + " windows-1252 or iso-8859-1");
            }
        }

        @Nullable
        Character delimiter() {
            return character("file-delimiter", "must be one character, or the word tab");
        }

        @Nullable
        Character quote() {
            return character("file-quote", "must be one character, or the word none");
        }

        @Nullable
        Integer headerRow() {
            String row = settings.textOrNull(prefix + "file-header-row");
            if (row == null) {
                return null;
            }
            try {
                int number = row.equals("none") ? 0 : Integer.parseInt(row);
                if (row.equals("none") || (number >= 1 && number <= 100)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new SettingsException(prefix
                    + "file-header-row must be the number of the row with the columns' names, 1 to 100, or none");
        }

        @Nullable
        Character decimal() {
            return switch (choice("file-decimal", "point", "comma")) {
                case "point" -> '.';
                case "comma" -> ',';
                default -> null;
            };
        }

        @Nullable
        DateOrder dateOrder() {
            String order = choice("file-date-order", "dmy", "mdy", "ymd");
            return order.isEmpty() ? null : DateOrder.valueOf(order.toUpperCase(Locale.ROOT));
        }

        @Nullable
        ZoneId zone() {
            String zone = settings.textOrNull(prefix + "file-zone");
            try {
                return zone == null ? null : ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new SettingsException(prefix + "file-zone must be a time zone like Europe/Berlin");
            }
        }

        private String choice(String last, String... words) {
            return settings.textOrNull(prefix + last) == null ? "" : settings.oneOf(prefix + last, words);
        }

        private @Nullable Character character(String last, String rule) {
            String text = settings.textOrNull(prefix + last);
            if (text == null || text.length() == 1) {
                return text == null ? null : (Character) text.charAt(0);
            }
            return switch (text) {
                case "tab", "\\t" -> '\t';
                case "none" -> '\0';
                default -> throw new SettingsException(prefix + last + " " + rule);
            };
        }
    }
}
