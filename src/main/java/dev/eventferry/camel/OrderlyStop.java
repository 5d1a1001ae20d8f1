package dev.eventferry.camel;

import dev.eventferry.delivery.DestinationLane;
import dev.eventferry.delivery.Outbox;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings everything that moves to rest before Camel stops: the doors take nothing more, what is inside them is answered,
 * batches are closed and sent, requests to TikTok are answered and settled. Each wait has an end, whatever hangs; what is
 * unanswered then stays in the store and is sent again after the next start, under the same event_id. Left alone, Camel
 * would stop the routes of batches that wait for a thread, and throw RejectedExecutionException at them.
 */
final class OrderlyStop {

    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

    /** How long what came in may take to be stored and answered. */
    private static final long INTAKE_SECONDS = 5;

    /** How long new requests to TikTok are begun; then only those under way are waited for. */
    private static final long SENDING_SECONDS = 6;

    /** What Camel, the server and the store may take afterwards. */
    private static final long CLOSING_SECONDS = 6;

    private static final long ABORTING_SECONDS = 2;
    private static final long FIRST_WORD_SECONDS = 1;
    private static final long NEXT_WORD_SECONDS = 5;
    private static final long LOOK_MILLIS = 10;

    private final CamelContext context;
    private final HttpServer server;
    private final HttpEngine doors;
    private final Outbox outbox;
    private final DeliverySteps delivery;
    private final long seconds;
    private volatile String waitsFor = "";
    private long began;

    /** @param seconds how long the whole stop may take, what is done after this included */
    OrderlyStop(
            CamelContext context,
            HttpServer server,
            HttpEngine doors,
            Outbox outbox,
            DeliverySteps delivery,
            long seconds) {
        this.context = context;
        this.server = server;
        this.doors = doors;
        this.outbox = outbox;
        this.delivery = delivery;
        this.seconds = seconds;
    }

    /** What is waited for now, for people. */
    String waitsFor() {
        return waitsFor;
    }

    /** The doors close: who comes now is told to come again, what looks for files and rows looks no more. */
    void closeDoors() {
        began = System.nanoTime();
        LOG.info("Stopping: nothing new is taken; what is under way ends first");
        server.refuse();
        delivery.beginStop();
        doorRoutes().forEach(route -> close(route.getConsumer(), route.getId()));
    }

    /** Waits until what came in is stored and answered. */
    void awaitIntake() throws InterruptedException {
        boolean done = await(
                () -> doors.isIdle() && inside().isEmpty(),
                INTAKE_SECONDS,
                () -> "what came in, in the routes " + inside());
        if (!done) {
            LOG.warn(
                    "No longer waiting for {}: what is not stored is not answered, and is read or sent again",
                    waitsFor);
        }
    }

    /** Sends what batches hold, and waits for TikTok's answers until they are written down. */
    void awaitDeliveries() throws InterruptedException {
        outbox.pause();
        boolean done = await(this::isDelivered, SENDING_SECONDS, this::deliveries);
        if (!done) {
            delivery.endSending();
            done = await(this::isDelivered, Math.max(SENDING_SECONDS, seconds - CLOSING_SECONDS), this::deliveries);
        }
        if (!done) {
            LOG.warn(
                    "No longer waiting for {}. They stay in the store and are sent again under the same event_id",
                    waitsFor);
            abort();
            await(this::isDelivered, seconds - CLOSING_SECONDS + ABORTING_SECONDS, this::deliveries);
        }
    }

    /** What is left of the time, for Camel itself; seconds. */
    long left() {
        return Math.max(1, seconds - CLOSING_SECONDS / 2 - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }

    private List<Route> doorRoutes() {
        return context.getRoutes().stream().filter(OrderlyStop::isDoor).toList();
    }

    /** Whether a route begins outside: others are called by it, or take from the store. */
    private static boolean isDoor(Route route) {
        Endpoint from = route.getEndpoint();
        return !(from instanceof OutboxEndpoint) && !defers(route.getConsumer());
    }

    /** Camel's word for a route that others call, and that goes on as long as they do. */
    private static boolean defers(Consumer consumer) {
        return consumer instanceof ShutdownAware aware
                && aware.deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
    }

    private static void close(Consumer consumer, String route) {
        try {
            if (consumer instanceof Suspendable) {
                ServiceHelper.suspendService(consumer);
            } else {
                ServiceHelper.stopService(consumer);
            }
        } catch (RuntimeException e) {
            LOG.warn("The door of the route {} does not close, and is closed with the others: {}", route, e.toString());
        }
    }

    /** Doors with something inside. */
    private List<String> inside() {
        return doorRoutes().stream()
                .map(Route::getId)
                .filter(id -> context.getInflightRepository().size(id) > 0)
                .toList();
    }

    private boolean isDelivered() {
        context.getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof OutboxEndpoint)
                .forEach(RouteSwitch::complete);
        return outbox.isEmpty();
    }

    private String deliveries() {
        return "TikTok's answers to "
                + outbox.lanes().stream()
                        .filter(lane -> lane.heldEvents() > 0)
                        .map(OrderlyStop::held)
                        .collect(Collectors.joining(", "));
    }

    private static String held(DestinationLane lane) {
        return lane.heldEvents() + " events of " + lane.destination();
    }

    /** Breaks off calls that nobody has answered. */
    private void abort() {
        context.getEndpoints().stream()
                .filter(HttpEndpoint.class::isInstance)
                .map(HttpEndpoint.class::cast)
                .forEach(endpoint -> endpoint.getClientConnectionManager().close(CloseMode.IMMEDIATE));
    }

    /** Waits, and says what for when it takes long. */
    private boolean await(BooleanSupplier condition, long untilSeconds, Supplier<String> what)
            throws InterruptedException {
        long end = began + TimeUnit.SECONDS.toNanos(untilSeconds);
        long word = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_WORD_SECONDS);
        while (!condition.getAsBoolean()) {
            waitsFor = what.get();
            long now = System.nanoTime();
            if (now >= end) {
                return false;
            }
            if (now >= word) {
                LOG.info("Stopping: waiting for {}", waitsFor);
                word = now + TimeUnit.SECONDS.toNanos(NEXT_WORD_SECONDS);
            }
            synchronized (this) {
                wait(LOOK_MILLIS);
            }
        }
        waitsFor = "";
        return true;
    }
}
