package dev.eventferry.simulator;

/**
 * Why a request is not taken, in TikTok's words (tiktok-events-api 2.3, 2.4).
 *
 * @param code TikTok's code
 * @param path dotted, with the event's index: {@code data.3.event_id}; empty when it is about the whole request
 * @param reason what is wrong there; never the value
 */
record Refusal(int code, String path, String reason) {

    static final int NOT_HASHED = 40000;
    static final int BAD_PARAMETER = 40002;

    /** A wrong parameter at that place. */
    static Refusal parameter(String path, String reason) {
        return new Refusal(BAD_PARAMETER, path, reason);
    }
}
