package dev.eventferry.camel;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer that goes on: server-sent events. Twice a second its feed is asked for what is new, on a worker, so that nothing
 * waits here for anybody: who reads slowly is not asked for until they have read, and is dropped when that takes too long.
 */
final class EventStream {

    /** How often the feed is asked. */
    static final long EVERY_MILLIS = 500;

    private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Feed feed;
    private long timer;
    private boolean asking;
    private boolean over;
    private long fullSince;

    /** What is told. */
    interface Feed {

        /** What is new, as it is written; empty for nothing, null when there will be nothing more. Not on an event loop. */
        @Nullable
        String next();

        /** Nobody listens any more; called once. */
        void close();
    }

    EventStream(Feed feed) {
        this.feed = feed;
    }

    /** Begins to answer; on the event loop of the request, where all of this but the feed runs. */
    void open(RoutingContext context, Executor workers) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            feed.close();
            return;
        }
        Vertx vertx = context.vertx();
        Context loop = vertx.getOrCreateContext();
        response.setStatusCode(200).setChunked(true);
        response.putHeader("Content-Type", "text/event-stream");
        response.putHeader("X-Accel-Buffering", "no"); // else nginx keeps it to itself
        InspectorSteps.NOT_KEPT.forEach(response::putHeader);
        response.closeHandler(closed -> end(vertx));
        response.exceptionHandler(broken -> end(vertx));
        response.write(": here\n\n");
        timer = vertx.setPeriodic(EVERY_MILLIS, tick -> tick(context, loop, workers));
    }

    private void tick(RoutingContext context, Context loop, Executor workers) {
        HttpServerResponse response = context.response();
        if (response.writeQueueFull()) {
            long now = System.nanoTime();
            fullSince = fullSince == 0 ? now : fullSince;
            if (now - fullSince > SLOWEST_NANOS) {
                context.request().connection().close();
            }
            return;
        }
        fullSince = 0;
        if (asking || over) {
            return;
        }
        asking = true;
        try {
            workers.execute(() -> ask(context, loop));
        } catch (RejectedExecutionException e) {
            asking = false; // there is more important work
        }
    }

    private void ask(RoutingContext context, Context loop) {
        String next = feed.next();
        loop.runOnContext(then -> {
            asking = false;
            HttpServerResponse response = context.response();
            if (over || response.ended() || response.closed()) {
                return;
            }
            if (next == null) {
                end(context.vertx());
                response.end("event: end\ndata: {}\n\n");
            } else if (!next.isEmpty()) {
                response.write(next);
            }
        });
    }

    private void end(Vertx vertx) {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            feed.close();
        }
    }
}
