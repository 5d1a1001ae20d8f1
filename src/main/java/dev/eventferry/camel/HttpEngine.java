package dev.eventferry.camel;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code platform-http:} endpoints. Eventferry's own doors ({@code /v1/…}, {@code /open_api/…}) get a lean
 * consumer that holds no thread while the store commits; any other path that ops add is served as Camel does.
 */
final class HttpEngine extends VertxPlatformHttpEngine {

    private final int port;
    private final Executor workers;
    private final int maxInFlight;
    private final Clock clock;
    private final HttpServer server;
    private final Map<String, DoorConsumer> doors = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * @param workers run the routes of our doors; they must not be the event loop
     * @param maxInFlight requests under way at once; one more is answered 503
     */
    HttpEngine(int port, HttpServer server, Executor workers, int maxInFlight, Clock clock) {
        this.clock = clock;
        this.port = port;
        setHandlers(List.of(context -> {
            server.arrived(context);
            context.next();
        }));
        this.workers = workers;
        this.server = server;
        this.maxInFlight = maxInFlight;
    }

    @Override
    public int getServerPort() {
        return port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        String router = HttpServer.routerName(port);
        return DoorConsumer.isOurs(endpoint.getPath())
                ? new DoorConsumer(endpoint, processor, getHandlers(), router, this)
                : new VertxPlatformHttpConsumer(endpoint, processor, getHandlers(), router);
    }

    /** Runs a request's route; false when there are too many already. */
    boolean run(Runnable route) {
        if (inFlight.incrementAndGet() > maxInFlight) {
            inFlight.decrementAndGet();
            return false;
        }
        try {
            workers.execute(route);
            return true;
        } catch (RejectedExecutionException e) {
            inFlight.decrementAndGet();
            return false;
        }
    }

    /** Whether no request is under way. */
    boolean isIdle() {
        return inFlight.get() == 0;
    }

    /** Runs what is no request's route. */
    Executor workers() {
        return workers;
    }

    /** When it is. */
    Instant now() {
        return clock.instant();
    }

    /** The server in front. */
    HttpServer server() {
        return server;
    }

    /** A door serves its place from now on: a path and its methods. */
    void opened(String place, DoorConsumer door) {
        doors.put(place, door);
    }

    /** It does not any more. */
    void closed(String place, DoorConsumer door) {
        doors.remove(place, door);
    }

    /** What serves a place now; null when nothing does. */
    @Nullable
    DoorConsumer door(String place) {
        return doors.get(place);
    }

    /** A request was answered. */
    void answered() {
        inFlight.decrementAndGet();
    }
}
