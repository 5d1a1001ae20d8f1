package dev.eventferry.event;

import java.util.Locale;
import java.util.Optional;

/** Where an event happened, in TikTok's words (tiktok-events-api 1.3). */
public enum EventSource {
    WEB,
    APP,
    OFFLINE,
    CRM;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The word TikTok uses, lower-case. */
    public String wire() {
        return wire;
    }

    /** The source of that name in any case; empty when TikTok knows none such. */
    public static Optional<EventSource> named(String name) {
        for (EventSource source : values()) {
            if (source.wire.equalsIgnoreCase(name)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
