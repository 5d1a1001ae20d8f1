package dev.eventferry.mapping;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a locale writes numbers: 1.234,56 in Germany. A currency's sign or code may stand at either end.
 */
public final class NumberStyle {

    private static final char ANY = '*';
    private static final NumberStyle WITH_POINT = new NumberStyle('.', ANY, CurrencyMark.of(null));
    private static final NumberStyle WITH_COMMA = new NumberStyle(',', ANY, CurrencyMark.of(null));

    private final char decimal;
    private final char grouping;
    private final CurrencyMark currency;

    private NumberStyle(char decimal, char grouping, CurrencyMark currency) {
        this.decimal = decimal;
        this.grouping = grouping;
        this.currency = currency;
    }

    /** The style of that locale. */
    public static NumberStyle of(Locale locale) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        return new NumberStyle(symbols.getDecimalSeparator(), symbols.getGroupingSeparator(), CurrencyMark.of(locale));
    }

    /** The style of a column whose fractions stand behind that sign; whatever else may part thousands does. */
    static NumberStyle written(char decimal) {
        return decimal == ',' ? WITH_COMMA : WITH_POINT;
    }

    /** What stands between the whole and the fraction. */
    char decimal() {
        return decimal;
    }

    /**
     * The number, or null. Strict in groups: 1.50 under de-DE is refused rather than read as 150, for in the next row
     * 1.500 would be 1500.
     */
    @Nullable
    BigDecimal read(String given) {
        if (grouping == ANY) {
            int opens = given.indexOf('(');
            int closes = given.indexOf(')');
            if (opens >= 0 && closes > opens) { // (5.00) is what accountants write for -5.00
                return read("-" + given.substring(0, opens) + given.substring(opens + 1, closes)
                        + given.substring(closes + 1).strip());
            }
            if (given.endsWith("-") && given.length() > 1) {
                return read("-" + given.substring(0, given.length() - 1));
            }
            if (given.startsWith("-") && given.length() > 1 && !Character.isDigit(given.charAt(1))) {
                BigDecimal amount = read(given.substring(1).strip());
                return amount == null ? null : amount.negate();
            }
        }
        String text = currency.amount(given);
        StringBuilder plain = new StringBuilder(text.length());
        int run = 0;
        boolean grouped = false;
        boolean fraction = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                plain.append((char) ('0' + Character.digit(c, 10)));
                run++;
            } else if (isDecimal(c) && !fraction && (!grouped || run == 3)) {
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

    /** Also the sign that Arabic writes. */
    private boolean isDecimal(char c) {
        return c == decimal || (grouping == ANY && c == '\u066B');
    }

    private boolean isGrouping(char c) {
        if (grouping == ANY) {
            return (c == ',' || c == '.') ? c != decimal : isBlank(c) || isApostrophe(c) || c == '\u066C';
        }
        return c == grouping || (isBlank(grouping) && isBlank(c)) || (isApostrophe(grouping) && isApostrophe(c));
    }

    /** Also the no-break spaces that French writes. */
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\u00A0' || c == '\u202F';
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }
}
