package dev.eventferry.identity;

import org.jspecify.annotations.Nullable;

/**
 * How match keys are brought to their normal form (design 5).
 *
 * @param defaultRegion ISO 3166 country of phone numbers that name none; null when such numbers are dropped
 * @param lowerCaseExternalId whether {@code user.external_id} is lower-cased; TikTok's own code keeps the case
 *     (tiktok-events-api 9, row 6)
 * @param bothHashesForChina whether a +86 number is sent with and without its country code (tiktok-events-api 9, row 7)
 */
public record IdentitySettings(
        @Nullable String defaultRegion, boolean lowerCaseExternalId, boolean bothHashesForChina) {

    /** No default region, external ids keep their case, one hash a phone. */
    public static final IdentitySettings DEFAULT = new IdentitySettings(null, false, false);
}
