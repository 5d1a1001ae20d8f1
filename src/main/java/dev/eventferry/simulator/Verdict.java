package dev.eventferry.simulator;

import java.util.Locale;

/** What became of one event of one request. */
public enum Verdict {
    /** The first of its kind. */
    KEPT,
    /** A copy within five minutes that filled a field. */
    MERGED,
    /** A copy that brought nothing or came too late for it. */
    DROPPED,
    /** Not taken. */
    REFUSED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
