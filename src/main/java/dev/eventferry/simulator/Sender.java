package dev.eventferry.simulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Sends an answer in the manner that a fault asks for. */
final class Sender {

    /** Between the first half of an answer and a reset, which otherwise might overtake it. */
    private static final long HALF_MILLIS = 50;

    private final Vertx vertx;

    Sender(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Answers when the fault's delay is over. */
    void send(HttpServerRequest request, TrackEndpoint.Outcome outcome) {
        long delay = outcome.fault().delay().toMillis();
        if (delay > 0) {
            vertx.setTimer(delay, timer -> sendNow(request, outcome));
        } else {
            sendNow(request, outcome);
        }
    }

    private void sendNow(HttpServerRequest request, TrackEndpoint.Outcome outcome) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        HttpConnection connection = request.connection();
        switch (outcome.fault().wire()) {
            case RESET -> reset(connection);
            case CLOSED -> connection.close();
            case HANG -> {}
            case WHOLE -> head(response, outcome).end(body(outcome));
            case RESET_WITHIN -> {
                half(response, outcome);
                vertx.setTimer(HALF_MILLIS, timer -> reset(connection));
            }
            case TRUNCATED -> {
                half(response, outcome);
                connection.close();
            }
            case DRIP -> {
                Buffer body = announce(response, outcome);
                drip(response, body, 0, outcome.fault().pace().toMillis());
            }
        }
    }

    private static void half(HttpServerResponse response, TrackEndpoint.Outcome outcome) {
        Buffer body = announce(response, outcome);
        response.write(body.slice(0, body.length() / 2));
    }

    private void drip(HttpServerResponse response, Buffer body, int from, long millis) {
        if (response.closed()) {
            return;
        }
        if (from == body.length()) {
            response.end();
            return;
        }
        response.write(body.slice(from, from + 1));
        vertx.setTimer(millis, timer -> drip(response, body, from + 1, millis));
    }

    /** Says how long the body will be; the body. */
    private static Buffer announce(HttpServerResponse response, TrackEndpoint.Outcome outcome) {
        Buffer body = body(outcome);
        head(response, outcome).putHeader("Content-Length", Integer.toString(body.length()));
        return body;
    }

    private static HttpServerResponse head(HttpServerResponse response, TrackEndpoint.Outcome outcome) {
        response.setStatusCode(outcome.answer().http())
                .putHeader("Content-Type", outcome.answer().contentType())
                .putHeader("X-TT-LOGID", outcome.requestId());
        outcome.fault().reply().headers().forEach(response::putHeader);
        return response;
    }

    private static Buffer body(TrackEndpoint.Outcome outcome) {
        return Buffer.buffer(outcome.answer().text(outcome.requestId()));
    }

    /** With no time to linger, what is closed is reset; Vert.x itself knows no way to do it for one connection. */
    private static void reset(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException alreadyClosed) {
            return;
        }
        channel.close();
    }
}
