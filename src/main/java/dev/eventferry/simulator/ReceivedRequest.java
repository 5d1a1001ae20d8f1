package dev.eventferry.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to the track endpoint.
 *
 * @param number from 1, in order of arrival
 * @param receivedAt when its body was complete
 * @param http the status of the answer; 0 when there was none
 * @param code TikTok's code in the answer; null when the answer had none
 * @param message what the answer said; empty when it had none
 * @param taken whether its events were taken, whatever the answer said
 * @param events how many it carried
 * @param bytes the length of its body
 * @param token masked
 * @param eventSourceId the pixel or event set; empty when it names none
 * @param requestId TikTok's, as in the answer
 * @param fault what hit it, such as {@code next: code 40100}; empty for nothing
 */
public record ReceivedRequest(
        long number,
        Instant receivedAt,
        int http,
        @Nullable Integer code,
        String message,
        boolean taken,
        int events,
        int bytes,
        String token,
        String eventSourceId,
        String requestId,
        String fault) {}
