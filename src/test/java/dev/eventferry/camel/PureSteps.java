package dev.eventferry.camel;

import dev.eventferry.dedup.DedupKeys;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.delivery.SendingOrder;
import dev.eventferry.enrich.Enricher;
import dev.eventferry.identity.IdentityHasher;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.identity.Normalizer;
import dev.eventferry.inspect.Numbers;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.rules.RuleSettings;
import dev.eventferry.rules.Rules;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import dev.eventferry.store.LedgerNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The steps of the route {@code process} as {@link Wiring} puts them together, without Camel and without a store. */
public final class PureSteps {

    private PureSteps() {}

    /** The steps for those mappings, destinations and settings. */
    public static Steps of(
            Mappings mappings,
            Map<String, Destination> destinations,
            IdentitySettings identity,
            RuleSettings rules,
            Clock clock) {
        return new Steps(
                new LiveMappings(mappings),
                new Destinations(destinations),
                new Enricher(Enricher.USUAL_ORDER),
                new Normalizer(identity),
                new Rules(rules, clock),
                new IdentityHasher(),
                new DedupKeys(DedupKeys.PARTS, true),
                new Deduplicator(Duration.ofMinutes(5), Duration.ofDays(2), clock),
                new GroupPacker(
                        destinations.keySet().iterator().next(),
                        1_000_000,
                        SendingOrder.BY_AGE,
                        new LedgerNames(List.of(), List.of()),
                        clock),
                Map.of(),
                new Numbers(new LedgerNames(List.of(), List.of()), clock),
                RecentFeed.NONE);
    }
}
