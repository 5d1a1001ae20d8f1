package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Speaks to a bundle's doors as a shop does, and to its management port as an operator does. */
public final class Sender {

    public static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int port;
    private final int managementPort;

    public Sender(int port, int managementPort) {
        this.port = port;
        this.managementPort = managementPort;
    }

    /** What came back. */
    public record Answer(int status, String body, HttpHeaders headers) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }

        public String errorCode() {
            return json().path("error").path("code").asText();
        }

        String errorMessage() {
            return json().path("error").path("message").asText();
        }

        int count(String what) {
            return json().path(what).asInt();
        }
    }

    public Answer post(String body, String... headers) {
        return postTo("/v1/events", body, headers);
    }

    public Answer postTo(String path, String body, String... headers) {
        HttpRequest.Builder request = to(path).POST(BodyPublishers.ofString(body));
        return send(with(request, headers));
    }

    public Answer postTo(String path, byte[] body, String... headers) {
        return send(with(to(path).POST(BodyPublishers.ofByteArray(body)), headers));
    }

    public Answer call(String method, String path, String... headers) {
        return send(with(to(path).method(method, BodyPublishers.noBody()), headers));
    }

    public JsonNode status(String... headers) {
        return send(with(to("/v1/status").GET(), headers)).json();
    }

    public Answer health(String which) {
        return management("/observe/health" + which);
    }

    public Answer metrics() {
        return management("/observe/metrics");
    }

    private Answer management(String path) {
        return send(request(managementPort, path).GET());
    }

    /** Where its door for that path is. */
    public URI uri(String path) {
        return uri(port, path);
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpRequest.Builder to(String path) {
        return request(port, path);
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(uri(port, path)).timeout(Duration.ofSeconds(20));
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }
}
