package dev.eventferry.identity;

import java.util.IllformedLocaleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Languages of devices and browsers as BCP 47 tags: {@code en-US} (tiktok-events-api 4). */
final class Locales {

    private Locales() {}

    /** The tag, or null; takes {@code en_US.UTF-8} and the first of an Accept-Language header too. */
    static @Nullable String tag(String text) {
        if (isNormal(text)) {
            return text;
        }
        int end = 0;
        while (end < text.length() && ".@,;# ".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String wanted = text.substring(0, end).replace('_', '-');
        if (wanted.isEmpty()) {
            return null;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(wanted).build();
            return locale.getLanguage().isEmpty() ? null : locale.toLanguageTag();
        } catch (IllformedLocaleException e) {
            return null; // the caller tells the sender
        }
    }

    private static boolean isNormal(String text) {
        return text.length() == 5
                && isLower(text.charAt(0))
                && isLower(text.charAt(1))
                && text.charAt(2) == '-'
                && isUpper(text.charAt(3))
                && isUpper(text.charAt(4));
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
