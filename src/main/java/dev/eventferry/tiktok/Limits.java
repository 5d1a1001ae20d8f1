package dev.eventferry.tiktok;

/** What one request may be (tiktok-events-api 2.5, read 2026-11-21). */
public final class Limits {

    /** Events in one request; one more and TikTok refuses all of them with 40002. */
    public static final int EVENTS = 1000;

    /** Where events are sent, below the base URL; without the last slash TikTok answers 404. */
    public static final String TRACK_PATH = "/open_api/v1.3/event/track/";

    private Limits() {}
}
