package dev.eventferry.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.settings.Secret;
import dev.eventferry.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Speaks to a running Eventferry; finds it by its settings. */
final class StatusClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final @Nullable Secret key;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** Somebody answers, but not with a status. */
    static final class Refused extends IOException {

        private final int status;

        Refused(int status, String why) {
            super(why);
            this.status = status;
        }

        /** Whether it knows us not. */
        boolean isForKey() {
            return status == 401;
        }
    }

    StatusClient(Settings settings) {
        this.address = "http://" + settings.text("ferry.http.host") + ":" + settings.text("ferry.http.port");
        this.key = Stream.of(settings.apiKeys(), settings.inspectorKeys())
                .flatMap(List::stream)
                .findFirst()
                .orElse(null);
    }

    /** Where it asks. */
    String address() {
        return address;
    }

    /**
     * The status.
     *
     * @throws Refused when the answer is none
     * @throws IOException when there is no answer
     */
    JsonNode ask(Map<String, String> query) throws IOException, InterruptedException {
        return get("/v1/status", query);
    }

    /**
     * What stands at a path.
     *
     * @throws Refused when it is refused; its message says why
     * @throws IOException when there is no answer
     */
    JsonNode get(String path, Map<String, String> query) throws IOException, InterruptedException {
        String parameters = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(to(path + (parameters.isEmpty() ? "" : "?" + parameters)).GET());
    }

    /**
     * What comes of a request to do something.
     *
     * @throws Refused when it is refused; its message says why
     * @throws IOException when there is no answer
     */
    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(to(path).header("Content-Type", "application/json")
                .timeout(LONG)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    private HttpRequest.Builder to(String pathAndQuery) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + pathAndQuery)).timeout(TIMEOUT);
        if (key != null) {
            request.header("X-Api-Key", key.reveal());
        }
        return request;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new Refused(answer.statusCode(), words(answer));
        }
        return JSON.readTree(answer.body());
    }

    private static String words(HttpResponse<String> answer) {
        try {
            String message = JSON.readTree(answer.body()).at("/error/message").asText();
            return message.isEmpty() ? "HTTP " + answer.statusCode() : message;
        } catch (JsonProcessingException e) {
            return "HTTP " + answer.statusCode();
        }
    }
}
