package dev.eventferry.store;

/**
 * How many events of a source came to something within one minute.
 *
 * @param minute minutes since 1970; 0 for all minutes together
 * @param event TikTok's name of them, within {@link LedgerNames}; empty where none was known
 * @param what {@code accepted}, {@code duplicate}, {@code filtered}, {@code rejected}, {@code delivered},
 *     {@code dead}, {@code replayed} (dead no more), or {@code requests}
 * @param reason a problem's code or the like; empty when there is none
 */
public record LedgerEntry(long minute, String source, String destination, String event, String what, String reason) {

    /** Ours to deliver: counted in the commit that keeps them. */
    public static final String ACCEPTED = "accepted";

    /** To TikTok, with events of the source; of no event in particular. */
    public static final String REQUESTS = "requests";

    private static final long MILLIS = 60_000;

    /** The minute of a time in milliseconds, both since 1970. */
    public static long minuteOf(long millis) {
        return millis / MILLIS;
    }

    /** An entry of no event in particular. */
    public LedgerEntry(long minute, String source, String destination, String what, String reason) {
        this(minute, source, destination, "", what, reason);
    }

    /** The same for another reason. */
    LedgerEntry because(String changed) {
        return changed.equals(reason) ? this : new LedgerEntry(minute, source, destination, event, what, changed);
    }

    /** The same of all minutes together. */
    LedgerEntry inAll() {
        return new LedgerEntry(0, source, destination, event, what, reason);
    }
}
