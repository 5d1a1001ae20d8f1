package dev.eventferry.mapping;

import java.util.Locale;

/** Ways to write a text, for {@code as}. */
final class Wording {

    private static final int SHORT_ID = 15;
    private static final int BLOCK = 5;
    private static final String CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private Wording() {}

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /**
     * A Salesforce id in its 18 characters: reports write 15, exports 18 of the same record (sources D5). The last three
     * tell which letters are capitals. Any other text is left as it is.
     */
    static String salesforceId(String id) {
        if (id.length() != SHORT_ID || !id.chars().allMatch(Wording::isIdCharacter)) {
            return id;
        }
        StringBuilder whole = new StringBuilder(id);
        for (int block = 0; block < SHORT_ID; block += BLOCK) {
            int capitals = 0;
            for (int i = 0; i < BLOCK; i++) {
                char c = id.charAt(block + i);
                capitals |= c >= 'A' && c <= 'Z' ? 1 << i : 0;
            }
            whole.append(CHECK.charAt(capitals));
        }
        return whole.toString();
    }

    private static boolean isIdCharacter(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
