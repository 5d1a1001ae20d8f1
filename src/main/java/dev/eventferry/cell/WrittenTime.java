package dev.eventferry.cell;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A date as people write it, with or without a time of day: {@code 03/04/2024 2:05 PM}, {@code 4. März 2024},
 * {@code 20240304}, a spreadsheet's {@code 45355.5} (sources D8). Which of two numbers is the day, only its column tells.
 */
public final class WrittenTime {

    /** What one date tells of the way its column is written. */
    public enum Hint {
        /** It can be read in one way only, whatever the order. */
        CLEAR,
        DMY,
        MDY,
        YMD,
        /** In more than one way. */
        OPEN,
        /** It is a number of days, as spreadsheets count them. */
        SERIAL
    }

    private static final int LONGEST = 64;
    private static final String SIGNS = ".,:/-+";
    private static final int SHORTEST_NAME = 3;

    /** What stands beside a date without telling anything of it. */
    private static final Set<String> SHORT_WORDS =
            Set.of("de", "le", "um", "at", "a", "à", "er", "st", "nd", "rd", "th", "om", "of", "on", "am", "h");

    private static final LocalDateTime SPREADSHEET_EPOCH = LocalDateTime.of(1899, 12, 30, 0, 0);
    private static final double FIRST_SERIAL = 20_000; // 1954
    private static final double LAST_SERIAL = 80_000; // 2119
    private static final int PIVOT = 70; // of years in two figures: 69 is 2069, 70 is 1970
    private static final int FIRST_YEAR = 1990; // of dates in eight figures
    private static final int LAST_YEAR = 2099;

    private final String first;
    private final String second;
    private final String third;
    private final boolean dotted;
    private final @Nullable LocalDate date;
    private final LocalTime time;
    private final boolean midnightAfter;
    private final @Nullable ZoneOffset offset;
    private final boolean serial;

    private WrittenTime(Scan scan, @Nullable LocalDate date, boolean serial) {
        this.first = date == null ? scan.numbers.get(0) : "";
        this.second = date == null ? scan.numbers.get(1) : "";
        this.third = date == null ? scan.numbers.get(2) : "";
        this.dotted = scan.dotted;
        this.date = date;
        this.time = scan.time;
        this.midnightAfter = scan.midnightAfter;
        this.offset = scan.offset;
        this.serial = serial;
    }

    /** Reads a text; null when it is no date. */
    public static @Nullable WrittenTime of(String given) {
        if (given.length() > LONGEST || given.length() < 5 || !mayBeTime(given)) {
            return null;
        }
        Scan scan = new Scan(Digits.plain(given).strip());
        try {
            return scan.read();
        } catch (DateTimeException | NumberFormatException e) { // a 30th of February
            return null;
        }
    }

    /** A quick look that most other cells do not pass: dates have figures, and few signs besides. */
    private static boolean mayBeTime(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                digits++;
            } else if (!Character.isLetter(c) && !Digits.isBlank(c) && SIGNS.indexOf(c) < 0 && c < 128) {
                return false;
            }
        }
        return digits >= 3;
    }

    /** What it tells of its column. */
    public Hint hint() {
        if (serial) {
            return Hint.SERIAL;
        }
        if (date != null) {
            return Hint.CLEAR;
        }
        List<DateOrder> possible = possible();
        if (possible.size() == 1) {
            return Hint.valueOf(possible.get(0).name());
        }
        long days = possible.stream().map(this::in).distinct().count();
        return days == 1 ? Hint.CLEAR : Hint.OPEN;
    }

    /**
     * The moment.
     *
     * @param order of the column; null when it has none: then only what is clear is read
     * @return null when it does not fit that order, or is not clear without
     */
    public @Nullable Instant at(@Nullable DateOrder order, ZoneId zone) {
        LocalDate day = date;
        if (day == null) {
            List<DateOrder> possible = possible();
            if (order != null) {
                day = possible.contains(order) ? in(order) : null;
            } else if (hint() != Hint.OPEN) {
                day = in(possible.get(0));
            }
        }
        if (day == null) {
            return null;
        }
        LocalDateTime local = day.plusDays(midnightAfter ? 1 : 0).atTime(time);
        return offset == null ? local.atZone(zone).toInstant() : local.toInstant(offset);
    }

    private List<DateOrder> possible() {
        List<DateOrder> possible = new ArrayList<>(3);
        for (DateOrder order : DateOrder.values()) {
            if (in(order) != null) {
                possible.add(order);
            }
        }
        // nobody writes the month first with dots, unless it cannot be otherwise
        if (dotted && possible.contains(DateOrder.DMY)) {
            return List.of(DateOrder.DMY);
        }
        return possible;
    }

    private @Nullable LocalDate in(DateOrder order) {
        return switch (order) {
            case DMY -> day(third, second, first);
            case MDY -> day(third, first, second);
            case YMD -> day(first, second, third);
        };
    }

    private static @Nullable LocalDate day(String year, String month, String day) {
        if ((year.length() != 4 && year.length() != 2) || month.length() > 2 || day.length() > 2) {
            return null;
        }
        int number = Integer.parseInt(year);
        int full = year.length() == 4 ? number : number + (number < PIVOT ? 2000 : 1900);
        try {
            return LocalDate.of(full, Integer.parseInt(month), Integer.parseInt(day));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** One text, from left to right. */
    private static final class Scan {

        private final String text;
        private final List<String> numbers = new ArrayList<>(4);
        private @Nullable Integer month;
        private boolean dotted;
        private boolean named;
        private LocalTime time = LocalTime.MIDNIGHT;
        private boolean timed;
        private boolean midnightAfter;
        private @Nullable ZoneOffset offset;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        @Nullable
        WrittenTime read() {
            WrittenTime figures = figures();
            if (figures != null) {
                return figures;
            }
            while (at < text.length()) {
                if (!step()) {
                    return null;
                }
            }
            if (month != null) {
                return byName();
            }
            if (numbers.size() != 3) {
                return null;
            }
            if (numbers.get(0).length() == 4) {
                LocalDate day = day(numbers.get(0), numbers.get(1), numbers.get(2));
                return day == null ? null : new WrittenTime(this, day, false);
            }
            WrittenTime written = new WrittenTime(this, null, false);
            return written.possible().isEmpty() ? null : written;
        }

        /** 20240304, 202403041405, 20240304140506 and a spreadsheet's days. */
        private @Nullable WrittenTime figures() {
            int digits = 0;
            while (digits < text.length() && isDigit(text.charAt(digits))) {
                digits++;
            }
            boolean all = digits == text.length();
            if (all && (digits == 8 || digits == 12 || digits == 14)) {
                int year = Integer.parseInt(text.substring(0, 4));
                if (year < FIRST_YEAR || year > LAST_YEAR) {
                    return null;
                }
                LocalDate day = LocalDate.of(
                        year, Integer.parseInt(text.substring(4, 6)), Integer.parseInt(text.substring(6, 8)));
                if (digits > 8) {
                    time = LocalTime.of(
                            Integer.parseInt(text.substring(8, 10)),
                            Integer.parseInt(text.substring(10, 12)),
                            digits == 14 ? Integer.parseInt(text.substring(12, 14)) : 0);
                }
                return new WrittenTime(this, day, false);
            }
            if (digits != 5 || !isFraction(digits)) {
                return null;
            }
            double days = Double.parseDouble(text.replace(',', '.'));
            if (days < FIRST_SERIAL || days > LAST_SERIAL) {
                return null;
            }
            LocalDateTime moment =
                    SPREADSHEET_EPOCH.plusDays((long) days).plusSeconds(Math.round((days - Math.floor(days)) * 86_400));
            time = moment.toLocalTime();
            return new WrittenTime(this, moment.toLocalDate(), true);
        }

        private boolean isFraction(int from) {
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (!(isDigit(c) || (i == from && (c == '.' || c == ',')))) {
                    return false;
                }
            }
            return text.length() != from + 1;
        }

        private @Nullable WrittenTime byName() {
            if (numbers.size() != 2) {
                return null;
            }
            String one = numbers.get(0);
            String other = numbers.get(1);
            String name = String.valueOf(month);
            LocalDate day = one.length() == 4 ? day(one, name, other) : day(other, name, one);
            return day == null ? null : new WrittenTime(this, day, false);
        }

        /** Takes the next number, word or sign; false for what no date has. */
        private boolean step() {
            char c = text.charAt(at);
            if (isDigit(c)) {
                return number();
            }
            if (Character.isLetter(c)) {
                return word();
            }
            if (timed && (c == '+' || c == '-' || c == '\u2212')) {
                return offset(c == '+' ? 1 : -1);
            }
            if (c == '.' && numbers.size() < 3) {
                dotted = true;
            }
            at++;
            return c == '.' || c == '/' || c == '-' || c == ',' || c == ' ' || c == 'º' || c == 'ª';
        }

        private boolean number() {
            String digits = digits();
            if (at < text.length() && text.charAt(at) == ':' && !timed) {
                return time(Integer.parseInt(digits));
            }
            numbers.add(digits);
            return numbers.size() <= 3 && digits.length() <= 4;
        }

        private boolean time(int hour) {
            timed = true;
            at++;
            String minute = digits();
            String second = "0";
            int nanos = 0;
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                second = digits();
                if (at + 1 < text.length()
                        && (text.charAt(at) == '.' || text.charAt(at) == ',')
                        && isDigit(text.charAt(at + 1))) {
                    at++;
                    nanos = Integer.parseInt((digits() + "000000000").substring(0, 9));
                }
            }
            if (minute.length() != 2 || second.isEmpty() || second.length() > 2) {
                return false;
            }
            int half = half();
            if (half >= 0 && (hour < 1 || hour > 12)) {
                return false;
            }
            int hours = half < 0 ? hour : hour % 12 + 12 * half;
            int seconds = Integer.parseInt(second);
            midnightAfter = hours == 24 && minute.equals("00") && seconds == 0 && nanos == 0;
            time = LocalTime.of(midnightAfter ? 0 : hours, Integer.parseInt(minute), seconds, nanos);
            return true;
        }

        /** 0 before noon, 1 after it, -1 when that is not said. */
        private int half() {
            int begin = at;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            String rest = text.substring(at).toLowerCase(Locale.ROOT);
            for (int half = 0; half < 2; half++) {
                String letter = half == 0 ? "a" : "p";
                for (String form : List.of(letter + ".m.", letter + ". m.", letter + "m")) {
                    if (rest.startsWith(form)
                            && (rest.length() == form.length() || !Character.isLetter(rest.charAt(form.length())))) {
                        at += form.length();
                        return half;
                    }
                }
            }
            at = begin;
            return -1;
        }

        private boolean word() {
            int begin = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            String word = text.substring(begin, at);
            if (timed && (word.equals("Z") || word.equals("UTC") || word.equals("GMT"))) {
                offset = ZoneOffset.UTC;
                return true;
            }
            if (word.equalsIgnoreCase("T") && numbers.size() == 3 && !timed) {
                return true;
            }
            Integer found = word.length() < SHORTEST_NAME ? null : MonthNames.of(word);
            if (found != null && (!named || MonthNames.isIdle(word))) {
                month = named ? month : found;
                named = true;
                return true;
            }
            if (found != null && numbers.size() <= 1) { // "mar. 5 mars": Tuesday, the 5th of March
                month = found;
                return true;
            }
            return word.length() < SHORTEST_NAME
                    ? SHORT_WORDS.contains(word.toLowerCase(Locale.ROOT))
                    : MonthNames.isIdle(word);
        }

        private boolean offset(int sign) {
            at++;
            String hours = digits();
            String minutes = "0";
            if (hours.length() == 4) {
                minutes = hours.substring(2);
                hours = hours.substring(0, 2);
            } else if (at < text.length() && text.charAt(at) == ':') {
                at++;
                minutes = digits();
            }
            if (hours.isEmpty() || hours.length() > 2 || minutes.isEmpty() || minutes.length() > 2) {
                return false;
            }
            offset = ZoneOffset.ofHoursMinutes(sign * Integer.parseInt(hours), sign * Integer.parseInt(minutes));
            return true;
        }

        private String digits() {
            int begin = at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            return text.substring(begin, at);
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
