package dev.eventferry.tiktok;

import java.util.Set;

/** What TikTok's codes ask of us (tiktok-events-api 2.3). */
public enum Code {
    /** TikTok has the events. */
    TAKEN,
    /** An event of the request is to blame. */
    EVENT,
    /** Throttled, down or in trouble: the same request will do later. */
    LATER,
    /** Token, permission or set-up: a person must act; the events are as good as before. */
    SETUP;

    private static final Set<Integer> TAKEN_CODES = Set.of(0, 40050);
    private static final Set<Integer> LATER_CODES =
            Set.of(40016, 40100, 40132, 40133, 40200, 40201, 40202, 40700, 60001);
    private static final Set<Integer> SETUP_CODES = Set.of(
            40001, 40006, 40007, 40008, 40009, 40010, 40013, 40014, 40051, 40101, 40102, 40104, 40105, 40106, 40110,
            40113, 40115, 40116, 40117, 40118, 40119, 40124, 40125, 40300, 40301, 41000, 41001, 41002);

    /** The class of a code; unknown 4xxxx blame the event, unknown others the moment. */
    public static Code of(int code) {
        if (TAKEN_CODES.contains(code)) {
            return TAKEN;
        }
        if (LATER_CODES.contains(code)) {
            return LATER;
        }
        if (SETUP_CODES.contains(code)) {
            return SETUP;
        }
        boolean blamesTheEvent = code == 20001 || code / 10_000 == 4;
        return blamesTheEvent ? EVENT : LATER;
    }
}
