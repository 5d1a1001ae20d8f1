package dev.eventferry.camel;

import dev.eventferry.intake.AnswerForm;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of our HTTP doors. The body of its exchange is an {@link HttpRequest} and must end as an {@link HttpAnswer}; no
 * header or parameter of the request becomes a header of the message, and none goes back, so that a sender can plant
 * nothing (reliability B.4).
 */
final class DoorConsumer extends VertxPlatformHttpConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DoorConsumer.class);
    private final HttpEngine engine;

    DoorConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String router,
            HttpEngine engine) {
        super(endpoint, processor, handlers, router);
        this.engine = engine;
    }

    /** Whether a path is one of Eventferry's own doors, or below. */
    static boolean isOurs(@Nullable String path) {
        return path != null
                && (path.startsWith("/v1/") || path.startsWith("/open_api/") || path.equals(InspectorSteps.PAGE));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        engine.opened(place(), this);
    }

    @Override
    protected void doStop() throws Exception {
        engine.closed(place(), this);
        super.doStop();
    }

    @Override
    protected void handleRequest(RoutingContext context) {
        // its body came while the route is being replaced: the door that is there afterwards takes it
        if (engine.server().postpone(() -> handOver(context))) {
            return;
        }
        if (engine.server().isRefusing() || isSuspended() || isStoppingOrStopped()) {
            refuse(context, stopping());
            return;
        }
        HttpRequest request = read(context, engine.now());
        Context eventLoop = context.vertx().getOrCreateContext();
        if (!engine.run(() -> route(context, eventLoop, request))) {
            refuse(
                    context,
                    new RequestRefused(503, "busy", "Too many requests are under way: send it again in a moment."));
        }
    }

    /** Another route may serve the same path for other methods. */
    private String place() {
        return getEndpoint().getHttpMethodRestrict() + " " + getEndpoint().getPath();
    }

    private void handOver(RoutingContext context) {
        DoorConsumer door = engine.door(place());
        if (door == null) {
            refuse(context, stopping());
        } else {
            door.handleRequest(context);
        }
    }

    private void route(RoutingContext context, Context eventLoop, HttpRequest request) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getIn().setBody(request);
        try {
            createUoW(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        HttpRequest head = request.withoutBody(); // which need not wait for the commit
        getAsyncProcessor().process(exchange, sync -> {
            EventStream stream =
                    exchange.getException() == null && exchange.getMessage().getBody() instanceof EventStream going
                            ? going
                            : null;
            HttpAnswer answer = stream == null ? answer(exchange, head) : null;
            doneUoW(exchange);
            releaseExchange(exchange, false);
            eventLoop.runOnContext(then -> {
                engine.answered();
                if (stream != null) {
                    stream.open(context, engine.workers());
                } else if (answer != null) {
                    write(context, answer);
                }
            });
        });
    }

    private static HttpAnswer answer(Exchange exchange, HttpRequest request) {
        if (exchange.getException() == null && exchange.getMessage().getBody() instanceof HttpAnswer answer) {
            return answer;
        }
        LOG.error(
                "Request {} ended without an answer: {}",
                request.id(),
                exchange.getException() == null
                        ? "the route left no HttpAnswer"
                        : exchange.getException().getClass().getName());
        return AnswerForm.of(request.path())
                .refusal(
                        request.id(),
                        new RequestRefused(
                                500, "internal", "This is our fault, not yours; send it again with the same ids."));
    }

    private static HttpRequest read(RoutingContext context, Instant now) {
        HttpServerRequest request = context.request();
        return new HttpRequest(
                newId(),
                now,
                request.path(),
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress(),
                Bodies.take(context),
                new Headers(request.headers()),
                request.params()::get);
    }

    /** Refuses a request that came after the doors closed. */
    static void refuseWhileStopping(RoutingContext context) {
        refuse(context, stopping());
    }

    private static RequestRefused stopping() {
        return new RequestRefused(503, "stopping", "Eventferry is stopping: send it again in a moment.");
    }

    /** Refuses a request that no route will see, in the form of its path. */
    static void refuse(RoutingContext context, RequestRefused why) {
        write(context, AnswerForm.of(context.request().path()).refusal(newId(), why));
    }

    private static String newId() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    /** A request's headers, each of which may stand there more than once. */
    private record Headers(MultiMap values) implements HttpRequest.Named {

        @Override
        public @Nullable String get(String name) {
            return values.get(name);
        }

        @Override
        public List<String> all(String name) {
            return values.getAll(name);
        }
    }

    private static void write(RoutingContext context, HttpAnswer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Content-Type", "application/json");
        answer.headers().forEach(response::putHeader);
        if (answer.retryAfter() > 0) {
            response.putHeader("Retry-After", Integer.toString(answer.retryAfter()));
        }
        response.end(Buffer.buffer(answer.json()));
    }
}
