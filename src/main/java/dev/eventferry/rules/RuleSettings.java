package dev.eventferry.rules;

import dev.eventferry.event.EventSource;
import java.time.Duration;
import java.util.Map;

/**
 * What of the rules can be set (design 5).
 *
 * @param maxAge how old events of a source may be; a source that is missing takes any age
 * @param futureSkew how far ahead a sender's clock may be; up to there the time becomes now, beyond it is refused
 * @param legacyNames whether events go out under their names of before 2025, {@code CompletePayment} for
 *     {@code Purchase}: the pixel and the server have to use the same (tiktok-events-api 5)
 */
public record RuleSettings(Map<EventSource, AgeRule> maxAge, Duration futureSkew, boolean legacyNames) {

    /** TikTok's 28 days for offline; a warning from 7 days for web and app; ten minutes of skew (design 5). */
    public static final RuleSettings DEFAULT = new RuleSettings(
            Map.of(
                    EventSource.WEB, new AgeRule(Duration.ofDays(7), false),
                    EventSource.APP, new AgeRule(Duration.ofDays(7), false),
                    EventSource.OFFLINE, new AgeRule(Duration.ofDays(28), true)),
            Duration.ofMinutes(10),
            false);

    /** Keeps its own copy of the map. */
    public RuleSettings {
        maxAge = Map.copyOf(maxAge);
    }
}
