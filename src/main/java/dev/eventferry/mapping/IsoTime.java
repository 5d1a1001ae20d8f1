package dev.eventferry.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads one ISO 8601 text from left to right. By hand, for it is done for every event: a DateTimeFormatter takes 30
 * times as long, and none reads all that {@link Times#iso} promises.
 */
final class IsoTime {

    private static final int NONE = -1;
    private static final int SECONDS_A_DAY = 86_400;

    private final String text;
    private int at;

    private IsoTime(String text) {
        this.text = text;
    }

    static @Nullable Instant parse(String text, ZoneId zone) {
        try {
            return new IsoTime(text).read(zone);
        } catch (DateTimeException e) { // a 30th of February, an offset of 20 hours
            return null;
        }
    }

    private @Nullable Instant read(ZoneId zone) {
        int year = number(4);
        boolean dashed = skip('-');
        int month = number(2);
        if (month == NONE || (dashed && !skip('-'))) {
            return null;
        }
        int day = number(2);
        if (year == NONE || day == NONE) {
            return null;
        }
        LocalDate date = LocalDate.of(year, month, day);
        if (atEnd()) {
            return date.atStartOfDay(zone).toInstant();
        }
        return skip('T') || skip('t') || skip(' ') ? readTime(date, zone) : null;
    }

    private @Nullable Instant readTime(LocalDate date, ZoneId zone) {
        int hour = number(2);
        boolean colons = skip(':');
        int minute = number(2);
        if (hour == NONE || minute == NONE) {
            return null;
        }
        int second = !colons || skip(':') ? optionalNumber(colons) : 0;
        if (second == NONE || !isTime(hour, minute, second)) {
            return null;
        }
        int nanos = fraction();
        if (nanos == NONE || (hour == 24 && nanos > 0)) {
            return null;
        }
        skip(' ');
        int secondOfDay = hour * 3600 + minute * 60 + second;
        return atEnd() ? local(date, secondOfDay, nanos, zone) : withOffset(date, secondOfDay, nanos);
    }

    /** Seconds: two digits must follow a colon; without colons they may be missing. */
    private int optionalNumber(boolean required) {
        return required || isDigit(at) ? number(2) : 0;
    }

    private static boolean isTime(int hour, int minute, int second) {
        return minute < 60 && second < 60 && (hour < 24 || (hour == 24 && minute == 0 && second == 0));
    }

    private static Instant local(LocalDate date, int secondOfDay, int nanos, ZoneId zone) {
        LocalDate day = secondOfDay == SECONDS_A_DAY ? date.plusDays(1) : date;
        LocalTime time = LocalTime.ofSecondOfDay(secondOfDay % SECONDS_A_DAY).withNano(nanos);
        return LocalDateTime.of(day, time).atZone(zone).toInstant();
    }

    private @Nullable Instant withOffset(LocalDate date, int secondOfDay, int nanos) {
        int offset = 0;
        if (!skip('Z') && !skip('z') && !skipWord("UTC") && !skipWord("GMT")) {
            int sign = skip('+') ? 1 : skip('-') || skip('\u2212') ? -1 : 0;
            int hours = number(2);
            boolean colon = skip(':');
            int minutes = colon || isDigit(at) ? number(2) : 0;
            if (sign == 0 || hours == NONE || minutes == NONE || minutes > 59) {
                return null;
            }
            offset = ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60))
                    .getTotalSeconds();
        }
        if (!atEnd() && text.charAt(at) == '[' && text.endsWith("]")) { // Java's +01:00[Europe/Berlin]
            at = text.length();
        }
        long epochSecond = date.toEpochDay() * SECONDS_A_DAY + secondOfDay - offset;
        return atEnd() ? Instant.ofEpochSecond(epochSecond, nanos) : null;
    }

    /** After a dot, a comma, or the colon of Adobe's ss:SSS; 0 when there is none. */
    private int fraction() {
        if (!skip('.') && !skip(',') && !skip(':')) {
            return 0;
        }
        int from = at;
        int nanos = 0;
        while (isDigit(at)) {
            if (at - from < 9) {
                nanos = nanos * 10 + (text.charAt(at) - '0');
            }
            at++;
        }
        for (int digits = at - from; digits < 9; digits++) {
            nanos *= 10;
        }
        return at == from ? NONE : nanos;
    }

    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (!isDigit(at)) {
                return NONE;
            }
            number = number * 10 + (text.charAt(at++) - '0');
        }
        return number;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private boolean skipWord(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    private boolean atEnd() {
        return at == text.length();
    }
}
