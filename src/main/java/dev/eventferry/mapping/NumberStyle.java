package dev.eventferry.mapping;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a locale writes numbers: 1.234,56 in Germany. A currency's sign or code may stand at either end.
 *
 * @param decimal between the whole and the fraction
 * @param grouping between groups of digits
 */
public record NumberStyle(char decimal, char grouping) {

    private static final int CODE_LENGTH = 3;

    /** The style of that locale. */
    public static NumberStyle of(Locale locale) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        return new NumberStyle(symbols.getDecimalSeparator(), symbols.getGroupingSeparator());
    }

    /**
     * The number, or null. Strict in groups: 1.50 under de-DE is refused rather than read as 150, for in the next row
     * 1.500 would be 1500.
     */
    @Nullable
    BigDecimal read(String given) {
        String text = withoutCurrency(given);
        StringBuilder plain = new StringBuilder(text.length());
        int run = 0;
        boolean grouped = false;
        boolean fraction = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                plain.append((char) ('0' + Character.digit(c, 10)));
                run++;
            } else if (c == decimal && !fraction && (!grouped || run == 3)) {
                plain.append('.');
                fraction = true;
            } else if (isGrouping(c) && !fraction && run > 0 && run <= 3 && (!grouped || run >= 2)) {
                grouped = true;
                run = 0;
            } else if (i == 0 && (c == '-' || c == '+')) {
                plain.append(c);
            } else {
                return null;
            }
        }
        return grouped && !fraction && run != 3 ? null : Numbers.plain(plain.toString());
    }

    private boolean isGrouping(char c) {
        return c == grouping || (isBlank(grouping) && isBlank(c)) || (isApostrophe(grouping) && isApostrophe(c));
    }

    /** Also the no-break spaces that French writes. */
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\u00A0' || c == '\u202F';
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    private static String withoutCurrency(String text) {
        int from = 0;
        int to = text.length();
        if (to > 0 && isSign(text.charAt(0))) {
            from = 1;
        } else if (to > 0 && isSign(text.charAt(to - 1))) {
            to--;
        } else if (to > CODE_LENGTH && isCode(text, 0)) {
            from = CODE_LENGTH;
        } else if (to > CODE_LENGTH && isCode(text, to - CODE_LENGTH)) {
            to -= CODE_LENGTH;
        }
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSign(char c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }

    private static boolean isCode(String text, int from) {
        for (int i = from; i < from + CODE_LENGTH; i++) {
            if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                return false;
            }
        }
        return true;
    }
}
