package dev.eventferry.store;

/**
 * How many requests a destination had in its last minute and day.
 *
 * @param minute since 1970
 * @param day since 1970, UTC
 */
public record RequestCount(long minute, long inMinute, long day, long inDay) {

    /** None so far. */
    public static final RequestCount NONE = new RequestCount(0, 0, 0, 0);
}
