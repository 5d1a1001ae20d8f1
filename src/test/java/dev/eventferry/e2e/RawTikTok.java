package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A TikTok that keeps each request as it came, headers and all, and answers what the test says. */
final class RawTikTok implements AutoCloseable {

    static final String OK = "{\"code\":0,\"message\":\"OK\",\"request_id\":\"r\",\"data\":{}}";

    /** A request as it came. */
    record Request(Headers headers, String body) {

        List<String> ids() {
            try {
                List<String> ids = new ArrayList<>();
                for (JsonNode event : Sender.JSON.readTree(body).path("data")) {
                    ids.add(event.path("event_id").asText());
                }
                return ids;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Function<Request, String> answer;

    private RawTikTok(Function<Request, String> answer) throws IOException {
        this.answer = answer;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static RawTikTok start() throws IOException {
        return start(request -> OK);
    }

    static RawTikTok start(Function<Request, String> answer) throws IOException {
        return new RawTikTok(answer);
    }

    static String refusal(int code, String message) {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\",\"request_id\":\"r\",\"data\":{}}";
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** The ids of the events in requests that were answered with code 0. */
    List<String> taken() {
        return requests.stream()
                .filter(request -> answer.apply(request).equals(OK))
                .flatMap(request -> request.ids().stream())
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(exchange.getRequestHeaders(), body);
            requests.add(request);
            byte[] reply = answer.apply(request).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
