package dev.eventferry.files;

import dev.eventferry.files.FileFormat.Compression;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says that it is. All endings that are read stand here.
 *
 * @param form null for a {@code .zip} or {@code .gz} that does not say what it holds
 */
record FileName(FileItems.@Nullable Form form, Compression compression) {

    private static final List<String> TABLES = List.of("csv", "tsv", "tab", "txt");
    private static final List<String> LINES = List.of("ndjson", "jsonl");
    private static final String EXPECTED =
            "Files that are read end in .csv, .tsv, .txt, .ndjson, .jsonl, .json or .xlsx,"
                    + " each also with .gz or .zip behind it";

    /** What may stand behind the last dot, {@code gz} and {@code zip} included. */
    static List<String> endings() {
        return Stream.of(TABLES, LINES, List.of("json", "xlsx", "gz", "zip"))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Reads a name.
     *
     * @throws UnreadableFile when it is none that is read
     */
    static FileName of(Path file) throws UnreadableFile {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        Compression compression =
                switch (ending(name)) {
                    case "gz" -> Compression.GZIP;
                    case "zip" -> Compression.ZIP;
                    default -> Compression.NONE;
                };
        if (compression == Compression.NONE) {
            return new FileName(form(ending(name)), compression);
        }
        String inner = ending(name.substring(0, name.lastIndexOf('.')));
        // orders.zip holds what its entry is named; orders.2024-03.gz is told by how it begins
        return new FileName(isKnown(inner) ? form(inner) : null, compression);
    }

    static boolean isKnown(String ending) {
        return TABLES.contains(ending) || LINES.contains(ending) || ending.equals("json") || ending.equals("xlsx");
    }

    /** The form of an ending without its dot. */
    static FileItems.Form form(String ending) throws UnreadableFile {
        if (TABLES.contains(ending)) {
            return FileItems.Form.CSV;
        }
        if (LINES.contains(ending)) {
            return FileItems.Form.NDJSON;
        }
        return switch (ending) {
            case "json" -> FileItems.Form.JSON;
            case "xlsx", "xlsm" -> FileItems.Form.XLSX;
            case "xls", "xlsb", "ods", "numbers" ->
                throw new UnreadableFile("A workbook of this kind is not read: save it as .xlsx or as CSV UTF-8.");
            default -> throw new UnreadableFile(EXPECTED + ": rename or convert this one.");
        };
    }

    static String ending(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
