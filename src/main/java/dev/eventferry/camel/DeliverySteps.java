package dev.eventferry.camel;

import dev.eventferry.delivery.Batch;
import dev.eventferry.delivery.DeliveryOutcome;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.delivery.Settlement;
import dev.eventferry.identity.Masker;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import dev.eventferry.tiktok.Answer;
import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.TrackRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Message;
import org.apache.camel.spi.Synchronization;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verbs of the routes {@code deliver} and {@code call-tiktok}. */
public final class DeliverySteps {

    private static final Logger LOG = LoggerFactory.getLogger(DeliverySteps.class);
    private static final int LARGEST_ANSWER = 1 << 20;

    /** The variable that keeps the batch while the message is an HTTP request or answer. */
    private static final String BATCH = "batch";

    /** The headers in which Camel counts its tries: without them it would try for ever. */
    private static final String TRIES = "CamelRedeliver*";

    private final Destinations destinations;
    private final Outbox outbox;
    private final Settlement settlement;
    private final Clock clock;
    private final @Nullable String partnerName;

    /** @param partnerName who sends on the advertisers' behalf; null for nobody */
    DeliverySteps(
            Destinations destinations,
            Outbox outbox,
            Settlement settlement,
            Clock clock,
            @Nullable String partnerName) {
        this.partnerName = partnerName;
        this.destinations = destinations;
        this.outbox = outbox;
        this.settlement = settlement;
        this.clock = clock;
    }

    /** Makes sure that the batch is settled however its exchange ends; while its lane rests nothing of it is sent. */
    public void begin(Exchange exchange) {
        Batch batch = batch(exchange);
        exchange.getExchangeExtension().addOnCompletion(new Synchronization() {
            @Override
            public void onComplete(Exchange done) {
                settlement.settle(batch);
            }

            @Override
            public void onFailure(Exchange failed) {
                settlement.settle(batch);
            }
        });
        Destination destination = destinations.get(batch.lane().destination());
        if (destination == null || !destination.enabled()) {
            batch.wait("the destination is not enabled");
        } else if (outbox.lane(destination.name()).isResting(clock.millis())) {
            batch.wait("the destination rests");
        }
    }

    /** Whether something of the batch is to be sent now. */
    public boolean hasNext(Batch batch) {
        return batch.hasNext();
    }

    /** The next request of the batch, as camel-http sends it. */
    public void request(Exchange exchange) {
        Batch batch = batch(exchange);
        exchange.setVariable(BATCH, batch);
        Destination destination =
                Objects.requireNonNull(destinations.get(batch.lane().destination()));
        String testCode = batch.lane().testCode() == null
                ? destination.testEventCode()
                : batch.lane().testCode();
        Batch.Request next = batch.current();
        TrackRequest request = new TrackRequest(
                destination.eventSource(),
                destination.eventSourceId(),
                testCode,
                partnerName,
                next.events(),
                next.bytes());
        next.forEach(request::event);
        Message message = exchange.getMessage();
        message.removeHeaders("*", TRIES);
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Access-Token", destination.accessToken().reveal());
        message.setBody(request.close());
    }

    /**
     * Reads TikTok's answer and settles the request by its {@code code}.
     *
     * @throws TikTokBusy when the same request may do a moment later
     */
    public void verdict(Exchange exchange) throws IOException, TikTokBusy {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Answer answer = Answer.read(status, body(message));
        Batch batch = variable(exchange);
        message.removeHeaders("*", TRIES);
        message.setBody(batch);
        Integer code = answer.code();
        if (code == null) {
            throw new TikTokBusy("HTTP " + status + " without an answer of TikTok's");
        }
        String words = Masker.mask(answer.message());
        if (Code.of(code) == Code.LATER) {
            throw new TikTokBusy("code " + code + ": " + words);
        }
        message.removeHeaders(TRIES); // the batch's next request has tries of its own
        settle(batch, answer, code, words);
    }

    private static void settle(Batch batch, Answer answer, int code, String words) {
        switch (Code.of(code)) {
            case TAKEN -> batch.settle(new DeliveryOutcome.Delivered(answer.requestId()));
            case EVENT -> {
                LOG.warn(
                        "TikTok refused {} events for {}: {} {} (request {})",
                        batch.current().events(),
                        batch.lane().destination(),
                        code,
                        words,
                        answer.requestId());
                batch.settle(new DeliveryOutcome.Refused(code, words));
            }
            case LATER -> batch.settle(new DeliveryOutcome.TryLater("code " + code + ": " + words));
            case SETUP -> {
                LOG.error(
                        "{} needs a person: TikTok says {} {} (request {}). Its events wait.",
                        batch.lane().destination(),
                        code,
                        words,
                        answer.requestId());
                batch.settle(new DeliveryOutcome.TryLater("code " + code + ": " + words));
            }
        }
    }

    /** The quick tries are used up: the batch waits for its lane. */
    public void later(Exchange exchange, @ExchangeException Throwable failure) {
        Batch batch = variable(exchange);
        String reason = failure instanceof TikTokBusy
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName() + " at the call";
        batch.settle(new DeliveryOutcome.TryLater(reason));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(batch);
    }

    /** Writes down what became of the batch. */
    public void record(Batch batch) {
        settlement.settle(batch);
    }

    private static Batch batch(Exchange exchange) {
        return Objects.requireNonNull(exchange.getMessage().getBody(Batch.class), "the body is a batch");
    }

    private static Batch variable(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(BATCH, Batch.class), "the batch is under way");
    }

    private static byte[] body(Message message) throws IOException {
        Object body = message.getBody();
        if (body instanceof InputStream in) {
            try (in) {
                return in.readNBytes(LARGEST_ANSWER);
            }
        }
        return Objects.requireNonNullElse(message.getBody(byte[].class), new byte[0]);
    }

    /** Not now: throttled, in trouble, or not an answer at all. */
    public static final class TikTokBusy extends Exception {
        TikTokBusy(@Nullable String message) {
            super(message);
        }
    }
}
