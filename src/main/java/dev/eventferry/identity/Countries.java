package dev.eventferry.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import org.jspecify.annotations.Nullable;

/** Countries by two letters, three letters or name, as ISO 3166 alpha-2. */
final class Countries {

    private static final List<Locale> LANGUAGES =
            List.of(Locale.FRENCH, Locale.GERMAN, Locale.forLanguageTag("es"), Locale.ENGLISH);

    /** Any name, as letters and digits, to two lower-case letters. */
    private static final Map<String, String> CODES = codes();

    private Countries() {}

    /** Two lower-case letters, or null when no country has that name. */
    static @Nullable String code(String text) {
        return CODES.get(Texts.lettersAndDigits(text));
    }

    /** Two upper-case letters, or null when no country has that name. */
    static @Nullable String region(@Nullable String text) {
        String code = text == null ? null : code(text);
        return code == null ? null : code.toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String region : Locale.getISOCountries()) {
            String code = region.toLowerCase(Locale.ROOT);
            Locale country = new Locale.Builder().setRegion(region).build();
            for (Locale language : LANGUAGES) {
                codes.put(Texts.lettersAndDigits(country.getDisplayCountry(language)), code);
            }
            addThreeLetters(codes, country, code);
        }
        for (String region : Locale.getISOCountries()) {
            codes.put(region.toLowerCase(Locale.ROOT), region.toLowerCase(Locale.ROOT));
        }
        codes.putAll(Map.of(
                "uk",
                "gb",
                "greatbritain",
                "gb",
                "england",
                "gb",
                "scotland",
                "gb",
                "usa",
                "us",
                "unitedstatesofamerica",
                "us",
                "el",
                "gr",
                "xk",
                "xk",
                "holland",
                "nl",
                "czechrepublic",
                "cz"));
        return Map.copyOf(codes);
    }

    private static void addThreeLetters(Map<String, String> codes, Locale country, String code) {
        try {
            codes.put(country.getISO3Country().toLowerCase(Locale.ROOT), code);
        } catch (MissingResourceException e) {
            // that one has no three letters
        }
    }
}
