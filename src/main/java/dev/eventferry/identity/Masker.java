package dev.eventferry.identity;

import java.util.regex.Pattern;

/** Speaks of values without giving them away: in what we tell senders, and in what TikTok tells us. */
public final class Masker {

    // Every repetition is bounded or possessive, so that no text makes these slow.
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s\"'<>(),;:=@]{1,128}+(?:@|%40)[^\\s\"'<>(),;:=@]++", Pattern.CASE_INSENSITIVE);
    private static final Pattern EMAIL_ENCODED =
            Pattern.compile("[\\w.+-]{1,128}+%40[\\w.-]++", Pattern.CASE_INSENSITIVE);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_+/=-]{40,}+");
    private static final Pattern IPV6 =
            Pattern.compile("[0-9A-Fa-f]{0,4}+(?::[0-9A-Fa-f]{0,4}+){2,8}+(?:\\.\\d{1,3}){0,3}+");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}+(?:\\.\\d{1,3}+){3}+");
    private static final Pattern PHONE = Pattern.compile("[+\uff0b]?\\p{Nd}(?:[ \u00a0()./-]{0,3}+\\p{Nd}){6,}+");

    private Masker() {}

    /** What a value looks like: {@code text of 12 characters with letters and digits}. */
    public static String shape(String value) {
        if (value.isEmpty()) {
            return "an empty text";
        }
        boolean letters = false;
        boolean digits = false;
        boolean others = false;
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            i += Character.charCount(c);
            letters |= Character.isLetter(c);
            digits |= Character.isDigit(c);
            others |= !Character.isLetterOrDigit(c);
        }
        String what = letters ? (digits ? "letters and digits" : "letters") : digits ? "digits" : "signs only";
        int length = value.codePointCount(0, value.length());
        return "text of " + length + (length == 1 ? " character" : " characters") + " with " + what
                + (others && (letters || digits) ? " and other signs" : "");
    }

    /** A free text with e-mail addresses, phone numbers, IP addresses, digests and tokens replaced. */
    public static String mask(String text) {
        String masked = EMAIL_ENCODED.matcher(text).replaceAll("(e-mail)");
        masked = EMAIL.matcher(masked).replaceAll("(e-mail)");
        masked = TOKEN.matcher(masked).replaceAll("(token)");
        masked = IPV6.matcher(masked).replaceAll(found -> isIpv6(found.group()) ? "(ip)" : found.group());
        masked = IPV4.matcher(masked).replaceAll("(ip)");
        return PHONE.matcher(masked).replaceAll("(number)");
    }

    /** A time of day has colons too, but never a pair of them, nor five. */
    private static boolean isIpv6(String text) {
        return text.contains("::") || text.chars().filter(c -> c == ':').count() >= 5;
    }
}
