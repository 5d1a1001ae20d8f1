package dev.eventferry.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one sheet of an Excel workbook, as they are asked for. A cell is what it shows: times by their number format
 * as {@code 2024-03-04 14:05:06}, other numbers with the 15 digits that Excel keeps, formulas as they were calculated last.
 */
final class Workbook implements Iterator<RawRow>, Closeable {

    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_UP);
    private static final BigDecimal EXACT = BigDecimal.TEN.pow(15);
    private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
    private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000);
    private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_466); // 9999-12-31

    private static final Pattern OF_1904 = Pattern.compile("\\bdate1904\\s*=\\s*[\"'](1|true)[\"']");
    private static final int MOST_OF_WORKBOOK = 1 << 20;

    private final ReadableWorkbook workbook;
    private final LocalDate epoch;
    private final Sheet sheet;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;

    private Workbook(ReadableWorkbook workbook, LocalDate epoch, Sheet sheet, Stream<Row> stream) {
        this.workbook = workbook;
        this.epoch = epoch;
        this.sheet = sheet;
        this.stream = stream;
        this.rows = stream.iterator();
    }

    /**
     * Opens a sheet.
     *
     * @param named its name in any case, or its number from 1; null for the first
     */
    static Workbook open(Path file, @Nullable String named) throws IOException, UnreadableFile {
        ReadableWorkbook workbook;
        try {
            workbook = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
        } catch (ExcelReaderException | IOException e) {
            throw new UnreadableFile("The workbook is damaged: save it again in Excel, or as CSV UTF-8.");
        }
        try {
            List<Sheet> sheets = workbook.getSheets().toList();
            Sheet sheet = find(sheets, named);
            return new Workbook(workbook, epoch(file), sheet, sheet.openStream());
        } catch (ExcelReaderException | IOException e) {
            workbook.close();
            throw new UnreadableFile("The workbook is damaged: save it again in Excel, or as CSV UTF-8.");
        } catch (UnreadableFile e) {
            workbook.close();
            throw e;
        }
    }

    String sheet() {
        return sheet.getName();
    }

    @Override
    public boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (ExcelReaderException e) {
            throw new UncheckedIOException(
                    new IOException("The workbook is damaged: save it again in Excel, or as CSV UTF-8."));
        }
    }

    @Override
    public RawRow next() {
        Row row = rows.next();
        int count = Math.min(row.getCellCount(), CsvRows.MOST_CELLS + 1);
        List<@Nullable String> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cells.add(text(row.getCell(i)));
        }
        return new RawRow(row.getRowNum(), cells, null);
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }

    /** The day that is counted from; asked of the file itself, for the library takes date1904="1" for no. */
    private static LocalDate epoch(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("xl/workbook.xml"))) {
            String xml = new String(in.readNBytes(MOST_OF_WORKBOOK), StandardCharsets.UTF_8);
            return OF_1904.matcher(xml).find() ? EPOCH_1904 : EPOCH;
        }
    }

    private static Sheet find(List<Sheet> sheets, @Nullable String named) throws UnreadableFile {
        if (sheets.isEmpty()) {
            throw new UnreadableFile("The workbook has no sheet.");
        }
        if (named == null) {
            return sheets.get(0);
        }
        for (Sheet sheet : sheets) {
            if (sheet.getName().strip().equalsIgnoreCase(named.strip())) {
                return sheet;
            }
        }
        for (int i = 0; i < sheets.size(); i++) {
            if (named.equals(Integer.toString(i + 1))) {
                return sheets.get(i);
            }
        }
        throw new UnreadableFile("The workbook has " + sheets.size()
                + " sheets, and none of them is the one that file-sheet" + " of the source names.");
    }

    private @Nullable String text(org.dhatim.fastexcel.reader.@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return null;
        }
        Object value = cell.getValue();
        if (cell.getType() == CellType.NUMBER || (cell.getType() == CellType.FORMULA && value instanceof BigDecimal)) {
            BigDecimal number = value instanceof BigDecimal given ? given : new BigDecimal(cell.getRawValue());
            return isTime(cell) ? time(number) : number(number);
        }
        return value == null ? null : value.toString();
    }

    /** A number that Excel could not keep exactly is written so that it is told from one that it could. */
    private static String number(BigDecimal given) {
        BigDecimal shown = given.round(DIGITS).stripTrailingZeros();
        if (shown.abs().compareTo(EXACT) >= 0) {
            String exponent = shown.toString();
            return exponent.contains("E+") ? exponent : String.format(Locale.ROOT, "%.14E", shown);
        }
        return shown.toPlainString();
    }

    private String time(BigDecimal days) {
        if (days.signum() < 0 || days.compareTo(LAST_DAY) > 0) {
            return number(days);
        }
        long millis =
                days.multiply(MILLIS_A_DAY).setScale(0, RoundingMode.HALF_UP).longValue();
        LocalDateTime time = epoch.atStartOfDay().plusSeconds(millis / 1000).plusNanos(millis % 1000 * 1_000_000);
        if (days.compareTo(BigDecimal.ONE) < 0) {
            return time.toLocalTime().toString(); // a time of day alone
        }
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? time.toLocalDate().toString()
                : time.toLocalDate() + " " + time.toLocalTime();
    }

    /** Whether the number format shows a day or a time: one of Excel's own, or one with letters of a date in it. */
    private static boolean isTime(org.dhatim.fastexcel.reader.Cell cell) {
        Integer id = cell.getDataFormatId();
        if (id != null
                && ((id >= 14 && id <= 22)
                        || (id >= 27 && id <= 36)
                        || (id >= 45 && id <= 47)
                        || (id >= 50 && id <= 58))) {
            return true;
        }
        String format = cell.getDataFormatString();
        return format != null && isTimeFormat(format);
    }

    /** Literal texts, colours and conditions in a format tell nothing of what it shows. */
    static boolean isTimeFormat(String format) {
        String letters = format.split(";", 2)[0]
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\\\.", "")
                .replaceAll("\\[(?![hms]+\\])[^\\]]*\\]", "")
                .replaceAll("_.", "")
                .toLowerCase(Locale.ROOT);
        return !letters.contains("general") && letters.matches("(?s).*[ymdhs].*");
    }
}
