package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.intake.GroupedItems;
import dev.eventferry.intake.InnerItem;
import dev.eventferry.intake.JsonItem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping file (design 6), compiled: everything that can be looked up, cut or built was, when it was loaded.
 * Immutable; safe for many threads.
 */
public final class Mapping implements ItemMapper {

    /** What happens to an event whose name the table does not list; new names are not sent by accident (mission G14). */
    enum Unlisted {
        DROP,
        PASS,
        REJECT
    }

    /** The parts of a file, compiled. */
    record Parts(
            String source,
            Set<String> destinations,
            @Nullable String region,
            @Nullable Extraction rowRegion,
            @Nullable ItemPath unpack,
            boolean timedByArrival,
            @Nullable GroupKey group,
            List<Condition> filter,
            Extraction event,
            String eventPlace,
            NameTable names,
            Unlisted unlisted,
            EventRule underItsOwnName,
            @Nullable Debug debug) {}

    /** What only one's own events pass while a source is tried out (mission G17). */
    record Debug(String field, List<Condition> conditions) {}

    /** Where a default comes from, in words. */
    static final String DEFAULTS = "the mapping's defaults";

    private static final Result SWITCHED_OFF = new Result.Filtered("the mapping switches this event off");
    private static final Result UNLISTED = new Result.Filtered("the mapping does not list this event");
    private static final Result NO_CASE =
            new Result.Filtered("none of the conditions under which the mapping sends this event holds");

    private final Parts parts;

    private final @Nullable Debug debug;

    private final String version;

    private Mapping(Parts parts, @Nullable Debug debug, String version) {
        this.parts = parts;
        this.version = version;
        this.debug = debug;
    }

    /**
     * Compiles a mapping file.
     *
     * @param fileName as messages should name it: {@code mappings/shop.yaml}
     * @throws MappingException for the first thing in it that is wrong
     */
    public static Mapping compile(String fileName, String yaml) throws MappingException {
        Parts parts = MappingCompiler.compile(YamlTree.parse(fileName, yaml));
        return new Mapping(parts, parts.debug(), Sha256Hex.of(yaml).hex().substring(0, 16));
    }

    @Override
    public String source() {
        return parts.source();
    }

    /** All destinations that the file names; none when it leaves them to the door and the settings. */
    public Set<String> destinations() {
        return parts.destinations();
    }

    /** Which rows are one event, as a {@link dev.eventferry.intake.GroupItem}; null when each stands alone. */
    public @Nullable GroupKey groupBy() {
        return parts.group();
    }

    @Override
    public Iterator<Item> gather(Iterator<Item> rows) {
        GroupKey key = parts.group();
        return key == null ? rows : new GroupedItems(rows, key::of);
    }

    /** The country of phone numbers that name none, ISO 3166; null when the item or the settings say. */
    public @Nullable String region() {
        return parts.region();
    }

    /** The field that a debug filter asks, by which only one's own events pass; null without such a filter. */
    public @Nullable String debug() {
        return debug == null ? null : debug.field();
    }

    /** The same for everybody's events: what the cases are about. */
    Mapping withoutDebug() {
        return debug == null ? this : new Mapping(parts, null, version);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<FieldSource> sources() {
        List<FieldSource> sources = new ArrayList<>();
        sources.add(new FieldSource("event", parts.event().words()));
        parts.underItsOwnName().fields().forEach(rule -> sources.add(rule.words()));
        parts.underItsOwnName().contents().forEach(rule -> rule.addWords(sources));
        parts.underItsOwnName()
                .defaults()
                .forEach(each -> sources.add(new FieldSource(each.field().path(), DEFAULTS)));
        return List.copyOf(sources);
    }

    @Override
    public List<List<FieldSource>> sources(Item item) {
        JsonNode found = parts.event().find(item);
        String clientName = found == null ? null : Numbers.text(found);
        List<EventRule> listed =
                clientName == null ? null : parts.names().find().apply(clientName);
        List<EventRule> rules = listed == null
                ? List.of(parts.underItsOwnName())
                : listed.stream().filter(rule -> rule.isFor(item)).toList();
        List<List<FieldSource>> all = new ArrayList<>(rules.size());
        for (EventRule rule : rules) {
            List<FieldSource> sources = new ArrayList<>();
            if (clientName != null) {
                sources.add(new FieldSource("event", parts.event().chosen(item).words()));
            }
            sources.addAll(rule.sources(item));
            all.add(sources);
        }
        return all;
    }

    @Override
    public boolean isTimedByArrival() {
        return parts.timedByArrival();
    }

    @Override
    public boolean unpacks() {
        return parts.unpack() != null;
    }

    @Override
    public List<Item> unpack(List<Item> items) {
        ItemPath list = parts.unpack();
        if (list == null) {
            return items;
        }
        List<Item> all = new ArrayList<>();
        for (Item item : items) {
            JsonNode events = item.at(list);
            if (events == null || !events.isArray() || events.isEmpty()) {
                all.add(item);
            } else {
                events.forEach(event -> all.add(inner(event, item)));
            }
        }
        return all;
    }

    private static Item inner(JsonNode event, Item around) {
        JsonItem own = new JsonItem(event);
        return event.isObject() ? new InnerItem(own, around) : own;
    }

    @Override
    public Result apply(Item item, int index, String fallbackDestination) {
        return apply(item, index, fallbackDestination, null);
    }

    @Override
    public Result apply(Item item, int index, String fallbackDestination, @Nullable String preset) {
        Result result = read(item, index, fallbackDestination, preset);
        Extraction place = parts.rowRegion();
        return place != null && result instanceof Result.Mapped mapped ? inRegion(mapped, place.find(item)) : result;
    }

    private static Result inRegion(Result.Mapped mapped, @Nullable JsonNode found) {
        String region = found == null || Presence.isNothing(found) ? null : Numbers.text(found);
        return new Result.Mapped(
                mapped.events().stream().map(event -> event.withRegion(region)).toList());
    }

    private Result read(Item item, int index, String fallbackDestination, @Nullable String preset) {
        if (item instanceof JsonItem json && !json.asJson().isObject()) {
            return new Result.Refused(List.of(Complaints.notAnObject(json.asJson())));
        }
        for (int i = 0; i < parts.filter().size(); i++) {
            if (!parts.filter().get(i).holds(item)) {
                return parts.filter().get(i).otherwise();
            }
        }
        if (debug != null && !Condition.allHold(debug.conditions(), item)) {
            return debug.conditions().get(0).otherwise();
        }
        JsonNode found = parts.event().find(item);
        String clientName = found == null ? null : Numbers.text(found);
        if (clientName == null && preset != null) {
            return new Result.Mapped(List.of(parts.underItsOwnName().read(item, index, fallbackDestination, preset)));
        }
        if (clientName == null) {
            return new Result.Refused(List.of(Complaints.noName(parts.eventPlace())));
        }
        List<EventRule> rules = parts.names().find().apply(clientName);
        if (rules == null) {
            return unlisted(item, index, fallbackDestination, clientName);
        }
        return rules.isEmpty() ? SWITCHED_OFF : mapped(rules, item, index, fallbackDestination, clientName);
    }

    private Result unlisted(Item item, int index, String fallbackDestination, String clientName) {
        return switch (parts.unlisted()) {
            case DROP -> UNLISTED;
            case PASS ->
                new Result.Mapped(List.of(parts.underItsOwnName().read(item, index, fallbackDestination, clientName)));
            case REJECT -> new Result.Refused(List.of(Complaints.unlisted()));
        };
    }

    private static Result mapped(
            List<EventRule> rules, Item item, int index, String fallbackDestination, String clientName) {
        if (rules.size() == 1) {
            EventRule rule = rules.get(0);
            return rule.isFor(item)
                    ? new Result.Mapped(List.of(rule.read(item, index, fallbackDestination, clientName)))
                    : NO_CASE;
        }
        List<ConversionEvent> events = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isFor(item)) {
                events.add(rules.get(i).read(item, index, fallbackDestination, clientName));
            }
        }
        return events.isEmpty() ? NO_CASE : new Result.Mapped(List.copyOf(events));
    }

    @Override
    public String toString() {
        return "Mapping[" + parts.source() + "]";
    }
}
