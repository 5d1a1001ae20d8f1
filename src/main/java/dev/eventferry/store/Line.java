package dev.eventferry.store;

/**
 * Where events line up while their lane is behind.
 *
 * @param first whether they go before those that are not
 * @param freshest whether the newest of them go first, and not the oldest
 */
public record Line(Lane lane, boolean first, boolean freshest) {

    /** Below it stand those that go first; far from any id (milliseconds since 1970, times 1000). */
    public static final long OTHERS = 1L << 60;

    /** Those that go in the order of their age, before or behind nobody. */
    public static Line of(Lane lane) {
        return new Line(lane, false, false);
    }

    /** The turn of a segment with that id: the smallest turn goes first. */
    public long turn(long id) {
        return (first ? 0 : OTHERS) + (freshest ? -id : id);
    }

    /** The last turn of those that go first, or of the others, as the given one does; for a new segment with that id. */
    public static long lastOf(long turn, long id) {
        return (turn < OTHERS / 2 ? 0 : OTHERS) + id;
    }
}
