package dev.eventferry.mapping;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The currency that stands beside an amount: {@code EUR 12}, {@code 12 €}, {@code US$12}. Signs that several currencies
 * share, like {@code $} and {@code kr}, are those of the locale.
 *
 * @param symbol how the locale writes its own currency; empty when it has none
 * @param code that currency, ISO 4217
 */
record CurrencyMark(String symbol, String code) {

    private static final CurrencyMark NONE = new CurrencyMark("", "");
    private static final int CODE_LENGTH = 3;
    private static final int LONGEST = 4;

    // CLDR; one currency each.
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("€", "EUR"),
            Map.entry("£", "GBP"),
            Map.entry("₹", "INR"),
            Map.entry("₩", "KRW"),
            Map.entry("₺", "TRY"),
            Map.entry("₪", "ILS"),
            Map.entry("₫", "VND"),
            Map.entry("฿", "THB"),
            Map.entry("₱", "PHP"),
            Map.entry("₴", "UAH"),
            Map.entry("₦", "NGN"),
            Map.entry("US$", "USD"),
            Map.entry("CA$", "CAD"),
            Map.entry("C$", "CAD"),
            Map.entry("A$", "AUD"),
            Map.entry("AU$", "AUD"),
            Map.entry("NZ$", "NZD"),
            Map.entry("HK$", "HKD"),
            Map.entry("NT$", "TWD"),
            Map.entry("S$", "SGD"),
            Map.entry("MX$", "MXN"),
            Map.entry("R$", "BRL"),
            Map.entry("zł", "PLN"),
            Map.entry("Kč", "CZK"),
            Map.entry("Ft", "HUF"));

    /** As that locale writes it. */
    static CurrencyMark of(@Nullable Locale locale) {
        if (locale == null || locale.getCountry().isEmpty()) {
            return NONE;
        }
        try {
            Currency own = Currency.getInstance(locale);
            return own == null ? NONE : new CurrencyMark(plain(own.getSymbol(locale)), own.getCurrencyCode());
        } catch (IllegalArgumentException e) { // a country that ISO 3166 does not know
            return NONE;
        }
    }

    /** The amount without what stands beside it; the text itself when that is no currency. */
    String amount(String text) {
        int from = start(text);
        int to = end(text, from);
        return isMark(text.substring(0, from)) && isMark(text.substring(to)) ? text.substring(from, to) : text;
    }

    /** The currency beside the amount, ISO 4217, or null when there is none or one that leaves a doubt. */
    @Nullable
    String currency(String text) {
        int from = start(text);
        int to = end(text, from);
        String before = plain(text.substring(0, from));
        String after = plain(text.substring(to));
        if (isCode(after)) { // also of $12.00 CAD
            return after;
        }
        String named = named(before);
        return named == null ? named(after) : named;
    }

    private @Nullable String named(String mark) {
        if (isCode(mark)) {
            return mark;
        }
        return isOwn(mark) ? code : SIGNS.get(mark);
    }

    private boolean isMark(String beside) {
        String mark = plain(beside);
        if (mark.isEmpty() || isCode(mark) || isOwn(mark) || SIGNS.containsKey(mark)) {
            return true;
        }
        return mark.length() <= LONGEST && mark.codePoints().anyMatch(CurrencyMark::isSign);
    }

    private boolean isOwn(String mark) {
        return !symbol.isEmpty() && mark.equalsIgnoreCase(symbol);
    }

    private static int start(String text) {
        int from = 0;
        while (from < text.length() && !beginsNumber(text.charAt(from))) {
            from++;
        }
        return from == text.length() ? 0 : from;
    }

    private static int end(String text, int from) {
        int to = text.length();
        while (to > from && !Character.isDigit(text.charAt(to - 1))) {
            to--;
        }
        return to;
    }

    private static boolean beginsNumber(char c) {
        return Character.isDigit(c) || c == '-' || c == '+';
    }

    /** Without blanks around it, the dot of an abbreviation (kr.) and the wide yen. */
    private static String plain(String beside) {
        int from = 0;
        int to = beside.length();
        while (from < to && isBlank(beside.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(beside.charAt(to - 1))) {
            to--;
        }
        if (to - from > 1 && beside.charAt(to - 1) == '.' && Character.isLetter(beside.charAt(to - 2))) {
            to--;
        }
        return beside.substring(from, to).replace('\uFFE5', '\u00A5');
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isSign(int c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }

    private static boolean isCode(String mark) {
        return mark.length() == CODE_LENGTH && mark.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }
}
