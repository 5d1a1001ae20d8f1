package dev.eventferry.cli;

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
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a running Eventferry how it is; finds it by its settings. */
final class StatusClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final @Nullable Secret key;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** Somebody answers, but not with a status. */
    static final class Refused extends IOException {

        private final int status;

        Refused(int status) {
            super("HTTP " + status);
            this.status = status;
        }

        /** Whether it knows us not. */
        boolean isForKey() {
            return status == 401;
        }
    }

    StatusClient(Settings settings) {
        this.address = "http://" + settings.text("ferry.http.host") + ":" + settings.text("ferry.http.port");
        this.key = settings.apiKeys().stream().findFirst().orElse(null);
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
        String parameters = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address + "/v1/status" + (parameters.isEmpty() ? "" : "?" + parameters)))
                .timeout(TIMEOUT);
        if (key != null) {
            request.header("X-Api-Key", key.reveal());
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new Refused(answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }
}
