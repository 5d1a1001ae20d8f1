package dev.eventferry.camel;

import dev.eventferry.delivery.DestinationLane;
import java.util.Locale;

/** Whether a destination is tried now, and if not, why: one word for status, page and metrics. */
enum LaneState {
    /** Events go out. */
    OPEN,
    /** TikTok asked to wait. */
    THROTTLED,
    /** The requests of this minute or day are used up. */
    LIMITED,
    /** The last requests failed; it is tried again, ever more seldom. */
    FAILING,
    /** A person must act. */
    PARKED;

    /** @param now milliseconds since 1970 */
    static LaneState of(DestinationLane lane, long now) {
        if (lane.parking() != null) {
            return PARKED;
        }
        if (lane.failures() > 0) {
            return FAILING;
        }
        if (lane.quota().closedUntil(now) > 0) {
            return LIMITED;
        }
        return lane.isResting(now) ? THROTTLED : OPEN;
    }

    /** As it stands in answers. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
