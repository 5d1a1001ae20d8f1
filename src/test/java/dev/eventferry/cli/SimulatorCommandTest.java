package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorCommandTest {

    @Test
    void a_wrong_file_of_faults_ends_with_2_and_says_where(@TempDir Path folder) throws Exception {
        Path faults = Files.writeString(folder.resolve("faults.yaml"), "seed: 1\nrules:\n  - share: 2\n    code: 1\n");

        assertThat(refused("--faults", faults.toString(), 2))
                .contains("faults.yaml: line 3, rules[0]: share must be above 0");
        assertThat(refused("--faults", folder.resolve("none.yaml").toString(), 2))
                .contains("none.yaml cannot be read");
    }

    @Test
    void a_log_that_cannot_be_written_ends_with_1(@TempDir Path folder) {
        assertThat(refused("--log", folder.resolve("no/folder.ndjson").toString(), 1))
                .contains("does its folder exist?");
    }

    @Test
    void its_log_outlives_a_kill(@TempDir Path folder) throws Exception {
        Path faults = Files.writeString(folder.resolve("faults.yaml"), "next: {reset: after}");
        Path log = folder.resolve("verdicts.ndjson");
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ferry.class.getName(),
                        "simulator",
                        "--port",
                        "0",
                        "--faults",
                        faults.toString(),
                        "--log",
                        log.toString()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(out).contains("A TikTok stands at"));
            String url = Files.readString(out).replaceAll("(?s).*stands at (\\S+).*", "$1");

            assertThat(post(url)).isEqualTo("no answer");
        } finally {
            process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }

        assertThat(Files.readAllLines(log))
                .first()
                .asString()
                .contains("\"fault\":\"next: reset, events taken\"", "\"event_id\":\"1\"", "\"verdict\":\"kept\"");
    }

    private static String post(String url) throws InterruptedException {
        String body = "{\"event_source\":\"web\",\"event_source_id\":\"P\",\"data\":[{\"event\":\"Purchase\","
                + "\"event_time\":1767225635,\"event_id\":\"1\",\"page\":{\"url\":\"https://shop.example.test/\"}}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/open_api/v1.3/event/track/"))
                .header("Access-Token", "good")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "no answer";
        }
    }

    private static String refused(String option, String value, int exitCode) {
        StringWriter err = new StringWriter();
        int ended = Ferry.commandLine().setErr(new PrintWriter(err)).execute("simulator", "--port", "0", option, value);
        assertThat(ended).isEqualTo(exitCode);
        return err.toString();
    }
}
