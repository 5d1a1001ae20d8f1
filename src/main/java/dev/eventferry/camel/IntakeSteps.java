package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.AnswerWriter;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.ObjectItems;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;

/** The verbs of the route {@code intake}, which any component's route may call. */
public final class IntakeSteps {

    private static final String REQUEST = "request";

    private final BodyReader reader;
    private final LiveMappings mappings;
    private final Clock clock;

    IntakeSteps(BodyReader reader, LiveMappings mappings, Clock clock) {
        this.reader = reader;
        this.mappings = mappings;
        this.clock = clock;
    }

    /**
     * The body as a group of the source that the variable {@code source} names. Headers are not ours and end here: a
     * sender may have planted them.
     *
     * @throws RequestRefused when the body is neither JSON nor maps
     */
    public RawGroup read(Exchange exchange) {
        String source = RouteSource.of(exchange);
        if (source == null) {
            throw new IllegalStateException("the route " + exchange.getFromRouteId()
                    + " calls direct:intake, but does not say whose events it brings; set the variable source before");
        }
        Mappings known = mappings.current();
        ItemMapper mapper = known.get(source);
        if (mapper == null) {
            throw new IllegalStateException("the route " + exchange.getFromRouteId() + " names the source " + source
                    + ", but no mapping has it; the known ones are " + known.names());
        }
        List<Item> items = reader.bounded(mapper.unpack(items(exchange, !mapper.unpacks())));
        exchange.getMessage().removeHeaders("*");
        String id = exchange.getExchangeId();
        exchange.setVariable(REQUEST, id);
        Origin origin =
                new Origin(id, source, null, clock.instant(), exchange.getFromRouteId() + " " + id, 0, null, null);
        return new RawGroup(origin, items, null);
    }

    /** The verdict on each event, as JSON. */
    public String tell(HashedGroup group, Exchange exchange) {
        String id = Objects.requireNonNull(exchange.getVariable(REQUEST, String.class));
        return new String(AnswerWriter.verdicts(id, group.verdicts(), false).json(), StandardCharsets.UTF_8);
    }

    private List<Item> items(Exchange exchange, boolean openEnvelopes) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Map || body instanceof List || body instanceof JsonNode) {
            return ObjectItems.of(body);
        }
        byte[] json = exchange.getMessage().getBody(byte[].class);
        if (json == null) {
            throw new RequestRefused(
                    400,
                    "body_unreadable",
                    "The body is neither JSON nor a map nor a list of maps: convert it before.");
        }
        return reader.read(json, openEnvelopes);
    }
}
