package dev.eventferry.camel;

import dev.eventferry.dedup.Deduplicator.Outcome;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.dedup.HashedGroup.Candidate;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventGroup;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Settings;
import dev.eventferry.store.PackedEvent;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does to items what the route {@code judge} does, and tells what came of it: nothing is stored and nothing is sent. What
 * {@code run} knows from before, such as the ids of the last 48 hours, a preview does not know.
 */
public final class Preview {

    private final Steps steps;
    private final Clock clock;

    Preview(Steps steps, Clock clock) {
        this.steps = steps;
        this.clock = clock;
    }

    /** A preview with those settings, of which destinations need neither an id nor a token. */
    public static Preview of(Settings settings, Mappings mappings) {
        return Wiring.preview(settings, mappings, Clock.systemUTC());
    }

    /**
     * Reads items until their end.
     *
     * @param mapper of the source
     * @param destination as a door would be told it; null for the mapping's or the default
     * @param limit the most rows to read
     */
    public PreviewReport read(ItemMapper mapper, @Nullable String destination, Iterator<Item> items, long limit) {
        return read(mapper, destination, items, limit, soFar -> {});
    }

    /**
     * Reads items until their end and lets somebody watch.
     *
     * @param watcher sees the report after each item; must not keep it
     */
    public PreviewReport read(
            ItemMapper mapper,
            @Nullable String destination,
            Iterator<Item> items,
            long limit,
            Consumer<PreviewReport> watcher) {
        PreviewReport report = new PreviewReport();
        try {
            Iterator<Item> gathered = mapper.gather(items);
            while (report.rows() < limit && gathered.hasNext()) {
                // one by one, so that an event is known by its row through all steps
                Item item = gathered.next();
                Origin origin = new Origin(
                        "preview", mapper.source(), destination, clock.instant(), "preview", report.rows(), null, null);
                report.begin(item);
                read(new RawGroup(origin, mapper.unpack(List.of(item)), null), report);
                watcher.accept(report);
            }
        } catch (UncheckedIOException e) {
            report.fail(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        }
        return report;
    }

    /** Judges items as one chunk; what became of them is in the group's verdicts. */
    PackedGroup judge(RawGroup items) {
        HashedGroup group = steps.hash(steps.validate(steps.enrich(steps.map(items))));
        claim(group);
        PackedGroup packed = steps.write(group);
        group.claims().confirm();
        return packed;
    }

    private void claim(HashedGroup group) {
        for (Candidate candidate : steps.candidates(group)) {
            Outcome outcome = group.claims()
                    .claim(candidate.event().key(), candidate.event().mask());
            if (outcome.passes()) {
                group.accept(candidate.event());
            }
        }
    }

    private void read(RawGroup item, PreviewReport report) {
        EventGroup mapped = steps.enrich(steps.map(item));
        List<ConversionEvent> valid = new ArrayList<>(mapped.events().size());
        for (ConversionEvent event : mapped.events()) {
            for (ConversionEvent judged :
                    steps.validate(mapped.with(List.of(event))).events()) {
                report.compare(event.values(), judged.values());
                valid.add(judged);
            }
        }
        HashedGroup group = steps.hash(mapped.with(valid));
        claim(group);
        Map<EventKey, byte[]> written = new HashMap<>();
        for (List<PackedEvent> lane : steps.write(group).submission().events().values()) {
            lane.forEach(packed -> written.put(packed.key(), packed.json()));
        }
        group.claims().confirm();
        report.add(group, written);
    }
}
