package dev.eventferry.camel;

import dev.eventferry.camel.Webhooks.Webhook;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import dev.eventferry.event.Problem;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.AnswerWriter;
import dev.eventferry.intake.BrokenItem;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.intake.signature.SignatureCheck.Verdict;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.LiveMappings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;

/** The verbs of the route {@code ingest-webhooks} and of the template {@code webhook-source}. */
public final class WebhookSteps {

    private static final String CALL = "call";
    private static final String PATH = "/v1/sources/";
    private static final int ACCEPTED = 202;
    private static final int ALL_REJECTED = 422;
    private static final HttpAnswer PONG = new HttpAnswer(200, "{\"pong\":true}".getBytes(StandardCharsets.UTF_8), 0);

    /** What the answer depends on. */
    private record Call(HttpRequest request, boolean signed, boolean ping) {}

    private final HttpSteps doors;
    private final LiveMappings mappings;
    private final Webhooks webhooks;
    private final RefusedWebhooks refused;

    WebhookSteps(HttpSteps doors, LiveMappings mappings, Webhooks webhooks, RefusedWebhooks refused) {
        this.doors = doors;
        this.mappings = mappings;
        this.webhooks = webhooks;
        this.refused = refused;
    }

    /**
     * The signature is checked, or the key where there is none, then the body read. Who only asks whether we are there
     * brings a group of nothing.
     *
     * @throws RequestRefused when nothing of it is taken
     */
    public RawGroup receive(HttpRequest request, Exchange exchange) {
        String source = source(request, exchange);
        ItemMapper mapper = mapper(source);
        Webhook webhook = webhooks.of(source);
        boolean ping = webhook.reader().isPing(request);
        boolean signed = webhook.check() != null;
        exchange.setVariable(CALL, new Call(request.withoutBody(), signed, ping));
        if (ping) {
            return group(request, source, List.of());
        }
        if (webhook.check() != null) {
            requireGood(webhook.check().judge(request), source);
        } else {
            doors.authorise(request);
        }
        List<Item> items =
                signed ? readAnyway(webhook, request) : webhook.reader().read(request);
        return group(request, source, mapper.unpack(items));
    }

    /**
     * The verdict on each event. A sender that signs hears no refusal when an event was rejected: it would send the same
     * again, and after a few times nothing ever more.
     */
    public HttpAnswer answer(HashedGroup group, Exchange exchange) {
        Call call = Objects.requireNonNull(exchange.getVariable(CALL, Call.class));
        if (call.ping()) {
            return PONG;
        }
        HttpRequest request = call.request();
        HttpAnswer answer = AnswerWriter.verdicts(request.id(), group.verdicts(), request.verbose());
        return call.signed() && answer.status() == ALL_REJECTED ? new HttpAnswer(ACCEPTED, answer.json(), 0) : answer;
    }

    /** The one that the route names, or the name in the path, as it is written there. */
    private static String source(HttpRequest request, Exchange exchange) {
        String routes = RouteSource.of(exchange);
        if (routes != null) {
            return routes;
        }
        String path = request.path();
        return path.startsWith(PATH) ? path.substring(PATH.length()) : "";
    }

    private ItemMapper mapper(String source) {
        ItemMapper mapper = mappings.current().get(source);
        if (mapper == null) {
            throw new RequestRefused(404, "source_unknown", "There is no source of that name.", "source");
        }
        return mapper;
    }

    private void requireGood(Verdict verdict, String source) {
        if (verdict == Verdict.GOOD) {
            return;
        }
        RequestRefused refusal =
                switch (verdict) {
                    case MISSING -> refusal("signature_missing", "The request is not signed as this source signs.");
                    case OLD -> refusal("signature_old", "The request was signed at another time than now.");
                    case WRONG, GOOD -> refusal("signature_wrong", "The signature is not right.");
                };
        refused.count(source, refusal.code());
        throw refusal;
    }

    private static RequestRefused refusal(String code, String message) {
        return new RequestRefused(401, code, message);
    }

    /** What cannot be read is one rejected event: the sender is who it says, and would only send the same again. */
    private static List<Item> readAnyway(Webhook webhook, HttpRequest request) {
        try {
            return webhook.reader().read(request);
        } catch (RequestRefused e) {
            return List.of(new BrokenItem(Problem.error("", e.code(), e.sentence())));
        }
    }

    private static RawGroup group(HttpRequest request, String source, List<Item> items) {
        // whoever sends is the shop's server and not its visitor, so its address and browser are nobody's
        Origin origin =
                new Origin(request.id(), source, null, request.receivedAt(), "webhook " + request.id(), 0, null, null);
        return new RawGroup(origin, items, null);
    }
}
