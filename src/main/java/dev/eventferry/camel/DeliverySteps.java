package dev.eventferry.camel;

import dev.eventferry.delivery.Batch;
import dev.eventferry.delivery.DeliveryOutcome;
import dev.eventferry.delivery.DestinationLane;
import dev.eventferry.delivery.Halt;
import dev.eventferry.delivery.Judgement;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.delivery.Settlement;
import dev.eventferry.delivery.Turnstile;
import dev.eventferry.identity.Masker;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import dev.eventferry.tiktok.Answer;
import dev.eventferry.tiktok.Pause;
import dev.eventferry.tiktok.TrackRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
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
    private final Turnstile turnstile;
    private final Clock clock;
    private final int quickTries;
    private final Duration deadline;
    private final @Nullable String partnerName;
    private final RecentFeed recent;
    private volatile boolean stopping;
    private volatile boolean ended;

    /**
     * @param quickTries how often a request is tried again at once
     * @param deadline how long reading an answer may take in all
     * @param partnerName who sends on the advertisers' behalf; null for nobody
     * @param recent what the inspector remembers
     */
    DeliverySteps(
            Destinations destinations,
            Outbox outbox,
            Settlement settlement,
            Turnstile turnstile,
            Clock clock,
            int quickTries,
            Duration deadline,
            @Nullable String partnerName,
            RecentFeed recent) {
        this.recent = recent;
        this.quickTries = quickTries;
        this.deadline = deadline;
        this.partnerName = partnerName;
        this.destinations = destinations;
        this.outbox = outbox;
        this.settlement = settlement;
        this.turnstile = turnstile;
        this.clock = clock;
    }

    /** Makes sure that the batch is settled however its exchange ends, and the next one let through. */
    public void begin(Exchange exchange) {
        Batch batch = batch(exchange);
        exchange.getExchangeExtension().addOnCompletion(new Synchronization() {
            @Override
            public void onComplete(Exchange done) {
                end(batch, "it left the route");
            }

            @Override
            public void onFailure(Exchange failed) {
                Exception failure = failed.getException();
                end(
                        batch,
                        failure == null
                                ? "it left the route"
                                : failure.getClass().getSimpleName() + " in the route");
            }
        });
    }

    /** @param why the rest waits, if nothing else tells: its lane rests, or it would be sent again at once, for ever */
    private void end(Batch batch, String why) {
        if (batch.hasNext()) {
            batch.halt(new Halt.Failed(why, Pause.BACKOFF));
        }
        try {
            settlement.settle(batch);
        } finally {
            turnstile.leave(batch);
        }
    }

    /** Waits, without a thread, until fewer than {@code ferry.delivery.concurrency} batches of its lane are sent. */
    public CompletionStage<Batch> turn(Batch batch) {
        return turnstile.enter(batch);
    }

    /** Whether something of the batch is to be sent now; while its lane rests, nothing is. */
    public boolean hasNext(Batch batch) {
        if (ended && batch.hasNext()) {
            batch.putOff("Eventferry stops");
        } else if (batch.hasNext() && batch.requests() == 0) {
            Destination destination = destinations.get(batch.lane().destination());
            if (destination == null || !destination.enabled()) {
                batch.putOff("the destination is not enabled");
            } else if (outbox.lane(destination.name()).isResting(clock.millis())) {
                batch.putOff("the destination rests");
            }
        }
        return batch.hasNext();
    }

    /**
     * Waits, without a thread, until the lane's next request may go, and counts it; when those of its minute or day are
     * used up, the batch has nothing to send now.
     */
    public CompletionStage<Batch> rate(
            @Body Batch batch, @Header(Exchange.REDELIVERY_COUNTER) @Nullable Integer tries) {
        return tries == null || tries == 0 ? turnstile.request(batch) : turnstile.requestAgain(batch);
    }

    /** Whether the request may go. */
    public boolean mayGo(Batch batch) {
        if (ended && batch.hasNext()) {
            batch.putOff("Eventferry stops");
        }
        return batch.hasNext();
    }

    /** A stop begins: what fails is not tried again. */
    void beginStop() {
        stopping = true;
    }

    /** No request is begun any more; those under way go on. */
    void endSending() {
        ended = true;
    }

    /**
     * The next request of the batch, as camel-http sends it.
     *
     * @throws TikTokBusy when it was to be tried again, but Eventferry stops
     */
    public void request(Exchange exchange) throws TikTokBusy {
        Batch batch = batch(exchange);
        exchange.setVariable(BATCH, batch);
        if (stopping && exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) > 0) {
            throw new TikTokBusy(new DeliveryOutcome.TryLater("Eventferry stops", Pause.BACKOFF));
        }
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
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
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
        Answer answer = Answer.read(status, body(message)).withLogId(message.getHeader("x-tt-logid", String.class));
        Batch batch = variable(exchange);
        message.removeHeaders("*", TRIES);
        message.setBody(batch);
        DeliveryOutcome outcome = Judgement.of(answer, batch.current().events(), batch.attempts());
        recent.answered(batch.current(), answer, outcome);
        if (outcome instanceof DeliveryOutcome.TryLater later) {
            throw new TikTokBusy(later);
        }
        message.removeHeaders(TRIES); // the batch's next request has tries of its own
        tell(batch, answer, outcome);
        batch.settle(outcome);
    }

    /** The first trouble of a batch is told; what is found out about it afterwards ends in the dead letters. */
    private static void tell(Batch batch, Answer answer, DeliveryOutcome outcome) {
        boolean refused = outcome instanceof DeliveryOutcome.Refused || outcome instanceof DeliveryOutcome.RefusedFor;
        if (batch.requests() == 0 && (refused || outcome instanceof DeliveryOutcome.PartlyDelivered)) {
            LOG.warn(
                    "TikTok does not take all of {} events for {}: code {} {} (request {}, log {})",
                    batch.current().events(),
                    batch.lane().destination(),
                    answer.code(),
                    Masker.mask(answer.message()),
                    answer.requestId(),
                    answer.logId());
        }
    }

    /**
     * Whether to try a request again at once: a few times, and not while the destination rests or is only probed, for then
     * its lane does the waiting, and waits would multiply; nor while Eventferry stops.
     */
    public boolean mayTryAgain(Exchange exchange, @ExchangeException Throwable failure) {
        if (failure instanceof TikTokBusy busy && busy.later().pause() != Pause.BACKOFF) {
            return false;
        }
        int nextTry = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
        DestinationLane lane = outbox.lane(variable(exchange).lane().destination());
        return !stopping && nextTry <= quickTries && lane.failures() == 0 && !lane.isResting(clock.millis());
    }

    /** The quick tries are used up: the batch waits for its lane. */
    public void later(Exchange exchange, @ExchangeException Throwable failure) {
        Batch batch = variable(exchange);
        if (!(failure instanceof TikTokBusy)) {
            recent.unanswered(batch.current(), failure.getClass().getSimpleName() + " at the call");
        }
        batch.settle(
                failure instanceof TikTokBusy busy
                        ? busy.later()
                        : new DeliveryOutcome.TryLater(
                                failure.getClass().getSimpleName() + " at the call", Pause.BACKOFF));
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

    /**
     * As much of the answer as may count; one that comes too slowly is none.
     *
     * @throws SlowAnswer when it is not there after the deadline
     */
    private byte[] body(Message message) throws IOException {
        if (!(message.getBody() instanceof InputStream in)) {
            return Objects.requireNonNullElse(message.getBody(byte[].class), new byte[0]);
        }
        long end = System.nanoTime() + deadline.toNanos();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try (in) {
            for (int n = in.read(part); n >= 0 && read.size() < LARGEST_ANSWER; n = in.read(part)) {
                read.write(part, 0, n);
                if (System.nanoTime() > end) {
                    throw new SlowAnswer();
                }
            }
        }
        return read.toByteArray();
    }

    /** An answer that trickles in. */
    static final class SlowAnswer extends IOException {
        SlowAnswer() {
            super("the answer came too slowly");
        }
    }

    /** Not now: in trouble, or not an answer at all. */
    public static final class TikTokBusy extends Exception {

        private final transient DeliveryOutcome.TryLater later;

        TikTokBusy(DeliveryOutcome.TryLater later) {
            super(later.reason());
            this.later = later;
        }

        DeliveryOutcome.TryLater later() {
            return later;
        }
    }
}
