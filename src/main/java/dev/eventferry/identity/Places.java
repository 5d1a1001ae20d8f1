package dev.eventferry.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and addresses (tiktok-events-api 4). */
final class Places {

    private static final int US_ZIP = 5;

    private Places() {}

    /** A person's name: lower-case, without punctuation, inner spaces single. Empty when nothing is left. */
    static String personName(String text) {
        String lower = Texts.lower(text);
        StringBuilder kept = new StringBuilder(lower.length());
        boolean space = false;
        for (int i = 0; i < lower.length(); ) {
            int c = lower.codePointAt(i);
            i += Character.charCount(c);
            if (Texts.belongsToWord(c)) {
                if (space && !kept.isEmpty()) {
                    kept.append(' ');
                }
                kept.appendCodePoint(c);
                space = false;
            } else {
                space |= Character.isWhitespace(c) || Character.isSpaceChar(c);
            }
        }
        return Texts.compose(kept.toString());
    }

    /** Lower-case, without spaces and dashes; of an American one the first five digits. */
    static String zipCode(String text, @Nullable String region) {
        StringBuilder kept = new StringBuilder(text.length());
        String lower = Texts.lower(Texts.unguard(text));
        lower.codePoints().filter(Texts::belongsToWord).forEach(kept::appendCodePoint);
        boolean american = "US".equals(region) || (region == null && isZipPlusFour(lower));
        if (american && kept.length() > US_ZIP && digits(kept, US_ZIP)) {
            kept.setLength(US_ZIP);
        }
        return Texts.compose(kept.toString());
    }

    /** As a city; an American one as its two letters. */
    static String state(String text, @Nullable String region) {
        String plain = Texts.lettersAndDigits(text);
        if (!"US".equals(region)) {
            return plain;
        }
        if (plain.length() == 4 && plain.startsWith("us")) {
            return plain.substring(2);
        }
        return US_STATES.getOrDefault(plain, plain);
    }

    private static boolean isZipPlusFour(String text) {
        if (text.length() != 10 || text.charAt(5) != '-') {
            return false;
        }
        return digits(text, 5) && digits(text.substring(6), 4);
    }

    private static boolean digits(CharSequence text, int count) {
        for (int i = 0; i < count; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    // spotless:off
    private static final Map<String, String> US_STATES = Map.ofEntries(
            Map.entry("alabama", "al"), Map.entry("alaska", "ak"), Map.entry("arizona", "az"),
            Map.entry("arkansas", "ar"), Map.entry("california", "ca"), Map.entry("colorado", "co"),
            Map.entry("connecticut", "ct"), Map.entry("delaware", "de"), Map.entry("florida", "fl"),
            Map.entry("georgia", "ga"), Map.entry("hawaii", "hi"), Map.entry("idaho", "id"),
            Map.entry("illinois", "il"), Map.entry("indiana", "in"), Map.entry("iowa", "ia"),
            Map.entry("kansas", "ks"), Map.entry("kentucky", "ky"), Map.entry("louisiana", "la"),
            Map.entry("maine", "me"), Map.entry("maryland", "md"), Map.entry("massachusetts", "ma"),
            Map.entry("michigan", "mi"), Map.entry("minnesota", "mn"), Map.entry("mississippi", "ms"),
            Map.entry("missouri", "mo"), Map.entry("montana", "mt"), Map.entry("nebraska", "ne"),
            Map.entry("nevada", "nv"), Map.entry("newhampshire", "nh"), Map.entry("newjersey", "nj"),
            Map.entry("newmexico", "nm"), Map.entry("newyork", "ny"), Map.entry("northcarolina", "nc"),
            Map.entry("northdakota", "nd"), Map.entry("ohio", "oh"), Map.entry("oklahoma", "ok"),
            Map.entry("oregon", "or"), Map.entry("pennsylvania", "pa"), Map.entry("rhodeisland", "ri"),
            Map.entry("southcarolina", "sc"), Map.entry("southdakota", "sd"), Map.entry("tennessee", "tn"),
            Map.entry("texas", "tx"), Map.entry("utah", "ut"), Map.entry("vermont", "vt"),
            Map.entry("virginia", "va"), Map.entry("washington", "wa"), Map.entry("westvirginia", "wv"),
            Map.entry("wisconsin", "wi"), Map.entry("wyoming", "wy"), Map.entry("districtofcolumbia", "dc"),
            Map.entry("washingtondc", "dc"), Map.entry("puertorico", "pr"), Map.entry("guam", "gu"),
            Map.entry("americansamoa", "as"), Map.entry("virginislands", "vi"));
    // spotless:on
}
