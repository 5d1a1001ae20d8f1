package dev.eventferry.cell;

import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of months and days as CLDR has them, long and short, in languages whose names do not contradict each other. */
final class MonthNames {

    private static final List<Locale> LANGUAGES = List.of(
            Locale.ENGLISH,
            Locale.GERMAN,
            Locale.FRENCH,
            new Locale("es"),
            Locale.ITALIAN,
            new Locale("pt"),
            new Locale("nl"));
    private static final List<TextStyle> STYLES =
            List.of(TextStyle.FULL, TextStyle.SHORT, TextStyle.FULL_STANDALONE, TextStyle.SHORT_STANDALONE);

    private static final Pattern MARKS = Pattern.compile("[\\p{M}.]");

    private static final Map<String, Integer> MONTHS = new HashMap<>(Map.of("sept", 9, "mrz", 3, "maerz", 3));

    /** What stands beside a date without telling anything of it. */
    private static final Set<String> IDLE = new HashSet<>(Set.of("del", "uhr", "las", "den", "der", "the", "alle"));

    static {
        for (Locale language : LANGUAGES) {
            for (TextStyle style : STYLES) {
                for (Month month : Month.values()) {
                    MONTHS.putIfAbsent(plain(month.getDisplayName(style, language)), month.getValue());
                }
                for (DayOfWeek day : DayOfWeek.values()) {
                    IDLE.add(plain(day.getDisplayName(style, language)));
                }
            }
        }
        MONTHS.keySet().removeIf(name -> name.isEmpty() || Character.isDigit(name.charAt(0)));
    }

    private MonthNames() {}

    static @Nullable Integer of(String word) {
        return MONTHS.get(plain(word));
    }

    static boolean isIdle(String word) {
        return IDLE.contains(plain(word));
    }

    /** Without accents, dots and capitals: fevr for févr. */
    private static String plain(String word) {
        String bare = word.chars().allMatch(c -> c < 128) ? word : Normalizer.normalize(word, Normalizer.Form.NFD);
        return MARKS.matcher(bare).replaceAll("").strip().toLowerCase(Locale.ROOT);
    }
}
