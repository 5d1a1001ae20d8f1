package dev.eventferry.camel;

import dev.eventferry.dedup.DedupKeys;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.dedup.HashedGroup.Candidate;
import dev.eventferry.enrich.Enricher;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventGroup;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Item;
import dev.eventferry.event.Onlooker;
import dev.eventferry.event.Problem;
import dev.eventferry.event.RawGroup;
import dev.eventferry.event.Values;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Visitor;
import dev.eventferry.identity.IdentityHasher;
import dev.eventferry.identity.Normalizer;
import dev.eventferry.inspect.CopyReport;
import dev.eventferry.inspect.Numbers;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.DroppedItem;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.intake.RowItem;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mapping;
import dev.eventferry.mapping.Result;
import dev.eventferry.rules.Rules;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of the route {@code judge}. Body in, body out, one group at a time: the loop over its events is here, what
 * is done to an event is in the stages. No step reads or writes a header.
 */
public final class Steps {

    private final LiveMappings mappings;
    private final Destinations destinations;
    private final String defaultDestination;
    private final Enricher enricher;
    private final Normalizer normalizer;
    private final Rules rules;
    private final IdentityHasher hasher;
    private final DedupKeys keys;
    private final Deduplicator deduplicator;
    private final GroupPacker packer;
    private final Map<String, SourceDefaults> sources;
    private final Numbers numbers;
    private final RecentFeed recent;

    Steps(
            LiveMappings mappings,
            Destinations destinations,
            Enricher enricher,
            Normalizer normalizer,
            Rules rules,
            IdentityHasher hasher,
            DedupKeys keys,
            Deduplicator deduplicator,
            GroupPacker packer,
            Map<String, SourceDefaults> sources,
            Numbers numbers,
            RecentFeed recent) {
        this.recent = recent;
        this.mappings = mappings;
        this.destinations = destinations;
        this.defaultDestination = destinations.first();
        this.enricher = enricher;
        this.normalizer = normalizer;
        this.rules = rules;
        this.hasher = hasher;
        this.keys = keys;
        this.deduplicator = deduplicator;
        this.packer = packer;
        this.sources = sources;
        this.numbers = numbers;
    }

    /**
     * The sender's words become TikTok's; the whole group by one version of the mapping, whatever is edited meanwhile.
     *
     * @throws RequestRefused when the source was removed since the door looked
     */
    public EventGroup map(RawGroup group) {
        ItemMapper mapper = mapper(group.origin().source());
        RecentGroup shown = recent.begin(group);
        String fallback = Objects.requireNonNullElse(group.origin().destination(), defaultDestination);
        SourceDefaults defaults = sources.get(group.origin().source());
        String preset = defaults == null ? null : defaults.event();
        Verdicts verdicts = group.verdicts();
        List<ConversionEvent> events = new ArrayList<>(group.items().size());
        for (int i = 0; i < group.items().size(); i++) {
            Item item = group.items().get(i);
            if (item instanceof BrokenItem broken) {
                verdicts.reject(i, List.of(broken.problem()));
                continue;
            }
            if (item instanceof DroppedItem dropped) {
                verdicts.filter(i, dropped.reason());
                continue;
            }
            Result result = mapper.apply(item, i, fallback, preset);
            if (result instanceof Result.Mapped mapped) {
                int first = events.size();
                for (ConversionEvent read :
                        identified(mapped.events(), item, group.origin().source())) {
                    ConversionEvent event = defaults == null ? read : defaults.apply(read);
                    ConversionEvent timed = event.time() == null && mapper.isTimedByArrival() && !event.isRefused()
                            ? event.withTime(group.origin().receivedAt())
                            : event;
                    events.add(directed(timed, group.origin().destination()));
                }
                if (shown != null && shown.watches(i)) {
                    shown.mapped(mapper, item, mapped.events(), events.subList(first, events.size()));
                }
            } else if (result instanceof Result.Filtered filtered) {
                verdicts.filter(i, filtered.reason());
            } else if (result instanceof Result.Refused refused) {
                verdicts.reject(i, refused.problems());
            }
        }
        return new EventGroup(group.origin(), events, verdicts, group.cursor(), regionOf(mapper));
    }

    /** What we can know ourselves is added. */
    public EventGroup enrich(EventGroup group) {
        List<ConversionEvent> enriched = new ArrayList<>(group.events().size());
        Onlooker onlooker = group.verdicts().onlooker();
        Visitor visitor = group.origin().visitor();
        for (ConversionEvent event : group.events()) {
            Destination destination = destinations.get(event.destination());
            if (destination == null) { // refused in the next step
                enriched.add(event);
                continue;
            }
            ConversionEvent whole = enricher.enrich(event, destination.eventSource(), visitor);
            enriched.add(whole);
            if (onlooker != null && onlooker.watches(event.index())) {
                onlooker.enriched(event, whole, () -> enricher.sources(event, destination.eventSource(), visitor));
            }
        }
        return group.with(enriched);
    }

    /** What TikTok demands is judged in the clear; what is refused leaves the group with every reason. */
    public EventGroup validate(EventGroup group) {
        boolean lenient = rules.isLenient(group.origin().source());
        Verdicts.Witness witness = group.verdicts().witness();
        Numbers.GroupKeys matchKeys = numbers.keys(group.origin().source());
        Onlooker onlooker = group.verdicts().onlooker();
        List<ConversionEvent> valid = new ArrayList<>(group.events().size());
        for (ConversionEvent event : group.events()) {
            Destination destination = destinations.get(event.destination());
            ConversionEvent judged = judge(event, destination, group.region(), lenient);
            group.verdicts().name(judged.index(), judged.name());
            matchKeys.add(event, judged, destination == null ? null : destination.eventSource());
            if (witness != null) {
                witness.judged(event.values(), judged.values());
            }
            if (onlooker != null && onlooker.watches(event.index())) {
                onlooker.judged(event, judged);
            }
            if (judged.isRefused()) {
                group.verdicts().reject(judged.index(), judged.problems());
            } else {
                valid.add(judged);
            }
        }
        matchKeys.count();
        return group.with(valid);
    }

    /** Personal data ends here. */
    public HashedGroup hash(EventGroup group) {
        List<HashedEvent> hashed = new ArrayList<>(group.events().size());
        BitSet given = new BitSet(group.events().size());
        Onlooker onlooker = group.verdicts().onlooker();
        for (ConversionEvent event : group.events()) {
            HashedEvent safe = hash(event);
            if (onlooker != null && onlooker.watches(event.index())) {
                onlooker.hashed(event, safe);
            }
            given.set(hashed.size(), event.id() != null);
            hashed.add(safe);
            group.verdicts().duplicate(event.index(), safe.id()); // until the idempotent consumer lets it through
        }
        numbers.ids(group.origin().source(), hashed, given);
        return new HashedGroup(group.origin(), hashed, group.verdicts(), group.cursor(), deduplicator.open());
    }

    /** The group's events, one by one, for the idempotent consumer. */
    public List<Candidate> candidates(HashedGroup group) {
        return group.candidates();
    }

    /** A row of a table is read again when anything in it changes; its events are told from others by its key. */
    private static List<ConversionEvent> identified(List<ConversionEvent> events, Item item, String source) {
        if (!(item instanceof RowItem row) || row.key() == null) {
            return events;
        }
        List<ConversionEvent> identified = new ArrayList<>(events.size());
        Map<String, Integer> names = new HashMap<>();
        for (ConversionEvent event : events) {
            int nth = names.merge(event.name(), 1, Integer::sum) - 1;
            identified.add(
                    event.id() == null ? event.withId(DedupKeys.idOfRow(source, row.key(), event.name(), nth)) : event);
        }
        return identified;
    }

    /** What is to be kept, as TikTok takes it; an event that is too large for that is refused, the last that can be. */
    public PackedGroup write(HashedGroup group) {
        try {
            PackedGroup packed = packer.pack(group);
            count(group);
            return packed;
        } catch (RuntimeException e) {
            group.claims().release(e);
            throw e;
        }
    }

    private void count(HashedGroup group) {
        String source = group.origin().source();
        numbers.copies(
                source,
                group.candidates().stream().map(Candidate::event).toList(),
                group.outcomes().stream().map(Steps::word).toList());
        numbers.campaigns(source, group.accepted());
    }

    private static String word(Deduplicator.Outcome outcome) {
        return switch (outcome) {
            case NEW -> CopyReport.NEW;
            case FILLS_IN -> CopyReport.FILLS_IN;
            case DUPLICATE -> CopyReport.NOTHING_NEW;
            case LATE -> CopyReport.LATE;
        };
    }

    /** What the door was told wins over what the mapping says. */
    private static ConversionEvent directed(ConversionEvent event, @Nullable String destination) {
        return destination == null || destination.equals(event.destination())
                ? event
                : event.withDestination(destination);
    }

    private ConversionEvent judge(
            ConversionEvent event, @Nullable Destination destination, @Nullable String region, boolean lenient) {
        if (destination == null) {
            return event.withProblems(List.of(Problem.error(
                    "destination",
                    "destination_unknown",
                    "No destination of that name is set up: the known ones are " + destinations.names() + ".")));
        }
        return rules.judge(normalizer.normalize(event, region), destination.eventSource(), lenient);
    }

    private HashedEvent hash(ConversionEvent event) {
        Values values = hasher.hash(event.values());
        Instant time = Objects.requireNonNull(event.time(), "a valid event has a time");
        String id = keys.id(event.id(), event.name(), time, values, event.contents());
        String key = keys.key(event.destination(), event.name(), id);
        return new HashedEvent(
                event.index(),
                event.destination(),
                event.clientName(),
                event.name(),
                id,
                time.getEpochSecond(),
                values,
                event.contents(),
                key,
                EventKey.of(key),
                event.problems(),
                event.campaign());
    }

    private ItemMapper mapper(String source) {
        ItemMapper mapper = mappings.current().get(source);
        if (mapper == null) {
            throw new RequestRefused(400, "source_unknown", "The source was just removed.", "source");
        }
        return mapper;
    }

    private static @Nullable String regionOf(ItemMapper mapper) {
        return mapper instanceof Mapping mapping ? mapping.region() : null;
    }
}
