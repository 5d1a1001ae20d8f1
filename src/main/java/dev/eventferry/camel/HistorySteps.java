package dev.eventferry.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.dedup.DedupKeys;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.event.EventKey;
import dev.eventferry.identity.Masker;
import dev.eventferry.inspect.RecentEvent;
import dev.eventferry.inspect.RecentEvent.State;
import dev.eventferry.inspect.RecentEvents;
import dev.eventferry.inspect.RecentFilter;
import dev.eventferry.inspect.RecentJson;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.rules.Rules;
import dev.eventferry.settings.Destinations;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The verb of the route {@code event-history}: what became of an event, told to whoever sends events. What is remembered is
 * told in full; of older ones, what the store knows of a key: it waits, it is dead, or TikTok has it.
 */
public final class HistorySteps {

    private static final String EVENTS = "/v1/events";
    private static final int MOST = 100;

    /** A key is claimed a little before its segment is committed. */
    private static final long BEFORE_MILLIS = 1000;

    private static final long AFTER_MILLIS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpSteps doors;
    private final RecentFeed feed;
    private final Destinations destinations;
    private final DedupKeys keys;
    private final Deduplicator deduplicator;
    private final StoreReader reader;

    /** An event that may have been meant. */
    private record Guess(String destination, String name) {}

    HistorySteps(
            HttpSteps doors,
            RecentFeed feed,
            Destinations destinations,
            DedupKeys keys,
            Deduplicator deduplicator,
            StoreReader reader) {
        this.doors = doors;
        this.feed = feed;
        this.destinations = destinations;
        this.keys = keys;
        this.deduplicator = deduplicator;
        this.reader = reader;
    }

    /** State and history of the events of an id. */
    public CompletionStage<HttpAnswer> history(HttpRequest request) {
        doors.authorise(request);
        String id = id(request);
        String destination = request.parameters().get("destination");
        String name = request.parameters().get("event");
        Map<EventKey, Guess> guesses = guesses(id, destination, name);
        ArrayNode events = JSON.createArrayNode();
        for (RecentEvent event : recent(id)) {
            boolean isMeant =
                    (destination == null || destination.equals(event.seen().destination()))
                            && (name == null || name.equals(event.seen().name()));
            if (isMeant) {
                events.add(RecentJson.told(event));
            }
            EventKey key = event.seen().key();
            if (key != null && event.seen().state() == State.ACCEPTED) {
                guesses.remove(key); // more is known of it than the store would tell
            }
        }
        return reader.ask(store -> {
            addStored(store, guesses, events);
            if (events.isEmpty()) {
                throw new RequestRefused(
                        404,
                        "event_unknown",
                        "Nothing is known of an event of that id. Of one under a name that is not TikTok's, say event=NAME.",
                        "event_id");
            }
            ObjectNode told = JSON.createObjectNode();
            told.set("events", events);
            return InspectorSteps.answer(told);
        });
    }

    private void addStored(Store store, Map<EventKey, Guess> guesses, ArrayNode events) {
        Map<EventKey, DeadLetter> dead = new HashMap<>();
        store.deadLetters(List.copyOf(guesses.keySet()), MOST)
                .forEach(letter -> dead.putIfAbsent(letter.key(), letter));
        guesses.forEach((key, guess) -> {
            DeadLetter letter = dead.get(key);
            ObjectNode known = letter == null ? undead(store, key) : dead(letter);
            if (known != null) {
                events.add(known.put("event", guess.name()).put("destination", guess.destination()));
            }
        });
    }

    private static ObjectNode dead(DeadLetter letter) {
        ObjectNode known = known(State.DEAD, letter.source(), letter.place(), letter.createdAt());
        known.put("attempts", letter.attempts()).put("why", letter.why());
        ArrayNode history = (ArrayNode) known.path("history");
        history.add(moment(letter.diedAt(), State.DEAD + ": " + letter.why()));
        known.putArray("answers").addObject().put("code", letter.code()).put("message", letter.message());
        return known;
    }

    /** What waits, or went well; null when the key is not known, or its segment is over its time. */
    private @Nullable ObjectNode undead(Store store, EventKey key) {
        OptionalLong seen = deduplicator.firstSeen(key);
        if (seen.isEmpty()) {
            return null;
        }
        List<Store.Trace> traces = store.traces(key, seen.getAsLong() - BEFORE_MILLIS, seen.getAsLong() + AFTER_MILLIS);
        if (traces.isEmpty()) {
            return null;
        }
        Store.Trace trace = traces.stream()
                .filter(each -> each.waiting() != null)
                .findFirst()
                .orElse(traces.get(0));
        Store.Waiting waiting = trace.waiting();
        if (waiting == null) {
            return known(State.DELIVERED, trace.source(), trace.place(), trace.acceptedAt());
        }
        State state = waiting.attempts() == 0 ? State.ACCEPTED : State.WAITING;
        return known(state, trace.source(), trace.place(), trace.acceptedAt())
                .put("attempts", waiting.attempts())
                .put("next_try_at", Instant.ofEpochMilli(waiting.dueAt()).toString())
                .put("why", waiting.reason() == null ? null : Masker.mask(waiting.reason()));
    }

    private static ObjectNode known(State state, String source, String place, long acceptedAt) {
        ObjectNode known = JSON.createObjectNode()
                .put("state", state.toString())
                .put("source", source)
                .put("place", place)
                .put("received_at", Instant.ofEpochMilli(acceptedAt).toString());
        known.putArray("history").add(moment(acceptedAt, State.ACCEPTED.toString()));
        return known;
    }

    private static ObjectNode moment(long at, String what) {
        return JSON.createObjectNode()
                .put("at", Instant.ofEpochMilli(at).toString())
                .put("what", what);
    }

    private List<RecentEvent> recent(String id) {
        RecentEvents recent = feed.recent();
        return recent == null
                ? List.of()
                : recent.newest(new RecentFilter(null, null, null, id, List.of()), Long.MAX_VALUE, MOST);
    }

    /** An id alone names no event: it may have gone to any destination, under any name. */
    private Map<EventKey, Guess> guesses(String id, @Nullable String destination, @Nullable String name) {
        Set<String> to = destination == null ? destinations.names() : Set.of(destination);
        Set<String> names = name == null ? Rules.namesOfEvents() : Set.of(name);
        Map<EventKey, Guess> guesses = new LinkedHashMap<>();
        for (String each : to) {
            for (String its : names) {
                guesses.putIfAbsent(EventKey.of(keys.key(each, its, id)), new Guess(each, its));
            }
        }
        return guesses;
    }

    /** From the path, or from the query for ids that are awkward there. */
    private static String id(HttpRequest request) {
        String rest = request.path()
                .substring(Math.min(EVENTS.length(), request.path().length()));
        String said = request.parameters().get("event_id");
        try {
            // a plus sign in a path is one
            String id = rest.length() > 1
                    ? URLDecoder.decode(rest.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8)
                    : Objects.requireNonNullElse(said, "");
            if (!id.isEmpty() && (rest.isEmpty() || rest.startsWith("/"))) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw DeadLetterQuery.mustBe("event_id", "an id: GET /v1/events/ID, or GET /v1/events?event_id=ID");
    }
}
