package dev.eventferry.simulator;

import java.util.Locale;

/** How an answer goes over the wire. */
enum Wire {
    /** As it should. */
    WHOLE,
    /** Not at all: the connection is reset before the answer. */
    RESET,
    /** Its first half, and then the connection is reset. */
    RESET_WITHIN,
    /** Not at all: the connection is closed in good order. */
    CLOSED,
    /** Its first half, and then the connection is closed in good order, though more was announced. */
    TRUNCATED,
    /** A byte of the body at a time. */
    DRIP,
    /** Not at all: the connection stays open until the client gives up. */
    HANG;

    /** Whether the client gets to see a status. */
    boolean answers() {
        return this != RESET && this != CLOSED && this != HANG;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
