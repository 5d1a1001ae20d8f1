package dev.eventferry.rules;

import dev.eventferry.event.EventSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What of the rules can be set (design 5).
 *
 * @param maxAge how old events of a source may be; a source that is missing takes any age
 * @param futureSkew how far ahead a sender's clock may be; up to there the time becomes now, beyond it is refused
 * @param legacyNames whether events go out under their names of before 2025, {@code CompletePayment} for
 *     {@code Purchase}: the pixel and the server have to use the same (tiktok-events-api 5)
 * @param lenient the sources, as mappings name them, whose events lose a field that is wrong rather than be refused for
 *     it, and keep fields that TikTok lists for other sources only (tiktok-events-api 1.3.1; {@link Catalogue})
 */
public record RuleSettings(
        Map<EventSource, AgeRule> maxAge, Duration futureSkew, boolean legacyNames, Set<String> lenient) {

    /** TikTok's 28 days for offline; a warning from 7 days for web and app; ten minutes of skew (design 5). */
    public static final RuleSettings DEFAULT = new RuleSettings(
            Map.of(
                    EventSource.WEB, new AgeRule(Duration.ofDays(7), false),
                    EventSource.APP, new AgeRule(Duration.ofDays(7), false),
                    EventSource.OFFLINE, new AgeRule(Duration.ofDays(28), true)),
            Duration.ofMinutes(10),
            false,
            Set.of());

    /** Keeps its own copies. */
    public RuleSettings {
        maxAge = Map.copyOf(maxAge);
        lenient = Set.copyOf(lenient);
    }
}
