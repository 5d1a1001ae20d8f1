package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.dedup.Deduplicator.Outcome;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Item;
import dev.eventferry.event.Onlooker;
import dev.eventferry.event.Origin;
import dev.eventferry.event.Problem;
import dev.eventferry.event.RawGroup;
import dev.eventferry.event.Values;
import dev.eventferry.event.Verdicts;
import dev.eventferry.inspect.FieldSources;
import dev.eventferry.inspect.InputMask;
import dev.eventferry.inspect.RecentEvent;
import dev.eventferry.inspect.RecentEvent.Relation;
import dev.eventferry.inspect.RecentEvent.Seen;
import dev.eventferry.inspect.RecentEvent.State;
import dev.eventferry.inspect.RecentEvents;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.store.PackedEvent;
import dev.eventferry.tiktok.EventWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those items of one group that the inspector remembers. For the thread that judges, then for the one that commits. */
final class RecentGroup implements Onlooker {

    private static final Logger LOG = LoggerFactory.getLogger(RecentGroup.class);

    /** What is larger is not shown. */
    private static final int LARGEST_EVENT = 64 << 10;

    /** An event, and what the deduplicator said of it. */
    private record Judged(HashedEvent event, @Nullable Outcome outcome) {}

    /** An event without its values, and what they had been read from. */
    private record Refused(ConversionEvent event, List<FieldSource> mapped) {}

    private final RecentEvents recent;
    private final Deduplicator deduplicator;
    private final Origin origin;
    private final int stride;
    private final Map<Integer, List<Refused>> refused = new HashMap<>();
    private final IdentityHashMap<Object, FieldSources> mapped = new IdentityHashMap<>();
    private final Map<Integer, byte[]> inputs = new HashMap<>();
    private List<RecentEvent> events = List.of();

    /** @param granted how many of its items may be remembered, spread over all of them */
    RecentGroup(RecentEvents recent, Deduplicator deduplicator, RawGroup group, int granted, boolean keepsInput) {
        this.recent = recent;
        this.deduplicator = deduplicator;
        this.origin = group.origin();
        this.stride = (group.items().size() + granted - 1) / granted;
        if (keepsInput) {
            for (int i = 0; i < group.items().size(); i += stride) {
                keepInput(i, group.items().get(i));
            }
        }
    }

    /**
     * An item was read.
     *
     * @param events as the mapping made them
     * @param ready the same with what is known of their source
     */
    void mapped(ItemMapper mapper, Item item, List<ConversionEvent> events, List<ConversionEvent> ready) {
        quietly(() -> {
            List<List<FieldSource>> read = mapper.sources(item);
            for (int i = 0; i < events.size(); i++) {
                mapped.put(ready.get(i), new FieldSources(read.get(i), events.get(i), ready.get(i), origin.source()));
            }
        });
    }

    @Override
    public boolean watches(int index) {
        return index % stride == 0;
    }

    @Override
    public void enriched(ConversionEvent before, ConversionEvent after, Supplier<List<FieldSource>> from) {
        quietly(() -> {
            FieldSources sources = mapped.remove(before);
            if (sources != null) {
                sources.add(from.get());
                mapped.put(after, sources);
            }
        });
    }

    @Override
    public void judged(ConversionEvent before, ConversionEvent after) {
        quietly(() -> {
            FieldSources sources = mapped.remove(before);
            if (sources != null) {
                sources.judged(before, after);
                mapped.put(after, sources);
            }
        });
        if (after.isRefused()) {
            List<FieldSource> from =
                    toldOf(after, after.time() != null, after.id() != null, after.values(), after.contents());
            mapped.remove(after);
            // neither its values nor its contents: they are in the clear
            refused.computeIfAbsent(after.index(), index -> new ArrayList<>())
                    .add(new Refused(withoutValues(after), from));
        }
    }

    @Override
    public void hashed(ConversionEvent before, HashedEvent after) {
        FieldSources sources = mapped.remove(before);
        if (sources != null) {
            mapped.put(after, sources);
        }
    }

    private List<FieldSource> toldOf(
            Object event, boolean hasTime, boolean hasId, Values values, List<Content> contents) {
        FieldSources sources = mapped.get(event);
        return sources == null ? List.of() : sources.of(hasTime, hasId, values, contents);
    }

    /** Nothing that is only looked at may keep an event from its way. */
    private static void quietly(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "What an event was read from is not remembered: {}",
                    e.getClass().getName());
        }
    }

    /** Every verdict is spoken, and the group is about to be committed, which nothing here may prevent. */
    void packed(PackedGroup packed) {
        try {
            remember(packed);
        } catch (RuntimeException e) {
            LOG.warn("A group is not remembered: {}", e.getClass().getName());
        }
    }

    private void remember(PackedGroup packed) {
        HashedGroup group = packed.group();
        Verdicts verdicts = group.verdicts();
        Map<Integer, List<Judged>> hashed = new HashMap<>();
        Map<EventKey, Deque<PackedEvent>> kept = new HashMap<>();
        for (int i = 0; i < group.candidates().size(); i++) {
            HashedEvent event = group.candidates().get(i).event();
            if (watches(event.index())) {
                Outcome outcome = i < group.outcomes().size() ? group.outcomes().get(i) : null;
                hashed.computeIfAbsent(event.index(), index -> new ArrayList<>())
                        .add(new Judged(event, outcome));
                kept.put(event.key(), new ArrayDeque<>());
            }
        }
        packed.submission()
                .events()
                .values()
                .forEach(line -> line.forEach(event -> {
                    Deque<PackedEvent> place = kept.get(event.key());
                    if (place != null) {
                        place.add(event);
                    }
                }));
        Set<HashedEvent> accepted = Collections.newSetFromMap(new IdentityHashMap<>());
        accepted.addAll(group.accepted());
        List<Seen> seen = new ArrayList<>();
        for (int index = 0; index < verdicts.size(); index += stride) {
            see(index, verdicts, hashed.getOrDefault(index, List.of()), kept, accepted, seen);
        }
        mapped.clear();
        events = recent.add(seen);
    }

    /** It was committed, or was not. */
    void settled(boolean committed) {
        if (committed) {
            recent.kept(events);
        } else {
            recent.lost(events);
        }
    }

    private void see(
            int index,
            Verdicts verdicts,
            List<Judged> hashed,
            Map<EventKey, Deque<PackedEvent>> kept,
            Set<HashedEvent> accepted,
            List<Seen> seen) {
        long row = origin.firstPosition() + verdicts.firstRow(index);
        List<Refused> refusedOfIt = refused.getOrDefault(index, List.of());
        Verdicts.Verdict verdict = verdicts.of(index);
        refusedOfIt.forEach(event -> seen.add(refused(event, row)));
        for (Judged judged : hashed) {
            HashedEvent event = judged.event();
            boolean passed = accepted.contains(event);
            PackedEvent packed =
                    passed ? kept.getOrDefault(event.key(), new ArrayDeque<>()).poll() : null;
            if (packed != null) {
                seen.add(known(judged, row, State.ACCEPTED, event.warnings(), packed.json()));
            } else if (passed) {
                List<Problem> problems = verdict == null ? List.of() : verdict.problems();
                seen.add(known(judged, row, State.REJECTED, problems, null));
            } else {
                seen.add(known(judged, row, State.DUPLICATE, event.warnings(), EventWriter.write(event)));
            }
        }
        if (hashed.isEmpty() && refusedOfIt.isEmpty() && verdict != null) {
            State state = verdict.status() == Verdicts.Status.FILTERED ? State.FILTERED : State.REJECTED;
            seen.add(new Seen(
                    origin.receivedAt().toEpochMilli(),
                    origin.source(),
                    origin.place(),
                    row,
                    null,
                    null,
                    null,
                    origin.destination(),
                    origin.testEventCode(),
                    null,
                    state,
                    verdict.reason(),
                    verdict.problems(),
                    null,
                    0,
                    null,
                    inputs.get(index),
                    List.of()));
        }
    }

    private Seen refused(Refused refusedOne, long row) {
        ConversionEvent event = refusedOne.event();
        return new Seen(
                origin.receivedAt().toEpochMilli(),
                origin.source(),
                origin.place(),
                row,
                event.clientName(),
                event.name(),
                event.id(),
                event.destination(),
                origin.testEventCode(),
                null,
                State.REJECTED,
                null,
                event.problems(),
                null,
                0,
                null,
                inputs.get(event.index()),
                refusedOne.mapped());
    }

    private Seen known(Judged judged, long row, State state, List<Problem> problems, byte @Nullable [] json) {
        HashedEvent event = judged.event();
        Relation relation = state == State.REJECTED ? null : relation(judged.outcome());
        return new Seen(
                origin.receivedAt().toEpochMilli(),
                origin.source(),
                origin.place(),
                row,
                event.clientName(),
                event.name(),
                event.id().isEmpty() ? null : event.id(),
                event.destination(),
                origin.testEventCode(),
                event.key(),
                state,
                null,
                problems,
                relation,
                relation == null || relation == Relation.FIRST
                        ? 0
                        : deduplicator.firstSeen(event.key()).orElse(0),
                json == null || json.length > LARGEST_EVENT ? null : json,
                inputs.get(event.index()),
                toldOf(event, true, !event.id().isEmpty(), event.values(), event.contents()));
    }

    /** What the deduplicator said; null when nobody asked it, because the route has no idempotent consumer. */
    private static @Nullable Relation relation(@Nullable Outcome outcome) {
        if (outcome == null) {
            return null;
        }
        return switch (outcome) {
            case NEW -> Relation.FIRST;
            case FILLS_IN -> Relation.FILLS_IN;
            case DUPLICATE -> Relation.NOTHING_NEW;
            case LATE -> Relation.SEEN;
        };
    }

    private void keepInput(int index, Item item) {
        JsonNode json = item.asJson();
        byte[] masked = json.isMissingNode() ? null : InputMask.mask(json);
        if (masked != null) {
            inputs.put(index, masked);
        }
    }

    private static ConversionEvent withoutValues(ConversionEvent event) {
        return new ConversionEvent(
                event.index(),
                event.destination(),
                event.clientName(),
                event.name(),
                event.id(),
                event.time(),
                Values.NONE,
                List.of(),
                event.problems());
    }
}
