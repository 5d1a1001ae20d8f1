package dev.eventferry.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.inspect.Access;
import dev.eventferry.inspect.EventTable;
import dev.eventferry.inspect.LedgerRange;
import dev.eventferry.inspect.LedgerReport;
import dev.eventferry.inspect.NumberKind;
import dev.eventferry.inspect.PageFiles;
import dev.eventferry.inspect.Role;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.StoreReader;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The verbs of the routes in {@code inspector.camel.yaml}: the page, who is signed in, and the figures that it draws. */
public final class InspectorSteps {

    /** Where the page is. */
    static final String PAGE = "/inspector";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};
    private static final int MOST_REASONS = 200;
    private static final int MOST_TALLIES = 50_000;

    /** Figures are nobody's to keep. */
    static final Map<String, String> NOT_KEPT =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    /** The page gets nothing from anywhere but here, runs nothing that stands in it, and is in nobody's frame. */
    private static final Map<String, String> PAGE_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    private final Access access;
    private final PageFiles files;
    private final StoreReader reader;
    private final Clock clock;

    InspectorSteps(Access access, PageFiles files, StoreReader reader, Clock clock) {
        this.access = access;
        this.files = files;
        this.reader = reader;
        this.clock = clock;
    }

    /** A file of the page; it holds no figures, so nobody need be signed in. */
    public HttpAnswer page(HttpRequest request) {
        access.requirePage();
        PageFiles.PageFile file = files.find(request.path().substring(PAGE.length()));
        if (file == null) {
            throw new RequestRefused(404, "not_found", "There is nothing at this path.");
        }
        Map<String, String> headers = new HashMap<>(PAGE_HEADERS);
        headers.put("Content-Type", file.type());
        headers.put("ETag", file.etag());
        return file.etag().equals(request.headers().get("If-None-Match"))
                ? new HttpAnswer(304, NOTHING, 0, headers)
                : new HttpAnswer(200, file.content(), 0, headers);
    }

    /** Whether the browser is signed in, as what, and what it must say with each change. */
    public HttpAnswer session(HttpRequest request) throws JsonProcessingException {
        access.requirePage();
        return answer(json(access.view(request)));
    }

    /** Begins a session with the key in the body. */
    public HttpAnswer signIn(HttpRequest request) {
        return withCookie(access.signIn(request, key(request)));
    }

    /** Ends it. */
    public HttpAnswer signOut(HttpRequest request) {
        return withCookie(access.signOut(request));
    }

    /** How many events came to what in the last hour, day or week. */
    public CompletionStage<HttpAnswer> ledger(HttpRequest request) {
        access.view(request);
        LedgerRange range = range(request, LedgerRange.HOUR);
        long from = range.from(LedgerEntry.minuteOf(clock.millis()));
        String source = request.parameters().get("source");
        String destination = request.parameters().get("destination");
        return reader.ask(store -> {
            Map<LedgerEntry, Long> counts = store.ledger(from, range.minutes(), source, destination);
            ObjectNode told = LedgerReport.json(range, from, counts);
            EventTable events = new EventTable().counts(counts).inAll(of(store.ledgerInAll(), source, destination));
            if (source == null) { // what was delivered how fast is not counted by source
                events.latencies(store.tallies(NumberKind.LATENCY.name(), NumberKind.LATENCY.from(from), MOST_TALLIES));
            }
            events.write(told.putArray("events"));
            return answer(told);
        });
    }

    /** How far back a request looks, or the usual when it does not say. */
    static LedgerRange range(HttpRequest request, LedgerRange usual) {
        String said = request.parameters().get("range");
        LedgerRange range = said == null ? usual : LedgerRange.of(said);
        if (range == null) {
            throw DeadLetterQuery.mustBe("range", "hour, day or week");
        }
        return range;
    }

    private static Map<LedgerEntry, Long> of(
            Map<LedgerEntry, Long> counts, @Nullable String source, @Nullable String destination) {
        Map<LedgerEntry, Long> chosen = new HashMap<>(counts);
        chosen.keySet()
                .removeIf(entry -> (source != null && !source.equals(entry.source()))
                        || (destination != null && !destination.equals(entry.destination())));
        return chosen;
    }

    /** How many dead letters there are, by destination, reason and code. */
    public CompletionStage<HttpAnswer> reasons(HttpRequest request) {
        access.view(request);
        return reader.ask(store -> {
            ObjectNode told = JSON.createObjectNode();
            ArrayNode list = told.putArray("dead");
            store.deadReasons(MOST_REASONS).forEach(each -> list.addObject()
                    .put("destination", each.destination())
                    .put("reason", each.reason())
                    .put("code", each.code())
                    .put("letters", each.letters()));
            return answer(told);
        });
    }

    /** Figures as an answer. */
    static HttpAnswer answer(ObjectNode json) {
        return new HttpAnswer(200, bytes(json), 0, NOT_KEPT);
    }

    private static HttpAnswer withCookie(String cookie) {
        Map<String, String> headers = new HashMap<>(NOT_KEPT);
        headers.put("Set-Cookie", cookie);
        return new HttpAnswer(200, bytes(JSON.createObjectNode()), 0, headers);
    }

    private static ObjectNode json(Access.Visit visit) {
        return JSON.createObjectNode()
                .put("may_operate", visit.role() == Role.OPERATE)
                .put("csrf", visit.csrf());
    }

    private static String key(HttpRequest request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            if (body != null && body.path("key").isTextual()) {
                return body.path("key").textValue();
            }
        } catch (IOException e) {
            // said below, without quoting it
        }
        throw new RequestRefused(400, "body_unreadable", "The body must be {\"key\": \"...\"}.");
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
