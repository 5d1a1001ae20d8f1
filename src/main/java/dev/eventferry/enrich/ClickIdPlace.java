package dev.eventferry.enrich;

/** Where a click id may stand. */
public enum ClickIdPlace {
    /** The event's own {@code user.ttclid}. */
    FIELD("", "the event's own field"),
    /** The visitor's cookie, as the event or the visitor's request brought it. */
    COOKIE("in the cookie, ", "the visitor's cookies"),
    /** The query of the page's URL. */
    URL("in page.url, ", "parameter ttclid of page.url"),
    /** The query of the referrer's URL, when that is of the page's own host. */
    REFERRER("in page.referrer, ", "parameter ttclid of page.referrer");

    private final String where;
    private final String words;

    ClickIdPlace(String where, String words) {
        this.where = where;
        this.words = words;
    }

    /** It, for a report. */
    String words() {
        return words;
    }

    /** How a message begins that speaks of it. */
    String where() {
        return where;
    }
}
