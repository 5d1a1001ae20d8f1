package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.dedup.DedupKeys;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.delivery.SendingOrder;
import dev.eventferry.enrich.Enricher;
import dev.eventferry.event.EventGroup;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Origin;
import dev.eventferry.event.Problem;
import dev.eventferry.event.RawGroup;
import dev.eventferry.event.Verdicts;
import dev.eventferry.identity.IdentityHasher;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.identity.Normalizer;
import dev.eventferry.inspect.Numbers;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.rules.RuleSettings;
import dev.eventferry.rules.Rules;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import dev.eventferry.settings.Secret;
import dev.eventferry.store.LedgerNames;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String ODD_CURRENCY = """
            {"event":"Purchase","event_time":1767225600,"event_id":"o-1","user":{"email":"nora@example.test"},
             "page":{"url":"https://shop.example.test/"},"properties":{"value":1,"currency":"dollars"}}""";

    @Test
    void an_event_for_an_unknown_destination_is_refused() throws IOException {
        Verdicts verdicts = validated(Set.of(), "nowhere").verdicts();

        assertThat(verdicts.all().get(0).problems()).extracting(Problem::code).containsExactly("destination_unknown");
    }

    @Test
    void only_the_sources_of_the_setting_are_lenient() throws IOException {
        assertThat(validated(Set.of(), null).events()).isEmpty();
        assertThat(validated(Set.of("shop"), null).events()).isEmpty();
        assertThat(validated(Set.of(Origin.CANONICAL), null).events()).hasSize(1);
    }

    private static EventGroup validated(Set<String> lenient, @Nullable String destination) throws IOException {
        Steps steps = steps(lenient);
        Origin origin = new Origin("r", Origin.CANONICAL, destination, NOW, "r", 0, null, null);
        RawGroup group = new RawGroup(origin, List.of(new JsonItem(BodyReader.JSON.readTree(ODD_CURRENCY))), null);
        return steps.validate(steps.map(group));
    }

    private static Steps steps(Set<String> lenient) {
        RuleSettings defaults = RuleSettings.DEFAULT;
        return new Steps(
                new LiveMappings(Mappings.none()),
                new Destinations(
                        Map.of("web", new Destination("web", EventSource.WEB, "PIXEL", new Secret("t"), null, true))),
                new Enricher(Enricher.USUAL_ORDER),
                new Normalizer(IdentitySettings.DEFAULT),
                new Rules(new RuleSettings(defaults.maxAge(), defaults.futureSkew(), false, lenient), CLOCK),
                new IdentityHasher(),
                new DedupKeys(DedupKeys.PARTS, true),
                new Deduplicator(Duration.ofMinutes(5), Duration.ofDays(2), CLOCK),
                new GroupPacker("web", 1_000_000, SendingOrder.BY_AGE, new LedgerNames(List.of(), List.of()), CLOCK),
                Map.of(),
                new Numbers(new LedgerNames(List.of(), List.of()), CLOCK),
                RecentFeed.NONE);
    }
}
