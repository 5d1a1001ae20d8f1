package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Speaks to a simulator as a sender does. */
final class Client {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Simulator simulator;

    Client(Simulator simulator) {
        this.simulator = simulator;
    }

    HttpResponse<String> track(String body) throws IOException, InterruptedException {
        return track("a-good-token", body);
    }

    HttpResponse<String> track(String token, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/open_api/v1.3/event/track/").POST(BodyPublishers.ofString(body));
        return send(token.isEmpty() ? request : request.header("Access-Token", token));
    }

    JsonNode answer(String body) throws IOException, InterruptedException {
        return JSON.readTree(track(body).body());
    }

    int code(String body) throws IOException, InterruptedException {
        return answer(body).path("code").asInt(-1);
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    /** A web request with those events. */
    static String web(String... events) {
        return Arrays.stream(events)
                .collect(Collectors.joining(
                        ",", "{\"event_source\":\"web\",\"event_source_id\":\"PIXEL\",\"data\":[", "]}"));
    }

    /** A purchase with further fields, such as {@code ,"limited_data_use":true}. */
    static String purchase(String id, String more) {
        return "{\"event\":\"Purchase\",\"event_time\":1767225635,\"event_id\":\"" + id
                + "\",\"page\":{\"url\":\"https://shop.example.test/thanks\"}" + more + "}";
    }

    static String purchase(String id) {
        return purchase(id, "");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
