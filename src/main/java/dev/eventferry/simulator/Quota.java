package dev.eventferry.simulator;

import java.time.Duration;
import java.util.Locale;

/**
 * How many requests TikTok takes in a second, minute or day; windows begin with the second, minute and day of UTC.
 *
 * @param most requests in one window
 * @param per how long a window is
 * @param of what is counted apart
 * @param code that further requests are refused with; for an app 40100, for an event source 40132 (tiktok-events-api 2.3)
 * @param http the status of that refusal; TikTok has been seen with 200 and with 401
 */
public record Quota(int most, Per per, Of of, int code, int http) {

    /** A window's length. */
    public enum Per {
        SECOND(Duration.ofSeconds(1), "QPS"),
        MINUTE(Duration.ofMinutes(1), "QPM"),
        DAY(Duration.ofDays(1), "QPD");

        private final long millis;
        private final String word;

        Per(Duration length, String word) {
            this.millis = length.toMillis();
            this.word = word;
        }

        /** The number of the window that a moment is in. */
        long window(long epochMillis) {
            return Math.floorDiv(epochMillis, millis);
        }
    }

    /** What has a quota of its own. */
    public enum Of {
        /** All requests share it. */
        ALL,
        TOKEN,
        PIXEL
    }

    /** Refuses what makes no sense. */
    public Quota {
        if (most < 0) {
            throw new IllegalArgumentException("most must be at least 0, not " + most);
        }
    }

    /** For each token that many requests in such a window, and then 40100. */
    public static Quota of(int most, Per per) {
        return new Quota(most, per, Of.TOKEN, 40100, 200);
    }

    /** The same for each event source, and then 40132. */
    public Quota ofPixel() {
        return new Quota(most, per, Of.PIXEL, 40132, http);
    }

    /** The same for all requests together. */
    public Quota ofAll() {
        return new Quota(most, per, Of.ALL, code, http);
    }

    /** The same, refused with that code and status. */
    public Quota refusing(int changedCode, int changedHttp) {
        return new Quota(most, per, of, changedCode, changedHttp);
    }

    /** What is said when it is used up: the limit by its name. */
    String message() {
        return "Too many requests: the " + per.word + " limit of " + most + " is reached. Please retry in some time.";
    }

    @Override
    public String toString() {
        return most + " a " + per.name().toLowerCase(Locale.ROOT) + " for "
                + (of == Of.ALL ? "all" : "each " + of.name().toLowerCase(Locale.ROOT)) + ", then " + code;
    }
}
