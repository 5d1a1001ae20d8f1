package dev.eventferry.enrich;

/** Where a click id may stand. */
public enum ClickIdPlace {
    /** The event's own {@code user.ttclid}. */
    FIELD(""),
    /** The visitor's cookie, as the event or the visitor's request brought it. */
    COOKIE("in the cookie, "),
    /** The query of the page's URL. */
    URL("in page.url, "),
    /** The query of the referrer's URL, when that is of the page's own host. */
    REFERRER("in page.referrer, ");

    private final String where;

    ClickIdPlace(String where) {
        this.where = where;
    }

    /** How a message begins that speaks of it. */
    String where() {
        return where;
    }
}
