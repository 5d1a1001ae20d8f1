package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.enrich.Visitors;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.AnswerWriter;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.Envelope;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Destinations;
import dev.eventferry.settings.Secret;
import dev.eventferry.store.StoreException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verbs of the route {@code ingest-http} and of the template {@code http-source}. */
public final class HttpSteps {

    private static final Logger LOG = LoggerFactory.getLogger(HttpSteps.class);
    private static final String REQUEST = "request";

    private final BodyReader reader;
    private final LiveMappings mappings;
    private final Destinations destinations;
    private final List<Secret> keys;
    private final Addressees addressees;
    private final Visitors visitors;
    private final boolean takesTestCodes;

    /** @param takesTestCodes whether a request may name a test event code: not where live events come in (mission C11) */
    HttpSteps(
            BodyReader reader,
            LiveMappings mappings,
            Destinations destinations,
            List<Secret> keys,
            Addressees addressees,
            Visitors visitors,
            boolean takesTestCodes) {
        this.addressees = addressees;
        this.reader = reader;
        this.mappings = mappings;
        this.destinations = destinations;
        this.keys = keys;
        this.visitors = visitors;
        this.takesTestCodes = takesTestCodes;
    }

    /**
     * The request's key is checked, then its body read, with the mapping that the route or the request names.
     *
     * @throws RequestRefused when nothing of it is taken
     */
    public RawGroup receive(HttpRequest request, Exchange exchange) {
        exchange.setVariable(REQUEST, request.withoutBody());
        authorise(request);
        String routes = RouteSource.of(exchange);
        String named = routes == null ? request.source() : routes;
        String source = Objects.requireNonNullElse(named, Origin.CANONICAL);
        Mappings known = mappings.current();
        ItemMapper mapper = known.get(source);
        if (mapper == null) {
            throw unknown("source", known.names());
        }
        if (request.destination() != null && destinations.get(request.destination()) == null) {
            throw unknown("destination", destinations.names());
        }
        BodyReader.Body body =
                mapper.unpacks() ? new BodyReader.Body(reader.readAsItIs(request), null) : reader.read(request);
        requireLive(body.testEventCode());
        Origin origin = new Origin(
                request.id(),
                source,
                destination(request, named, body.envelope()),
                request.receivedAt(),
                "request " + request.id(),
                0,
                visitors.of(source, request.peer(), request.headers()::all),
                body.testEventCode());
        return new RawGroup(origin, reader.bounded(mapper.unpack(body.items())), null);
    }

    /** The verdict on each event. */
    public HttpAnswer answer(HashedGroup group, Exchange exchange) {
        HttpRequest request = Objects.requireNonNull(exchange.getVariable(REQUEST, HttpRequest.class));
        return AnswerWriter.verdicts(request.id(), group.verdicts(), request.verbose());
    }

    /** Why nothing of the request was taken. */
    public HttpAnswer refuse(@ExchangeException Throwable failure) {
        return AnswerWriter.refusal(reason(failure));
    }

    /** What to tell a sender whose request failed; what is our fault is logged. */
    static RequestRefused reason(Throwable failure) {
        if (failure instanceof RequestRefused refused) {
            return refused;
        }
        if (failure instanceof StoreException) {
            return new RequestRefused(
                    503, "store_unavailable", "The events cannot be stored now: send them again in a moment.");
        }
        LOG.error("A request failed by our fault", withoutWords(failure));
        return new RequestRefused(500, "internal", "This is our fault, not yours; send it again with the same ids.");
    }

    /** Lets a request with one of the keys through, or any when none is set; throws {@link RequestRefused} 401. */
    void authorise(HttpRequest request) {
        if (!isKnown(request.key())) {
            throw new RequestRefused(
                    401,
                    "key_wrong",
                    request.key() == null
                            ? "A key is needed: Authorization: Bearer KEY, or X-Api-Key."
                            : "This key is not one of ferry.http.api-keys.");
        }
    }

    /** Refuses a test event code where live events come in (mission C11); throws {@link RequestRefused} 400. */
    void requireLive(@Nullable String testEventCode) {
        if (testEventCode != null && !takesTestCodes) {
            throw new RequestRefused(
                    400,
                    "test_event_code_refused",
                    "The request has a test_event_code, and TikTok counts no event that carries one: leave it out, or"
                            + " send it to an Eventferry whose ferry.profile is dev.",
                    "test_event_code");
        }
    }

    /** Whether it is one of the keys, or none is set; takes the same time for each. */
    boolean isKnown(@Nullable String key) {
        Secret shown = new Secret(Objects.requireNonNullElse(key, ""));
        boolean known = keys.isEmpty();
        for (Secret one : keys) {
            known |= one.equals(shown);
        }
        return known;
    }

    /** The parameter wins over TikTok's envelope; with a mapping, the mapping says where its events go. */
    private @Nullable String destination(HttpRequest request, @Nullable String source, @Nullable Envelope envelope) {
        if (request.destination() != null || source != null || envelope == null) {
            return request.destination();
        }
        return addressees.of(envelope);
    }

    private static RequestRefused unknown(String what, Set<String> known) {
        return new RequestRefused(
                400, what + "_unknown", "No " + what + " of that name; the known ones are " + known + ".", what);
    }

    /** Where it happened, without messages that may quote what came in. */
    private static @Nullable Throwable withoutWords(Throwable failure) {
        Throwable bare = new Throwable(failure.getClass().getName());
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }
}
