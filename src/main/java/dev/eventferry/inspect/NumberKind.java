package dev.eventferry.inspect;

import java.time.Duration;

/** What is counted beside the ledger, in what steps, and how long it is kept. */
public enum NumberKind {
    /** Match keys of a source's event by path: how often they came, were good, and were dropped, by code. */
    QUALITY(60, Duration.ofDays(8)),
    /** What a source's events had to do with others before them. */
    COPIES(60, Duration.ofDays(8)),
    /** Accepted events and their value by ad. */
    CAMPAIGNS(1440, Duration.ofDays(90)),
    /** Delivered events of a destination by how long that took. */
    LATENCY(5, Duration.ofDays(8));

    private final long minutes;
    private final Duration kept;

    NumberKind(long minutes, Duration kept) {
        this.minutes = minutes;
        this.kept = kept;
    }

    /** The first minute of the step that a minute is in. */
    public long from(long minute) {
        return minute - minute % minutes;
    }

    /** How long it is kept. */
    public Duration kept() {
        return kept;
    }
}
