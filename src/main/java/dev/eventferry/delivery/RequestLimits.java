package dev.eventferry.delivery;

/**
 * How many requests a destination may get: TikTok counts them for each developer app and, by numbers that
 * it does not publish, for each pixel (tiktok-events-api 2.5).
 *
 * @param perSecond in any second; 0 for any number
 * @param perMinute in each minute of the clock; 0 for any number
 * @param perDay in each day of UTC; 0 for any number
 */
public record RequestLimits(int perSecond, int perMinute, int perDay) {

    /** Any number at any time. */
    public static final RequestLimits NONE = new RequestLimits(0, 0, 0);

    /** Whether what was sent before a restart counts after it. */
    public boolean outliveRestart() {
        return perMinute > 0 || perDay > 0;
    }
}
