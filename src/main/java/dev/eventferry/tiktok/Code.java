package dev.eventferry.tiktok;

/**
 * One of TikTok's codes and what follows from it (tiktok-events-api 2.3).
 *
 * @param number as in the answer's {@code code}
 * @param meaning in a few words
 * @param action what becomes of the request's events
 * @param pause how long its destination waits at least
 * @param who must act before it goes on
 */
public record Code(int number, String meaning, Action action, Pause pause, Who who) {

    /** What becomes of the events of a request. */
    public enum Action {
        /** TikTok has them. */
        DELIVERED,
        /** TikTok has some of them, and names the others. */
        PARTLY,
        /** At least one of them is to blame: it is found and buried, the rest is sent again. */
        REPAIR,
        /** The same request will do later. */
        RETRY,
        /** The same request may do later; after a few tries its events are to blame. */
        RETRY_A_FEW_TIMES,
        /** Too many requests: the same will do when the pause is over, which is no failure. */
        THROTTLED,
        /** Token, permission or set-up: a person must act, and the events are as good as before. */
        PARK
    }

    /** Who must act. */
    public enum Who {
        /** Nobody: it passes. */
        NOBODY,
        /** Whoever sends the events, or maps them. */
        SENDER,
        /** Whoever runs Eventferry: a setting or the token is wrong. */
        OPERATOR,
        /** Whoever administers the account at TikTok. */
        ACCOUNT
    }
}
