package dev.eventferry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorFixturesTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Simulator simulator;
    private static Client client;

    @BeforeAll
    static void start() {
        simulator = Simulator.start("127.0.0.1", 0);
        client = new Client(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void forget() {
        simulator.clear();
        simulator.clearFaults();
    }

    @ParameterizedTest
    @MethodSource
    void a_valid_request_is_taken_and_held_as_it_was(Path file) throws Exception {
        JsonNode sent = JSON.readTree(file.toFile());

        JsonNode answer = client.answer(Files.readString(file));

        assertThat(answer.path("message").asText()).isEqualTo("OK");
        assertThat(answer.path("code").asInt(-1)).isZero();
        assertThat(simulator.events()).map(ReceivedEvent::json).hasSameElementsAs(sent.path("data"));
    }

    @ParameterizedTest
    @MethodSource
    void what_the_server_refuses_gets_its_code_and_is_not_held(Expectation expected) throws Exception {
        JsonNode answer = client.answer(Files.readString(FIXTURES.resolve("invalid/" + expected.file)));

        assertThat(answer.path("code").asInt(-1)).as(answer.toString()).isEqualTo(expected.code);
        assertThat(simulator.events()).isEmpty();
        assertThat(simulator.stats().refused()).isOne();
    }

    @ParameterizedTest
    @MethodSource
    void what_the_server_accepts_in_silence_is_accepted(Expectation expected) throws Exception {
        assertThat(client.code(Files.readString(FIXTURES.resolve("invalid/" + expected.file))))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource
    void a_recorded_response_can_be_played(Path file) throws Exception {
        JsonNode response = JSON.readTree(file.toFile());
        JsonNode body = response.path("body");
        int status = response.path("http_status").asInt();
        simulator.fault(Fault.body(status, body.isTextual() ? body.textValue() : body.toString()));

        HttpResponse<String> answer = client.track(Client.web(Client.purchase("1")));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body.isTextual() ? body.textValue() : body.toString());
    }

    static List<Path> a_valid_request_is_taken_and_held_as_it_was() throws IOException {
        return files("valid")
                .filter(file -> !file.toString().contains("-legacy-") || isEventTrack(file))
                .toList();
    }

    static List<Expectation> what_the_server_refuses_gets_its_code_and_is_not_held() throws IOException {
        return expectations("server refuses");
    }

    static List<Expectation> what_the_server_accepts_in_silence_is_accepted() throws IOException {
        return expectations("server accepts silently, data lost");
    }

    static List<Path> a_recorded_response_can_be_played() throws IOException {
        return files("responses").toList();
    }

    /** Those with an event source are for {@code /event/track/}; the 1.0 bodies have none. */
    private static boolean isEventTrack(Path file) {
        try {
            return JSON.readTree(file.toFile()).has("event_source");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES.resolve(folder))) {
            return files.sorted().toList().stream();
        }
    }

    private static List<Expectation> expectations(String kind) throws IOException {
        return Files.readAllLines(FIXTURES.resolve("INDEX.md")).stream()
                .filter(line -> line.startsWith("| `") && line.contains("| " + kind + " |"))
                .map(Expectation::of)
                .toList();
    }

    private record Expectation(String file, int code) {

        static Expectation of(String row) {
            String code = row.substring(row.lastIndexOf('|', row.length() - 2) + 1, row.lastIndexOf('|'))
                    .strip();
            return new Expectation(row.substring(row.indexOf('`') + 1, row.indexOf("` |")), Integer.parseInt(code));
        }

        @Override
        public String toString() {
            return file;
        }
    }
}
