package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every line of the docs that asks a running Eventferry with curl is run, as it stands there but for port and key. */
class CurlExamplesTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
    private static final Pattern LINE = Pattern.compile("(?m)^curl .*127\\.0\\.0\\.1:8080.*$");
    private static final List<String> PAGES = List.of("docs/inspector.md", "docs/delivery.md");
    private static final String KEY = "a-key-for-scripts-0123456789";

    @TempDir
    static Path folder;

    private static TikTok tikTok;
    private static Bundle bundle;

    @BeforeAll
    static void somethingHasHappened() throws StartFailed {
        tikTok = TikTok.start();
        bundle = Bundle.start(folder.resolve("data"), tikTok.url(), Map.of("ferry.inspector.keys", KEY));
        tikTok.simulator().faults("poison: [{event_id: dies}]");
        bundle.sender().post(Events.purchases(List.of("lives", "dies")));
        await().atMost(Duration.ofSeconds(20)).until(() -> bundle.ledger("dead") == 1 && bundle.backlog() == 0);
        tikTok.simulator().faults("{clear: true}");
    }

    @AfterAll
    static void stop() {
        bundle.close();
        tikTok.close();
    }

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        List<DynamicTest> examples = new ArrayList<>();
        for (String page : PAGES) {
            for (Matcher block = BLOCK.matcher(Files.readString(Path.of(page))); block.find(); ) {
                for (Matcher line = LINE.matcher(block.group(1)); line.find(); ) {
                    String example = line.group();
                    examples.add(DynamicTest.dynamicTest(page + ": " + example, () -> run(example)));
                }
            }
        }
        assertThat(examples).hasSizeGreaterThan(12);
        return examples.stream();
    }

    private static void run(String line) throws IOException, InterruptedException {
        assumeThat(Stream.of("/usr/bin/curl", "/bin/curl").map(Path::of).anyMatch(Files::exists))
                .as("curl is installed")
                .isTrue();
        boolean endless = line.startsWith("curl -sN");
        String command = line.replace("127.0.0.1:8080", "127.0.0.1:" + bundle.port())
                .replace("X-Api-Key: KEY", "X-Api-Key: " + KEY)
                .replace("/1763799600000001", "/" + numberOf("/v1/inspect/dead", "dead"))
                .replace("/events/17", "/events/" + numberOf("/v1/inspect/events", "events"))
                .replaceFirst(
                        "^curl ",
                        "curl -f -w '\\n%{http_code}' " + (endless ? "-m 2 " : "")
                                + (line.contains("X-Api-Key") ? "" : "-H 'X-Api-Key: " + KEY + "' "));
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(said.strip()).as(command).endsWith("200");
        if (endless) {
            assertThat(process.exitValue()).as("it goes on until curl is tired").isEqualTo(28);
        } else {
            assertThat(process.exitValue()).as(command).isZero();
        }
    }

    /** One that is there, where the docs have an example. */
    private static String numberOf(String path, String list) {
        return bundle.sender()
                .call("GET", path, "X-Api-Key", KEY)
                .json()
                .path(list)
                .path(0)
                .findPath(list.equals("dead") ? "id" : "number")
                .asText();
    }
}
