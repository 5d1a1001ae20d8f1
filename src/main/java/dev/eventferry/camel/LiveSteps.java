package dev.eventferry.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.inspect.Access;
import dev.eventferry.inspect.RecentEvent;
import dev.eventferry.inspect.RecentEvents;
import dev.eventferry.inspect.RecentFilter;
import dev.eventferry.inspect.RecentJson;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The verbs of the inspector's routes in {@code inspector-events.camel.yaml}: events as they come, and one of them. */
public final class LiveSteps {

    /** At once; each is told 20 events a second at most. */
    static final int MOST_WATCHERS = 10;

    private static final int A_TIME = 10;
    private static final String EVENTS = "/v1/inspect/events";
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 200;
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Access access;
    private final RecentFeed feed;
    private final AtomicInteger watchers = new AtomicInteger();

    LiveSteps(Access access, RecentFeed feed) {
        this.access = access;
        this.feed = feed;
    }

    /** Events as they come in and as they go on, until who asked goes or may look no more. */
    public EventStream watch(HttpRequest request) {
        access.view(request);
        RecentEvents recent = recent();
        RecentFilter filter = filter(request.parameters());
        Long after = DeadLetterQuery.whole("after", request.parameters().get("after"));
        if (watchers.incrementAndGet() > MOST_WATCHERS) {
            watchers.decrementAndGet();
            throw new RequestRefused(
                    429, "too_many_watchers", MOST_WATCHERS + " watch already: close a window that nobody looks at.");
        }
        return new EventStream(
                new Watcher(request.withoutBody(), recent, filter, after == null ? recent.lastChange() : after));
    }

    /** A page of recent events, or one of them with all that is known of it. */
    public HttpAnswer events(HttpRequest request) {
        access.view(request);
        RecentEvents recent = recent();
        String rest = request.path()
                .substring(Math.min(EVENTS.length(), request.path().length()));
        if (rest.length() > 1) {
            return one(recent, rest.startsWith("/") ? rest.substring(1) : rest);
        }
        RecentFilter filter = filter(request.parameters());
        Long before = DeadLetterQuery.whole("before", request.parameters().get("before"));
        Long limit = DeadLetterQuery.whole("limit", request.parameters().get("limit"));
        int most = (int) Math.max(1, Math.min(LARGEST_PAGE, limit == null ? PAGE : limit));
        long change = recent.lastChange();
        List<RecentEvent> found = recent.newest(filter, before == null ? Long.MAX_VALUE : before, most);
        ObjectNode page = JSON.createObjectNode()
                .put("remembered", recent.size())
                .put("skipped", recent.skipped())
                .put("keeps_input", feed.keepsInput())
                .put("change", change);
        ArrayNode events = page.putArray("events");
        found.forEach(event -> events.add(RecentJson.line(event)));
        if (found.size() == most) {
            page.put("before", found.get(most - 1).number());
        }
        return InspectorSteps.answer(page);
    }

    private static HttpAnswer one(RecentEvents recent, String number) {
        Long said = DeadLetterQuery.whole("number", number);
        RecentEvent event = said == null ? null : recent.find(said);
        if (event == null) {
            throw new RequestRefused(
                    404, "event_unknown", "No recent event has that number; it may be forgotten by now.");
        }
        EventKey key = event.seen().key();
        return InspectorSteps.answer(RecentJson.whole(event, key == null ? List.of() : recent.ofKey(key)));
    }

    private RecentEvents recent() {
        RecentEvents recent = feed.recent();
        if (recent == null) {
            throw new RequestRefused(
                    404, "recent_events_off", "No recent events are remembered: ferry.inspector.recent-events.");
        }
        return recent;
    }

    private static RecentFilter filter(HttpRequest.Named said) {
        String state = said.get("state");
        RecentEvent.State known = state == null ? null : RecentEvent.State.of(state);
        if (state != null && known == null) {
            throw DeadLetterQuery.mustBe("state", "one of " + Arrays.toString(RecentEvent.State.values()));
        }
        return new RecentFilter(said.get("source"), said.get("name"), known, said.get("event_id"), users(said));
    }

    private static List<Sha256Hex> users(HttpRequest.Named said) {
        try {
            return RecentFilter.users(said.get("user"));
        } catch (IllegalArgumentException e) {
            throw DeadLetterQuery.mustBe(
                    "user",
                    "up to " + RecentFilter.MOST_USERS
                            + " SHA-256 digests of 64 lower-case hex digits each, with commas between; never what was hashed");
        }
    }

    /** One who watches. Its feed is asked by one thread at a time. */
    private final class Watcher implements EventStream.Feed {

        private final HttpRequest request;
        private final RecentEvents recent;
        private final RecentFilter filter;
        private long change;
        private long saidAt = System.nanoTime();

        Watcher(HttpRequest request, RecentEvents recent, RecentFilter filter, long change) {
            this.request = request;
            this.recent = recent;
            this.filter = filter;
            this.change = change;
        }

        @Override
        public @Nullable String next() {
            try {
                access.view(request);
            } catch (RequestRefused over) {
                return null;
            }
            RecentEvents.Changes changes = recent.since(change, filter, A_TIME);
            change = changes.change();
            if (changes.events().isEmpty()) {
                return beat();
            }
            saidAt = System.nanoTime();
            ObjectNode told = JSON.createObjectNode();
            ArrayNode events = told.putArray("events");
            changes.events().forEach(event -> events.add(RecentJson.line(event)));
            told.put("left_out", changes.leftOut()).put("skipped", recent.skipped());
            return "id: " + change + "\nevent: events\ndata: " + told + "\n\n";
        }

        @Override
        public void close() {
            watchers.decrementAndGet();
        }

        private String beat() {
            if (System.nanoTime() - saidAt < BEAT_NANOS) {
                return "";
            }
            saidAt = System.nanoTime();
            return "event: beat\ndata: {}\n\n";
        }
    }
}
