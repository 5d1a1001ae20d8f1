package dev.eventferry.store;

/**
 * What is counted beside the ledger, and less exactly: a kill loses the last seconds of it.
 *
 * @param kind who counts; each kind says what the other columns are
 * @param minute since 1970, the first one of the hour or day that is counted together
 * @param source or destination
 * @param event TikTok's name, within {@link LedgerNames}
 * @param name what of the event is counted
 * @param what came of it
 */
public record Tally(String kind, long minute, String source, String event, String name, String what) {

    private static final int LONGEST_NAME = 400;
    private static final int LONGEST = 100;

    /** Longer texts are cut, and what no database takes becomes a question mark. */
    public Tally {
        source = fit(source, LONGEST);
        event = fit(event, LONGEST);
        name = fit(name, LONGEST_NAME);
        what = fit(what, LONGEST);
    }

    private static String fit(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest);
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cut.replaceAll("[\\x00\\p{Cs}]", "?");
            }
        }
        return cut;
    }
}
