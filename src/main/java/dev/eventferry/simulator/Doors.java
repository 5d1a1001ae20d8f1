package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The simulator's addresses. Requests to TikTok's are answered on the event loop, views on a thread beside it. */
final class Doors implements Handler<HttpServerRequest> {

    /** TikTok's; the slash at its end is part of it (tiktok-events-api 0). */
    static final String TRACK = "/open_api/v1.3/event/track/";

    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USUAL_LIMIT = 10_000;

    private final Vertx vertx;
    private final TrackEndpoint track;
    private final Holdings holdings;
    private final FaultScript faults;
    private final Sender sender;

    Doors(Vertx vertx, TrackEndpoint track, Holdings holdings, FaultScript faults) {
        this.vertx = vertx;
        this.track = track;
        this.holdings = holdings;
        this.faults = faults;
        this.sender = new Sender(vertx);
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (request.path()) {
            case TRACK -> when(HttpMethod.POST, request, () -> receive(request, body -> track(request, body)));
            case "/simulator/events" -> events(request);
            case "/simulator/faults" -> faults(request);
            case "/simulator/stats" ->
                when(HttpMethod.GET, request, () -> send(request, Views.stats(holdings.stats())));
            case "/simulator/requests" ->
                when(HttpMethod.GET, request, () -> view(request, JSON_TYPE, () -> requests(request)));
            case "/" ->
                when(
                        HttpMethod.GET,
                        request,
                        () -> view(
                                request,
                                "text/html; charset=utf-8",
                                () -> Page.of(holdings.stats(), holdings.events())));
            default -> refuse(request, 404, "there is nothing at " + request.path());
        }
    }

    private void track(HttpServerRequest request, Body body) {
        try {
            sender.send(request, track.handle(request.getHeader("Access-Token"), body.bytes(), body.length()));
        } catch (UncheckedIOException e) {
            refuse(request, 500, String.valueOf(e.getMessage()));
        }
    }

    private void events(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.DELETE)) {
            holdings.clear();
            send(request, Views.stats(holdings.stats()));
        } else {
            when(HttpMethod.GET, request, () -> view(request, JSON_TYPE, () -> heldEvents(request)));
        }
    }

    private String heldEvents(HttpServerRequest request) throws IOException {
        @Nullable String id = request.getParam("event_id");
        int offset = number(request, "offset", 0);
        int limit = number(request, "limit", USUAL_LIMIT);
        return JSON.writeValueAsString(Views.events(holdings.stats(), holdings.events(), id, offset, limit));
    }

    private String requests(HttpServerRequest request) throws IOException {
        int offset = number(request, "offset", 0);
        int limit = number(request, "limit", USUAL_LIMIT);
        return JSON.writeValueAsString(Views.requests(holdings.requests(), offset, limit));
    }

    private void faults(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.POST)) {
            receive(request, body -> setFaults(request, body));
        } else if (request.method().equals(HttpMethod.DELETE)) {
            faults.clear();
            send(request, Views.faults(faults));
        } else {
            when(HttpMethod.GET, request, () -> send(request, Views.faults(faults)));
        }
    }

    private void setFaults(HttpServerRequest request, Body body) {
        try {
            String document = new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
            faults.apply(FaultDocument.read(document));
            send(request, Views.faults(faults));
        } catch (IllegalArgumentException e) {
            refuse(request, 400, String.valueOf(e.getMessage()));
        }
    }

    private static void receive(HttpServerRequest request, Consumer<Body> then) {
        Body body = new Body(request.getHeader("Content-Length"));
        request.handler(body);
        request.endHandler(end -> {
            if (body.isTooLong()) {
                refuse(request, 413, "the body is too long");
            } else {
                then.accept(body);
            }
        });
    }

    private void view(HttpServerRequest request, String type, Callable<String> view) {
        vertx.executeBlocking(view)
                .onSuccess(text ->
                        request.response().putHeader("Content-Type", type).end(text))
                .onFailure(failure -> refuse(request, 400, String.valueOf(failure.getMessage())));
    }

    private static int number(HttpServerRequest request, String name, int otherwise) {
        String text = request.getParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number from 0", e);
        }
    }

    private static void when(HttpMethod method, HttpServerRequest request, Runnable then) {
        if (request.method().equals(method)) {
            then.run();
        } else {
            refuse(request, 405, request.path() + " takes " + method.name());
        }
    }

    private static void send(HttpServerRequest request, ObjectNode json) {
        request.response().putHeader("Content-Type", JSON_TYPE).end(json.toString());
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", JSON_TYPE)
                .end(Views.error(message).toString());
    }
}
