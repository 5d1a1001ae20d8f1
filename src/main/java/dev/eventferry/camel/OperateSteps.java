package dev.eventferry.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.delivery.DestinationLane;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.delivery.Replay;
import dev.eventferry.identity.EventMasker;
import dev.eventferry.inspect.Access;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.settings.Destinations;
import dev.eventferry.store.DeadFilter;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs of the routes in {@code operate.camel.yaml}: what people do about events that do not go their way. */
public final class OperateSteps {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final String DEAD = "/v1/inspect/dead";
    private static final String DESTINATIONS = "/v1/inspect/destinations/";
    private static final String RESUME = "/resume";

    private final Access access;
    private final Destinations destinations;
    private final StoreReader reader;
    private final Writer writer;
    private final Outbox outbox;
    private final Replay replay;
    private final AuditLog audit;
    private final Clock clock;

    OperateSteps(
            Access access,
            Destinations destinations,
            StoreReader reader,
            Writer writer,
            Outbox outbox,
            LedgerNames names,
            AuditLog audit,
            Clock clock) {
        this.access = access;
        this.destinations = destinations;
        this.reader = reader;
        this.writer = writer;
        this.outbox = outbox;
        this.replay = new Replay(reader, writer, outbox, names, clock);
        this.audit = audit;
        this.clock = clock;
    }

    /** A page of dead letters, or one of them with its event, masked. */
    public HttpAnswer deadLetters(HttpRequest request) throws IOException {
        access.view(request);
        String rest =
                request.path().substring(Math.min(DEAD.length(), request.path().length()));
        if (rest.length() > 1) {
            return one(rest.substring(1));
        }
        DeadFilter filter = DeadLetterQuery.read(request.parameters());
        Long before = DeadLetterQuery.whole("before", request.parameters().get("before"));
        Long limit = DeadLetterQuery.whole("limit", request.parameters().get("limit"));
        boolean withEvents = "true".equals(request.parameters().get("events"));
        int most = (int) Math.max(1, Math.min(LARGEST_PAGE, limit == null ? PAGE : limit));
        List<DeadLetter> letters =
                reader.read(store -> store.deadLetters(filter, before == null ? Long.MAX_VALUE : before, most));
        ObjectNode page = JSON.createObjectNode();
        page.put("total", replay.count(filter).letters());
        ArrayNode shown = page.putArray("dead");
        for (DeadLetter letter : letters) {
            shown.add(json(letter, withEvents));
        }
        if (letters.size() == most) {
            page.put("before", letters.get(most - 1).id());
        }
        return answer(page);
    }

    /** Sends dead letters again, or tells how many it would. */
    public HttpAnswer replay(HttpRequest request) throws JsonProcessingException {
        access.operate(request);
        JsonNode wanted = body(request);
        DeadFilter filter = filter(wanted);
        Store.DeadCount count = replay.count(filter);
        boolean dryRun = wanted.path("dry_run").asBoolean();
        ObjectNode told = JSON.createObjectNode();
        told.put("dry_run", dryRun).put("letters", count.letters()).put("older_than_48h", count.old());
        if (!dryRun) {
            long replayed = replay.start(filter);
            told.put("replayed", replayed);
            if (replayed > 0) {
                audit.changed("replay", wanted.toString(), null, replayed + " events");
            }
        }
        if (count.old() > 0) {
            told.put(
                    "warning",
                    "TikTok knows an event by its id for 48 hours: one that it took before then, although we did not"
                            + " hear of it, would count twice.");
        }
        return answer(told);
    }

    /** Tries a destination again at once, as if its settings had changed. */
    public HttpAnswer resume(HttpRequest request) throws JsonProcessingException {
        access.operate(request);
        String path = request.path();
        String name = path.startsWith(DESTINATIONS)
                        && path.endsWith(RESUME)
                        && path.length() > DESTINATIONS.length() + RESUME.length()
                ? path.substring(DESTINATIONS.length(), path.length() - RESUME.length())
                : "";
        if (destinations.get(name) == null) {
            throw new RequestRefused(
                    404,
                    "destination_unknown",
                    "No destination of that name; the known ones are " + destinations.names() + ".");
        }
        DestinationLane lane = outbox.lane(name);
        DestinationLane.Parking parking = lane.parking();
        boolean rested = lane.isResting(clock.millis());
        writer.write(transaction -> transaction.hasten(name, clock.millis())).join();
        outbox.wake(name);
        audit.changed(
                "resume",
                name,
                parking == null ? "not parked" : "code " + parking.code().number(),
                "tried again");
        ObjectNode told = JSON.createObjectNode();
        told.put("destination", name).put("rested", rested);
        if (parking != null) {
            told.put("was_parked_for", parking.reason());
        }
        return answer(told);
    }

    private HttpAnswer one(String id) throws IOException {
        Long number = DeadLetterQuery.whole("id", id);
        List<DeadLetter> found = number == null
                ? List.of()
                : reader.read(store -> store.deadLetters(DeadFilter.of(List.of(number)), Long.MAX_VALUE, 1));
        if (found.isEmpty()) {
            throw new RequestRefused(
                    404, "dead_letter_unknown", "No dead letter has that id: it was replayed, or its time was over.");
        }
        return answer(json(found.get(0), true));
    }

    private static ObjectNode json(DeadLetter letter, boolean withEvent) throws IOException {
        JsonNode event = JSON.readTree(letter.json());
        ObjectNode json = DeadLetterJson.of(letter, event);
        if (withEvent) {
            json.set("payload", EventMasker.mask(event));
        }
        return json;
    }

    private static JsonNode body(HttpRequest request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (IOException e) {
            // said below, without quoting it
        }
        throw new RequestRefused(
                400,
                "body_unreadable",
                "The body must be a JSON object such as {\"reason\":\"refused\",\"code\":40002}.");
    }

    /** Nothing said means everything, which must be said too. */
    private static DeadFilter filter(JsonNode wanted) {
        wanted.fieldNames().forEachRemaining(name -> {
            if (!DeadLetterQuery.NAMES.contains(name)
                    && !List.of("all", "dry_run").contains(name)) {
                throw DeadLetterQuery.mustBe(
                        name, "left out; known are " + DeadLetterQuery.NAMES + ", all and dry_run");
            }
        });
        boolean all = wanted.path("all").asBoolean();
        boolean some = DeadLetterQuery.NAMES.stream().anyMatch(wanted::has);
        if (all == some) {
            throw new RequestRefused(
                    400, "filter_missing", "Say which dead letters: id, reason, code, source, ..., or all alone.");
        }
        return DeadLetterQuery.read(name -> text(wanted.path(name)));
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isArray()) {
            StringBuilder joined = new StringBuilder();
            value.forEach(each -> joined.append(joined.isEmpty() ? "" : ",").append(each.asText()));
            return joined.toString();
        }
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    private static HttpAnswer answer(ObjectNode json) throws JsonProcessingException {
        return InspectorSteps.answer(json);
    }
}
