package dev.eventferry.camel;

import dev.eventferry.delivery.Outbox;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one entry of a route file into the running context, takes one out, or one in the place of another. What comes to a
 * route waits before it meanwhile (requests before the server, calls before a {@link Gate}, segments in the store); what
 * is inside goes to its end first, aggregates included. So nothing is lost or refused, and no other route notices. For one
 * thread.
 */
final class RouteSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwitch.class);
    private static final long LOOK_MILLIS = 2;
    private static final long STOP_SECONDS = 10;

    /** A route does not come to rest; it runs on as it was, and may be replaced later. */
    static final class Busy extends Exception {
        Busy(String message) {
            super(message);
        }
    }

    private final ModelCamelContext context;
    private final LiveDirect direct;
    private final HttpEngine http;
    private final Outbox outbox;
    private final Executor workers;
    private volatile boolean stopping;

    RouteSwitch(ModelCamelContext context, LiveDirect direct, HttpEngine http, Outbox outbox, Executor workers) {
        this.context = context;
        this.direct = direct;
        this.http = http;
        this.outbox = outbox;
        this.workers = workers;
    }

    /** Nobody waits any more. */
    void stop() {
        stopping = true;
    }

    /** Adds an entry; a route runs when this returns. */
    void add(RouteUnit unit) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(unit.file(), unit.yaml()));
    }

    /** Takes a route template or a route configuration out; routes made from it run on. */
    void removeDefinition(RouteUnit unit) throws Exception {
        switch (unit.kind()) {
            case TEMPLATE -> context.removeRouteTemplateDefinition(context.getRouteTemplateDefinition(unit.id()));
            case CONFIGURATION -> context.removeRouteConfiguration(context.getRouteConfigurationDefinition(unit.id()));
            default -> throw new IllegalArgumentException(unit.key() + " is a route");
        }
    }

    /** Takes a route out. */
    void remove(RouteUnit old, long patienceMillis) throws Exception {
        replace(old, null, patienceMillis);
    }

    /**
     * Puts a route in the place of another. When the new one does not start, the old one runs again.
     *
     * @param next null for none
     * @param patienceMillis how long the old one may take to come to rest
     * @throws Busy when it did not; it runs on
     */
    void replace(RouteUnit old, @Nullable RouteUnit next, long patienceMillis) throws Exception {
        Route route = context.getRoute(old.id());
        if (route == null) {
            if (next != null) {
                add(next);
            }
            return;
        }
        Entrance entrance = entrance(route);
        boolean gone = false;
        try {
            entrance.close(patienceMillis);
            awaitRest(route, patienceMillis);
            gone = context.getRouteController().stopRoute(old.id(), STOP_SECONDS, TimeUnit.SECONDS, true);
            if (!gone) {
                throw new Busy("the route " + old.id() + " did not stop");
            }
            context.removeRoute(old.id());
            if (next != null) {
                add(next, old);
            }
        } finally {
            entrance.open(gone);
        }
    }

    private void add(RouteUnit next, RouteUnit old) throws Exception {
        try {
            add(next);
        } catch (Exception e) {
            LOG.error("The route {} does not start; it runs again as it was", next.id());
            if (context.getRoute(next.id()) != null) {
                context.getRouteController().stopRoute(next.id());
                context.removeRoute(next.id());
            }
            add(old);
            throw e;
        }
    }

    /** Waits until nothing is inside, and does not wait for what an aggregate would wait for. */
    private void awaitRest(Route route, long patienceMillis) throws Exception {
        complete(route);
        BooleanSupplier resting =
                () -> context.getInflightRepository().size(route.getId()) == 0 && openAggregates(route) == 0;
        if (!await(resting, patienceMillis)) {
            throw new Busy("the route " + route.getId() + " is busy");
        }
    }

    /** Sends what the route's aggregates collect. */
    static void complete(Route route) {
        aggregates(route).forEach(AggregateProcessor::forceCompletionOfAllGroups);
    }

    private static int openAggregates(Route route) {
        return aggregates(route).stream()
                .mapToInt(AggregateProcessor::getInProgressCompleteExchanges)
                .sum();
    }

    private static List<AggregateProcessor> aggregates(Route route) {
        return route.filter("*").stream()
                .filter(AggregateProcessor.class::isInstance)
                .map(AggregateProcessor.class::cast)
                .toList();
    }

    private boolean await(BooleanSupplier condition, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!condition.getAsBoolean()) {
            if (stopping || System.nanoTime() > end) {
                return false;
            }
            synchronized (this) {
                wait(LOOK_MILLIS);
            }
        }
        return true;
    }

    private Entrance entrance(Route route) {
        Endpoint endpoint = route.getEndpoint();
        if (endpoint instanceof LiveDirect.Gated called) {
            return new Called(direct.gate(called.route()));
        }
        if (endpoint instanceof PlatformHttpEndpoint) {
            return new Door();
        }
        return endpoint instanceof OutboxEndpoint ? new Segments(route) : new Entrance() {};
    }

    /** Where exchanges come into a route. */
    private interface Entrance {

        /** Lets nothing more in, and waits for what is between here and the route. */
        default void close(long patienceMillis) throws Exception {}

        /** @param replaced false when the same route goes on */
        default void open(boolean replaced) {}
    }

    private final class Called implements Entrance {

        private final Gate gate;

        Called(Gate gate) {
            this.gate = gate;
        }

        @Override
        public void close(long patienceMillis) throws Exception {
            if (!gate.close(patienceMillis)) {
                throw new Busy("calls are under way");
            }
        }

        @Override
        public void open(boolean replaced) {
            gate.open(workers);
        }
    }

    private final class Door implements Entrance {

        @Override
        public void close(long patienceMillis) throws Exception {
            http.server().hold();
            if (!await(http::isIdle, patienceMillis)) {
                throw new Busy("requests are under way");
            }
        }

        @Override
        public void open(boolean replaced) {
            http.server().release();
        }
    }

    /** What the outbox does not hand over waits in the store; what it handed over is on its way to TikTok. */
    private final class Segments implements Entrance {

        private final Route route;

        Segments(Route route) {
            this.route = route;
        }

        @Override
        public void close(long patienceMillis) throws Exception {
            outbox.pause();
            if (!await(
                    () -> {
                        complete(route);
                        return outbox.isEmpty();
                    },
                    patienceMillis)) {
                throw new Busy("batches are under way");
            }
        }

        @Override
        public void open(boolean replaced) {
            if (!replaced) {
                outbox.resume();
            }
        }
    }
}
