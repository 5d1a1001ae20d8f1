package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictLogTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void each_request_has_a_line_with_a_verdict_for_each_event_before_it_is_answered(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("verdicts.ndjson");
        try (Simulator simulator = start(file)) {
            Client client = new Client(simulator);
            client.track("secret-token", web(purchase("1"), purchase("2")));
            assertThat(lines(file)).hasSize(1);
            client.track("secret-token", web(purchase("1"), purchase("2", ",\"limited_data_use\":false")));
            client.track("other-token", web(purchase("3"), "{}"));
            simulator.faults("{next: [{http: 502}, {http: 503, after: true}, {partial: [0]}]}");
            client.track(web(purchase("4")));
            client.track(web(purchase("5")));
            client.track(web(purchase("6"), purchase("7")));

            List<JsonNode> lines = lines(file);

            assertThat(lines)
                    .map(VerdictLogTest::verdicts)
                    .containsExactly(
                            "1 kept, 2 kept",
                            "1 dropped, 2 merged",
                            "3 refused, null refused",
                            "4 refused",
                            "5 kept",
                            "6 refused, 7 kept");
            assertThat(lines).map(line -> line.path("http").asInt()).containsExactly(200, 200, 200, 502, 503, 200);
            assertThat(lines).map(line -> line.path("code").asInt(-1)).containsExactly(0, 0, 40002, -1, -1, 20001);
            assertThat(lines.get(3).path("fault").asText()).startsWith("next: http 502");
            assertThat(lines.get(4).path("fault").asText()).endsWith("events taken");
            assertThat(lines.get(0).path("fault").asText()).isEmpty();
            assertThat(lines.get(0).path("event_source_id").asText()).isEqualTo("PIXEL");
            assertThat(lines.get(0).at("/events/0/event").asText()).isEqualTo("Purchase");
            assertThat(lines.get(0).path("request_id").asText())
                    .isEqualTo(simulator.requests().get(0).requestId());
            assertThat(lines.get(0).path("token")).isEqualTo(lines.get(1).path("token"));
            assertThat(lines.get(0).path("token")).isNotEqualTo(lines.get(2).path("token"));
            assertThat(Files.readString(file)).doesNotContain("secret-token", "other-token");
        }
    }

    @Test
    void what_cannot_be_read_as_a_request_has_a_line_too(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("verdicts.ndjson");
        try (Simulator simulator = start(file)) {
            new Client(simulator).track("", "no JSON");
        }

        assertThat(lines(file)).singleElement().satisfies(line -> {
            assertThat(line.path("code").asInt()).isEqualTo(40104);
            assertThat(line.path("token").asText("none")).isEmpty();
            assertThat(line.path("events")).isEmpty();
        });
    }

    @Test
    void a_simulator_that_starts_again_goes_on_with_the_file(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("verdicts.ndjson");
        for (int i = 0; i < 2; i++) {
            try (Simulator simulator = start(file)) {
                new Client(simulator).track(web(purchase("1")));
            }
        }

        assertThat(lines(file)).hasSize(2);
    }

    @Test
    void a_file_that_cannot_be_written_is_said_at_the_start(@TempDir Path folder) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> start(folder.resolve("no/such/folder")).close())
                .withMessageContaining("does its folder exist?");
    }

    private static Simulator start(Path log) {
        return Simulator.start(Simulator.Settings.at("127.0.0.1", 0).logging(log));
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static String verdicts(JsonNode line) {
        List<String> words = new ArrayList<>();
        line.path("events")
                .forEach(event -> words.add(event.path("event_id").asText() + " "
                        + event.path("verdict").asText()));
        return String.join(", ", words);
    }
}
