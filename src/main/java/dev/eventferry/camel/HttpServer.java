package dev.eventferry.camel;

import dev.eventferry.intake.RequestRefused;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The server behind {@code platform-http:}. Camel's own has no time limits, so 200 half-open requests hold it for ever
 * (reliability 0.5); this one closes connections that send no whole request head within 10 s, requests that take longer
 * than 30 s to arrive, and idle connections after a minute.
 */
final class HttpServer implements AutoCloseable {

    private static final int IDLE_SECONDS = 60;
    private static final int CLOSE_SECONDS = 2;
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LATE_MILLIS = 500;
    private static final int LARGEST_HEAD = 16 * 1024;

    private final Vertx vertx;
    private final Router router;
    private final Router closedDoor;
    private final VertxPlatformHttpRouter camelRouter;
    private final io.vertx.core.http.HttpServer server;
    private final Map<HttpConnection, Long> dueAt = new ConcurrentHashMap<>();
    private final long watch;
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;
    private volatile boolean refusing;

    HttpServer(Vertx vertx, String host, int port, long maxBody) {
        this.vertx = vertx;
        this.router = Router.router(vertx);
        this.camelRouter = new LimitedRouter(vertx, router, routerName(port), maxBody);
        this.closedDoor = Router.router(vertx);
        closedDoor.route().handler(DoorConsumer::refuseWhileStopping);
        errors();
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxHeaderSize(LARGEST_HEAD)
                        .setHandle100ContinueAutomatically(true)
                        .setHttp2ClearTextEnabled(false)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setDecompressionSupported(false))
                .connectionHandler(this::connected)
                .requestHandler(this::received);
        this.watch = vertx.setPeriodic(LATE_MILLIS, now -> closeLate());
    }

    static String routerName(int port) {
        return VertxPlatformHttpRouter.getRouterNameFromPort(port);
    }

    /** The router that Camel's consumers hang their paths on. */
    VertxPlatformHttpRouter router() {
        return camelRouter;
    }

    /** Begins to listen; throws when the address is taken. */
    void listen() throws ExecutionException, InterruptedException {
        server.listen().toCompletionStage().toCompletableFuture().get();
    }

    /** From now on requests are answered 503, before their bodies are read; those under way go on. */
    void refuse() {
        refusing = true;
        release();
    }

    /** Whether requests are refused, because Eventferry stops. */
    boolean isRefusing() {
        return refusing;
    }

    /** Waits until it is closed: it would log an error if its threads ended before. */
    @Override
    public void close() {
        vertx.cancelTimer(watch);
        server.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** A request's body is there: to be called before anything is done with it, or its connection is closed. */
    void arrived(RoutingContext context) {
        dueAt.remove(context.request().connection());
    }

    private void connected(HttpConnection connection) {
        dueAt.put(connection, System.nanoTime() + HEAD_NANOS);
        connection.closeHandler(closed -> dueAt.remove(connection));
    }

    /** From now on requests wait, because a door is being replaced; those under way go on. */
    void hold() {
        synchronized (held) {
            holding = true;
        }
    }

    /** Requests that waited go on. */
    void release() {
        synchronized (held) {
            holding = false;
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    /** Does that on this thread when the doors are open again; false, and nothing, when they are open now. */
    boolean postpone(Runnable work) {
        synchronized (held) {
            if (!holding) {
                return false;
            }
            Context here = vertx.getOrCreateContext();
            held.add(() -> here.runOnContext(open -> work.run()));
            return true;
        }
    }

    private void received(HttpServerRequest request) {
        dueAt.put(request.connection(), System.nanoTime() + REQUEST_NANOS);
        if (refusing) {
            closedDoor.handle(request);
            return;
        }
        if (postpone(() -> resume(request))) {
            request.pause();
        } else {
            router.handle(request);
        }
    }

    private void resume(HttpServerRequest request) {
        router.handle(request);
        request.resume();
    }

    /** One look at all connections twice a second, instead of a timer to make and to cancel with each request. */
    private void closeLate() {
        long now = System.nanoTime();
        dueAt.entrySet().removeIf(entry -> {
            boolean late = now - entry.getValue() > 0;
            if (late) {
                entry.getKey().close();
            }
            return late;
        });
    }

    private void errors() {
        answer(404, new RequestRefused(404, "not_found", "There is nothing at this path."));
        answer(
                405,
                new RequestRefused(
                        405,
                        "method_not_allowed",
                        "This path is not asked with this method; events are sent with POST."));
        answer(
                413,
                new RequestRefused(413, "body_too_large", "The body is over ferry.http.max-body: send more requests."));
        answer(500, new RequestRefused(500, "internal", "This is our fault; send it again."));
    }

    private void answer(int status, RequestRefused refused) {
        router.errorHandler(status, failed -> {
            arrived(failed);
            DoorConsumer.refuse(failed, refused);
        });
    }

    /** Reads bodies up to a limit and never to a file. */
    private static final class LimitedRouter extends VertxPlatformHttpRouter {

        private final Handler<RoutingContext> bodies;

        LimitedRouter(Vertx vertx, Router router, String name, long maxBody) {
            super(null, vertx, router, name, SERVER_TYPE_SERVER);
            this.bodies = new Bodies(maxBody);
        }

        @Override
        public Handler<RoutingContext> bodyHandler() {
            return bodies;
        }
    }
}
