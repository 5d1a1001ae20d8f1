package dev.eventferry.identity;

/** Advertising ids of devices. */
final class DeviceIds {

    private static final int DASHES = 4;

    private DeviceIds() {}

    /**
     * Whether it is hex digits in five groups. Not stricter: TikTok's own example of a gaid has a first group of six
     * (tiktok-events-api 4).
     */
    static boolean isId(String text) {
        int dashes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-') {
                dashes++;
            } else if (c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return dashes == DASHES && text.length() >= 30 && text.length() <= 36;
    }

    /** What a device gives that allows no tracking. */
    static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '0' && text.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }
}
