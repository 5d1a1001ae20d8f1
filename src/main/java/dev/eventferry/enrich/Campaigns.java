package dev.eventferry.enrich;

import dev.eventferry.event.Campaign;
import dev.eventferry.event.Field;
import dev.eventferry.event.Placeholders;
import dev.eventferry.event.Problem;
import dev.eventferry.identity.Texts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the ad that a page's URL tells of (mission P8). What holds a macro is not kept (mission P10). */
final class Campaigns {

    /** Characters; what is longer is no name that anybody gave an ad, and would fill a report. */
    private static final int LONGEST = 512;

    private static final Campaign NONE = new Campaign(null, null, null, null, null, null, null);

    /** What a URL told of. */
    record Reading(@Nullable Campaign campaign, @Nullable Problem problem) {}

    private final Query query;
    private final List<String> macros = new ArrayList<>(0);

    private Campaigns(Query query) {
        this.query = query;
    }

    static Reading read(Query query) {
        return new Campaigns(query).read();
    }

    private Reading read() {
        Campaign campaign = new Campaign(
                value(Query.Name.CAMPAIGN_NAME),
                value(Query.Name.ADSET_NAME),
                value(Query.Name.AD_NAME),
                value(Query.Name.UTM_ID),
                value(Query.Name.UTM_SOURCE),
                value(Query.Name.UTM_MEDIUM),
                value(Query.Name.UTM_CAMPAIGN));
        return new Reading(campaign.equals(NONE) ? null : campaign, macros.isEmpty() ? null : macro());
    }

    private @Nullable String value(Query.Name name) {
        String raw = query.raw(name);
        if (raw == null) {
            return null;
        }
        String text = Texts.strip(ClickIds.decoded(raw.replace('+', ' ')));
        if (Placeholders.holdsMacro(text)) {
            macros.add(name.key());
            return null;
        }
        return text.isEmpty() || text.length() > LONGEST ? null : text;
    }

    private Problem macro() {
        String url = Field.PAGE_URL.path();
        return Problem.warning(
                url,
                Codes.CAMPAIGN_MACRO,
                url + ": an ad macro was not filled in for " + String.join(", ", macros)
                        + ", so reports will not name it; check the ad's URL");
    }
}
