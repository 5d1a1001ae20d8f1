package dev.eventferry.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group in TikTok's words, personal data still in the clear; what was refused on the way is in the verdicts.
 *
 * @param region the country of phone numbers that name none, as the mapping has it (ISO 3166); null when it has none
 */
public record EventGroup(
        Origin origin,
        List<ConversionEvent> events,
        Verdicts verdicts,
        @Nullable Cursor cursor,
        @Nullable String region) {

    /** The same with other events. */
    public EventGroup with(List<ConversionEvent> changed) {
        return new EventGroup(origin, changed, verdicts, cursor, region);
    }
}
