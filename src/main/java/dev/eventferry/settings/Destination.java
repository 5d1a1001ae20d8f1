package dev.eventferry.settings;

import dev.eventferry.event.EventSource;
import org.jspecify.annotations.Nullable;

/**
 * Where events go: one pixel, app or event set at TikTok.
 *
 * @param eventSourceId pixel code, app id, offline or CRM event set id
 * @param accessToken never logged or shown
 * @param testEventCode null for live events
 */
public record Destination(
        String name,
        EventSource eventSource,
        String eventSourceId,
        Secret accessToken,
        @Nullable String testEventCode,
        boolean enabled) {}
