package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that the simulator holds, after dedup and merge.
 *
 * @param eventSource {@code web}, {@code app}, {@code offline} or {@code crm}
 * @param eventSourceId the pixel or event set
 * @param event its name
 * @param eventId null when it came without one
 * @param eventTime in seconds since 1970
 * @param json the whole event as it stands, in TikTok's own form
 * @param copies how often it came again within 48 hours; 0 when it came once
 * @param mergedFields dotted paths that copies filled
 * @param test whether it came under a test code
 * @param request the number of the request that brought it first
 * @param receivedAt when that was
 */
public record ReceivedEvent(
        String eventSource,
        String eventSourceId,
        String event,
        @Nullable String eventId,
        long eventTime,
        JsonNode json,
        int copies,
        List<String> mergedFields,
        boolean test,
        long request,
        Instant receivedAt) {}
