package dev.eventferry.event;

import org.jspecify.annotations.Nullable;

/**
 * The ad that led to a page, in the words of the page's URL (mission P8): for reports, never sent. At least one of them
 * is there.
 *
 * @param campaignName {@code campaign_name}
 * @param adsetName {@code adset_name}
 * @param adName {@code ad_name}
 * @param utmId {@code utm_id}
 * @param utmSource {@code utm_source}
 * @param utmMedium {@code utm_medium}
 * @param utmCampaign {@code utm_campaign}
 */
public record Campaign(
        @Nullable String campaignName,
        @Nullable String adsetName,
        @Nullable String adName,
        @Nullable String utmId,
        @Nullable String utmSource,
        @Nullable String utmMedium,
        @Nullable String utmCampaign) {

    /** What a URL says may be anything, so none of it is for logs. */
    @Override
    public String toString() {
        return "Campaign";
    }
}
