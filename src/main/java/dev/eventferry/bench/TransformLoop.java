package dev.eventferry.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.dedup.DedupKeys;
import dev.eventferry.enrich.Enricher;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Values;
import dev.eventferry.identity.IdentityHasher;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.identity.Normalizer;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.Result;
import dev.eventferry.rules.RuleSettings;
import dev.eventferry.rules.Rules;
import dev.eventferry.tiktok.EventWriter;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/** What the route {@code process} does to an event, without anything around it: the floor of the other figures. */
final class TransformLoop {

    private final ItemMapper mapping;
    private final Enricher enricher = new Enricher(Enricher.USUAL_ORDER);
    private final Normalizer normalizer = new Normalizer(IdentitySettings.DEFAULT);
    private final Rules rules = new Rules(RuleSettings.DEFAULT, Clock.systemUTC());
    private final IdentityHasher hasher = new IdentityHasher();
    private final DedupKeys keys = new DedupKeys(DedupKeys.PARTS, true);

    TransformLoop(ItemMapper mapping) {
        this.mapping = mapping;
    }

    /** Parse, map, normalise, validate, hash, serialise; answers how many bytes came out. */
    int transform(byte[] json) throws IOException {
        JsonNode node = BodyReader.JSON.readTree(json);
        if (!(mapping.apply(new JsonItem(node), 0, "web") instanceof Result.Mapped mapped)) {
            throw new IllegalStateException("the workload is mapped");
        }
        int bytes = 0;
        for (ConversionEvent raw : mapped.events()) {
            ConversionEvent enriched = enricher.enrich(raw, EventSource.WEB, null);
            ConversionEvent event = rules.judge(normalizer.normalize(enriched, null), EventSource.WEB);
            if (event.isRefused()) {
                throw new IllegalStateException("the workload is valid: " + event.problems());
            }
            Values hashed = hasher.hash(event.values());
            Instant time = Objects.requireNonNull(event.time());
            String id = keys.id(event.id(), event.name(), time, hashed, event.contents());
            String key = keys.key("web", event.name(), id);
            bytes += EventWriter.write(new HashedEvent(
                            0,
                            "web",
                            event.clientName(),
                            event.name(),
                            id,
                            time.getEpochSecond(),
                            hashed,
                            event.contents(),
                            key,
                            EventKey.of(key),
                            event.problems()))
                    .length;
        }
        return bytes;
    }
}
