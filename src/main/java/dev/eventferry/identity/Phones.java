package dev.eventferry.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers in E.164, with their {@code +} (tiktok-events-api 4). A number that names its country needs a length
 * that exists there; one whose country we supply must be valid there, since the country itself is a guess.
 */
final class Phones {

    private static final int CHINA = 86;
    private static final int FEWEST_DIGITS = 5;

    private static final String CHINA_PREFIX = "+" + CHINA;

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final InternationalPhones international = new InternationalPhones(library);
    private final boolean bothForChina;

    Phones(boolean bothForChina) {
        this.bothForChina = bothForChina;
    }

    /** The region as the library knows it, or null. */
    @Nullable
    String supported(@Nullable String region) {
        return region != null && library.getSupportedRegions().contains(region) ? region : null;
    }

    /** Reads one value, which may hold two numbers; {@code region} is null when no country is known. */
    void read(String text, @Nullable String region, Keys keys) {
        String plain = international.e164(text);
        if (plain != null) {
            keys.add(plain);
            if (bothForChina && plain.startsWith(CHINA_PREFIX)) {
                keys.add(plain.substring(CHINA_PREFIX.length()));
            }
            return;
        }
        String bare = bare(text);
        if (isRounded(bare)) {
            keys.warn(
                    Codes.ROUNDED,
                    "a number in scientific notation has lost its last digits, so it is left out;"
                            + " format the column as text and export again");
            return;
        }
        List<PhoneNumber> numbers = parse(bare, region);
        for (PhoneNumber number : numbers) {
            add(number, keys);
        }
        if (numbers.isEmpty()) {
            drop(bare, region, keys);
        }
    }

    private void add(PhoneNumber number, Keys keys) {
        keys.add(library.format(number, PhoneNumberFormat.E164));
        if (bothForChina && number.getCountryCode() == CHINA) {
            keys.add(library.getNationalSignificantNumber(number));
        }
    }

    private static void drop(String bare, @Nullable String region, Keys keys) {
        if (region == null && isNational(bare)) {
            keys.warn(
                    Codes.COUNTRY_MISSING,
                    Masker.shape(bare) + " names no country, so it is left out;"
                            + " send it with + and country code, or set the source's or the default region");
        } else {
            keys.warn(
                    Codes.UNPARSEABLE,
                    Masker.shape(bare) + " is no phone number" + (region == null ? "" : " there")
                            + ", so it is left out; send it with + and country code");
        }
    }

    private List<PhoneNumber> parse(String bare, @Nullable String region) {
        int slash = separator(bare);
        if (slash < 0) {
            PhoneNumber number = number(bare, region, false);
            return number == null ? List.of() : List.of(number);
        }
        // "030/123456" is one number and "a / b" are two: what is valid decides.
        boolean spaced = slash > 0 && bare.charAt(slash - 1) == ' ';
        PhoneNumber whole = spaced ? null : number(bare, region, true);
        if (whole != null) {
            return List.of(whole);
        }
        List<PhoneNumber> parts = parts(bare, region, true);
        if (!parts.isEmpty()) {
            return parts;
        }
        whole = number(bare, region, false);
        return whole != null ? List.of(whole) : parts(bare, region, false);
    }

    private List<PhoneNumber> parts(String bare, @Nullable String region, boolean strictly) {
        List<PhoneNumber> parts = new ArrayList<>(2);
        int start = 0;
        for (int i = 0; i <= bare.length(); i++) {
            if (i == bare.length() || isSeparator(bare.charAt(i))) {
                PhoneNumber part = number(Texts.unguard(bare.substring(start, i)), region, strictly);
                if (part != null) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private @Nullable PhoneNumber number(String text, @Nullable String region, boolean strictly) {
        int start = firstDigit(text);
        if (start < 0 || text.indexOf('@') >= 0) {
            return null;
        }
        if (isPlus(text.charAt(start))) {
            return international(text.substring(start), strictly);
        }
        if (text.startsWith("00", start)) {
            PhoneNumber abroad = international("+" + text.substring(start + 2), strictly);
            if (abroad != null) {
                return abroad;
            }
        }
        PhoneNumber national = region == null ? null : tryParse(text, region);
        // Canada's 310-xxxx is valid, but from within the country only: E.164 has no place for it
        boolean everywhere = national != null
                && library.isPossibleNumberWithReason(national) == ValidationResult.IS_POSSIBLE
                && library.isValidNumber(national);
        return everywhere ? national : null;
    }

    private @Nullable PhoneNumber international(String text, boolean strictly) {
        PhoneNumber number = tryParse(text, null);
        if (number == null) {
            return null;
        }
        boolean good = strictly
                ? library.isValidNumber(number)
                : library.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE;
        return good && standsAlone(number) ? number : null;
    }

    /** Zeros belong to Italian numbers; of {@code +49 0049 151...} some would be left, and more of them each time. */
    private boolean standsAlone(PhoneNumber number) {
        return !number.isItalianLeadingZero()
                || number.equals(tryParse(library.format(number, PhoneNumberFormat.E164), null));
    }

    private @Nullable PhoneNumber tryParse(String text, @Nullable String region) {
        try {
            return library.parse(text, region);
        } catch (NumberParseException e) {
            return null; // the caller tells the sender
        }
    }

    private static String bare(String text) {
        String bare = Texts.unguard(text);
        if (bare.regionMatches(true, 0, "tel:", 0, 4)) {
            int parameters = bare.indexOf(';');
            bare = Texts.unguard(bare.substring(4, parameters < 0 ? bare.length() : parameters));
        }
        return withoutFraction(bare);
    }

    /** A column of numbers that went through a float reads {@code 46701234567.0}: the library would take the zero. */
    private static String withoutFraction(String text) {
        int dot = text.indexOf('.');
        if (dot <= FEWEST_DIGITS || text.length() - dot > 3) {
            return text;
        }
        for (int i = dot + 1; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return text;
            }
        }
        for (int i = 0; i < dot; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && !(i == 0 && c == '+')) {
                return text;
            }
        }
        return text.substring(0, dot);
    }

    /** {@code 4.91511E+11}: a digit, a decimal point, and an exponent at the end. */
    private static boolean isRounded(String text) {
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e <= 0 || e == text.length() - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = (c == '+' || c == '-') && (i == 0 || i == e + 1);
            if (i != e && !sign && (c < '0' || c > '9') && c != '.' && c != ',') {
                return false;
            }
        }
        return true;
    }

    private static int separator(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSeparator(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == ';' || c == ',' || c == '|' || c == '\n' || c == '\r';
    }

    private static int firstDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isPlus(text.charAt(i)) || Character.isDigit(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPlus(char c) {
        return c == '+' || c == '\uff0b';
    }

    private static boolean isNational(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                digits++;
            } else if (isPlus(text.charAt(i))) {
                return false;
            }
        }
        return digits >= FEWEST_DIGITS && !text.startsWith("00");
    }
}
