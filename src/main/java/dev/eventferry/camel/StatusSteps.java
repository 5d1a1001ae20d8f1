package dev.eventferry.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.delivery.DestinationLane;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.delivery.Quota;
import dev.eventferry.delivery.RequestLimits;
import dev.eventferry.inspect.Access;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.store.RequestCount;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The verb of the route {@code status}: what became of events, and what waits. */
public final class StatusSteps {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private final Access access;
    private final StoreReader reader;
    private final Outbox outbox;
    private final Writer writer;
    private final ConfigReport report;
    private final Guards guards;
    private final TableReport tables;
    private final FileImports imports;
    private final Clock clock;

    StatusSteps(
            Access access,
            StoreReader reader,
            Outbox outbox,
            Writer writer,
            ConfigReport report,
            Guards guards,
            TableReport tables,
            FileImports imports,
            Clock clock) {
        this.access = access;
        this.reader = reader;
        this.outbox = outbox;
        this.writer = writer;
        this.report = report;
        this.guards = guards;
        this.tables = tables;
        this.imports = imports;
        this.clock = clock;
    }

    /** What {@link #tell} tells; with {@code source} in the query, and perhaps {@code up_to} and {@code file}, of that too. */
    public HttpAnswer status(HttpRequest request) throws JsonProcessingException {
        access.view(request);
        ObjectNode status = tell();
        String source = request.parameters().get("source");
        if (source != null) {
            long upTo = id(request.parameters().get("up_to"));
            status.setAll(of(source, upTo, request.parameters().get("file")));
        }
        return InspectorSteps.answer(status);
    }

    /** What {@link #now} tells, for those who ask often. */
    public CompletionStage<HttpAnswer> state(HttpRequest request) {
        access.view(request);
        return reader.ask(store -> InspectorSteps.answer(now(store.backlog())));
    }

    /** The ledger's sums, the backlog by destination, which destinations do not answer, and what is left from testing. */
    ObjectNode tell() {
        ObjectNode status = now(reader.read(Store::backlog));
        ArrayNode ledger = status.putArray("ledger");
        reader.read(store -> store.ledgerSince(0)).forEach((entry, n) -> ledger.addObject()
                .put("source", entry.source())
                .put("destination", entry.destination())
                .put("what", entry.what())
                .put("reason", entry.reason())
                .put("n", n));
        return status;
    }

    /** The same without the ledger, which is long after years. */
    private ObjectNode now(Map<String, Long> backlog) {
        ObjectNode status = JSON.createObjectNode();
        status.put("failing", writer.isFailing());
        ArrayNode resting = status.putArray("resting");
        for (DestinationLane lane : outbox.lanes()) {
            if (lane.failures() > 0) {
                resting.add(lane.destination());
            }
        }
        ArrayNode lanes = status.putArray("lanes");
        outbox.lanes().forEach(lane -> lanes.add(json(lane)));
        ArrayNode left = status.putArray("guards");
        guards.now().forEach(guard -> left.add(guard.json()));
        ObjectNode waiting = status.putObject("waiting");
        backlog.forEach(waiting::put);
        tables.write(status.putArray("tables"));
        config(status.putObject("config"));
        imports.json(status.putArray("imports"));
        return status;
    }

    /**
     * What waits of a source.
     *
     * @param upTo the highest segment that counts
     * @param file a file of the source, whose dead letters are counted; null for none
     */
    ObjectNode of(String source, long upTo, @Nullable String file) {
        ObjectNode of = JSON.createObjectNode();
        long highest = reader.read(Store::highestId); // first: what is kept meanwhile does not belong to it
        long pending = reader.read(store -> store.pending(source, upTo));
        of.put("highest_id", highest).put("pending_of_source", pending);
        if (file != null) {
            long dead = reader.read(store -> store.deadFrom(source, source + "/" + file));
            of.put("dead_of_file", dead);
        }
        return of;
    }

    /** All, unless it is a segment's id: rather too much waits than too little. */
    private static long id(@Nullable String upTo) {
        return upTo == null || !ID.matcher(upTo).matches() ? Long.MAX_VALUE : Long.parseLong(upTo);
    }

    /** Whether a destination is tried now, and if not, why and until when. */
    private ObjectNode json(DestinationLane lane) {
        ObjectNode json = JSON.createObjectNode();
        long now = clock.millis();
        DestinationLane.Parking parking = lane.parking();
        boolean resting = lane.isResting(now);
        json.put("destination", lane.destination())
                .put("state", LaneState.of(lane, now).word())
                .put("failures", lane.failures())
                .put("under_way", lane.heldEvents());
        if (resting) {
            json.put("next_try_at", Instant.ofEpochMilli(lane.opensAt(now)).toString());
        }
        requests(json.putObject("requests"), lane.quota(), now);
        if (parking != null) {
            json.putObject("parked")
                    .put("code", parking.code().number())
                    .put("meaning", parking.code().meaning())
                    .put("who", parking.code().who().name().toLowerCase(Locale.ROOT))
                    .put("reason", parking.reason())
                    .put("since", Instant.ofEpochMilli(parking.since()).toString());
        }
        return json;
    }

    /** What it had in this minute and in this day of UTC, and what it may have. */
    private static void requests(ObjectNode json, Quota quota, long now) {
        RequestCount count = quota.count(now);
        json.put("this_minute", count.inMinute()).put("today", count.inDay());
        RequestLimits limits = quota.limits();
        ObjectNode limited = json.putObject("limits");
        limit(limited, "second", limits.perSecond());
        limit(limited, "minute", limits.perMinute());
        limit(limited, "day", limits.perDay());
    }

    private static void limit(ObjectNode limits, String period, int most) {
        if (most > 0) {
            limits.put(period, most);
        }
    }

    /** What is in force of what operators edit, what is refused and why, and what waits for a start. */
    private void config(ObjectNode config) {
        ArrayNode loaded = config.putArray("loaded");
        report.loaded().forEach(file -> loaded.addObject()
                .put("file", file.file())
                .put("checksum", file.checksum())
                .put("since", file.since().toString()));
        ArrayNode refused = config.putArray("refused");
        report.refused().forEach(each -> refused.addObject()
                .put("file", each.finding().file())
                .put("line", each.finding().line())
                .put("reason", each.finding().message())
                .put("since", each.since().toString()));
        ArrayNode restart = config.putArray("needs_restart");
        report.needRestart().forEach(restart::add);
    }
}
