package dev.eventferry.files;

import dev.eventferry.cell.CellStyle;
import dev.eventferry.cell.DateOrder;
import dev.eventferry.cell.WrittenNumber;
import dev.eventferry.cell.WrittenTime;
import dev.eventferry.settings.FileSettings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How each column is written, decided over the first rows of a file: one value that can be read in one way only settles it
 * for its column. A column that no value settles follows the file's others, if they agree, and the settings go before all
 * (sources D8: per column, not per row).
 */
record Columns(List<CellStyle> styles, List<FileFormat.Column> notes, List<String> warnings) {

    /** Of a column's cells, how many must be dates or numbers for it to be called so: 60 in 100. */
    private static final int MOST_OF = 60;

    private static final Pattern TIME_NAME = Pattern.compile(
            ".*(date|time|datum|zeit|fecha|hora|heure|created|updated|_at| at| on)\\b.*", Pattern.CASE_INSENSITIVE);

    static Columns of(List<String> names, Collection<RawRow> rows, char delimiter, FileSettings given) {
        List<Tally> tallies = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Tally tally = new Tally(names.get(i));
            for (RawRow row : rows) {
                String cell = row.problem() == null && i < row.cells().size()
                        ? row.cells().get(i)
                        : null;
                if (cell != null && !cell.isBlank()) {
                    tally.add(cell.strip());
                }
            }
            tallies.add(tally);
        }
        return decide(tallies, delimiter, given);
    }

    private static Columns decide(List<Tally> tallies, char delimiter, FileSettings given) {
        Set<DateOrder> orders = new HashSet<>();
        Set<Character> decimals = new HashSet<>();
        for (Tally tally : tallies) {
            DateOrder order = tally.order();
            if (order != null) {
                orders.add(order);
            }
            if (tally.decimal() != 0) {
                decimals.add(tally.decimal());
            }
        }
        DateOrder order = given.dateOrder() != null ? given.dateOrder() : only(orders);
        Character decimal = given.decimal() != null ? given.decimal() : only(decimals);
        List<CellStyle> styles = new ArrayList<>();
        List<FileFormat.Column> notes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Tally tally : tallies) {
            DateOrder own = given.dateOrder() != null || tally.order() == null ? order : tally.order();
            char sign = sign(tally, given.decimal(), decimal, delimiter);
            styles.add(style(own, sign, given.zone(), given));
            String dates = tally.dates(own);
            String numbers = tally.numbers(sign);
            if (dates != null || numbers != null) {
                notes.add(new FileFormat.Column(tally.name, dates, numbers));
            }
            if (tally.isMixed()) {
                warnings.add(
                        "Column " + tally.name + " is written in more than one way: rows that do not fit most of it"
                                + " are refused where it is read.");
            }
        }
        return new Columns(List.copyOf(styles), List.copyOf(notes), List.copyOf(warnings));
    }

    private static CellStyle style(@Nullable DateOrder order, char decimal, @Nullable ZoneId zone, FileSettings given) {
        return new CellStyle(order, decimal, zone, given.key("file-"));
    }

    /**
     * Nothing tells whether 1,234 is a thousand; 1.234 is a fraction, as programs write it, unless a semicolon tells of a
     * country whose decimals need the comma.
     */
    private static char sign(Tally tally, @Nullable Character said, @Nullable Character others, char delimiter) {
        if (said != null) {
            return said;
        }
        if (tally.decimal() != 0) {
            return tally.decimal();
        }
        if (others != null) {
            return others;
        }
        boolean comma = tally.number(WrittenNumber.OPEN_COMMA) > 0;
        boolean point = tally.number(WrittenNumber.OPEN_POINT) > 0;
        return comma || (point && delimiter == ';') ? CellStyle.OPEN : '.';
    }

    private static <T> @Nullable T only(Set<T> all) {
        return all.size() == 1 ? all.iterator().next() : null;
    }

    /** What the first cells of one column are. */
    private static final class Tally {

        private final String name;
        private final Map<WrittenTime.Hint, Integer> times = new EnumMap<>(WrittenTime.Hint.class);
        private final Map<WrittenNumber, Integer> numbers = new EnumMap<>(WrittenNumber.class);
        private int cells;
        private int dates;

        Tally(String name) {
            this.name = name;
        }

        void add(String cell) {
            cells++;
            WrittenTime time = WrittenTime.of(cell);
            if (time != null) {
                dates += time.hint() == WrittenTime.Hint.SERIAL ? 0 : 1;
                times.merge(time.hint(), 1, Integer::sum);
            }
            numbers.merge(WrittenNumber.of(cell), 1, Integer::sum);
        }

        private int time(WrittenTime.Hint hint) {
            return times.getOrDefault(hint, 0);
        }

        int number(WrittenNumber form) {
            return numbers.getOrDefault(form, 0);
        }

        private boolean hasDates() {
            return cells > 0 && dates * 100 >= cells * MOST_OF;
        }

        private boolean hasNumbers() {
            return !hasDates() && cells > 0 && (cells - number(WrittenNumber.NONE)) * 100 >= cells * MOST_OF;
        }

        /** The order that most of those dates have which tell one; null when none does. */
        @Nullable
        DateOrder order() {
            if (!hasDates()) {
                return null;
            }
            DateOrder best = null;
            int most = 0;
            boolean tie = false;
            for (DateOrder order : DateOrder.values()) {
                int count = time(WrittenTime.Hint.valueOf(order.name()));
                if (count > most) {
                    best = order;
                    most = count;
                    tie = false;
                } else if (count == most && count > 0) {
                    tie = true;
                }
            }
            return tie ? null : best;
        }

        /** The sign that most of those numbers have which tell one; 0 when none does. */
        char decimal() {
            int point = number(WrittenNumber.POINT);
            int comma = number(WrittenNumber.COMMA);
            if (!hasNumbers() || point + comma == 0) {
                return 0;
            }
            return comma > point ? ',' : '.';
        }

        boolean isMixed() {
            int orders = 0;
            for (DateOrder order : DateOrder.values()) {
                orders += time(WrittenTime.Hint.valueOf(order.name())) > 0 ? 1 : 0;
            }
            return (hasDates() && orders > 1)
                    || (hasNumbers() && number(WrittenNumber.POINT) > 0 && number(WrittenNumber.COMMA) > 0);
        }

        /** For the report; null for a column without dates, or whose dates need no order. */
        @Nullable
        String dates(@Nullable DateOrder decided) {
            boolean serial = time(WrittenTime.Hint.SERIAL) * 100 >= Math.max(1, cells) * MOST_OF
                    && TIME_NAME.matcher(name).matches();
            if (serial) {
                return "serial";
            }
            int silent = time(WrittenTime.Hint.CLEAR) + time(WrittenTime.Hint.SERIAL);
            int telling = times.values().stream().mapToInt(Integer::intValue).sum() - silent;
            if (!hasDates() || telling == 0) {
                return null;
            }
            return decided == null ? "open" : decided.name().toLowerCase(Locale.ROOT);
        }

        /** For the report; null for a column without numbers, or whose numbers are as programs write them. */
        @Nullable
        String numbers(char decided) {
            boolean open = number(WrittenNumber.OPEN_COMMA) + number(WrittenNumber.OPEN_POINT) > 0;
            if (!hasNumbers() || (!open && number(WrittenNumber.COMMA) == 0)) {
                return null;
            }
            return switch (decided) {
                case ',' -> "comma";
                case '.' -> "point";
                default -> "open";
            };
        }
    }
}
