package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/simulator.md shows works. */
class SimulatorPageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void what_is_posted_on_the_page_is_accepted() throws Exception {
        List<String> posted = found("-d '([^']+)'");

        assertThat(posted).hasSizeGreaterThan(1);
        assertThat(posted).allSatisfy(document -> assertThatCode(() -> FaultDocument.read(document))
                .doesNotThrowAnyException());
    }

    @Test
    void the_page_names_every_state_form_and_key() throws Exception {
        String page = page();

        assertThat(IndexForm.values()).allSatisfy(form -> assertThat(page).contains("| `" + form + "` |"));
        assertThat(FaultReader.KEYS).allSatisfy(key -> assertThat(page).containsPattern("`[^`]*\\b" + key + ":"));
        assertThat(Verdict.values()).allSatisfy(verdict -> assertThat(page).contains("| `" + verdict + "` |"));
    }

    @Test
    void by_the_pages_faults_a_sender_that_tries_again_loses_nothing_and_the_log_proves_it(@TempDir Path folder)
            throws Exception {
        String faults = found("```yaml\\n# faults\\.yaml\\n(.*?)```").get(0);
        Path log = folder.resolve("verdicts.ndjson");
        Set<String> sent = new TreeSet<>();
        List<String> causes = new ArrayList<>();
        try (Simulator simulator = Simulator.start(
                Simulator.Settings.at("127.0.0.1", 0).failing(faults).logging(log))) {
            Client client = new Client(simulator);
            for (int i = 0; i < 400; i++) {
                String id = "order-" + i;
                sent.add(id);
                String body = web(purchase(id)).replace("PIXEL", i % 4 == 0 ? "PIXEL2" : "PIXEL1");
                deliver(client, body);
            }
            assertThat(client.track("old-token", web(purchase("x"))).body()).contains("40102");
            assertThat(simulator.requests()).hasSizeGreaterThan(400);
            simulator.requests().forEach(request -> causes.add(request.fault().replaceAll(":.*", "")));
        }

        assertThat(causes).contains("throttled", "gateway", "lost answer", "cut answer", "slow", "outage of one pixel");
        List<String> kept = ids(log, Set.of("kept"));
        assertThat(kept).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(kept)).isEqualTo(sent);
        assertThat(ids(log, Set.of("dropped"))).as("copies after lost answers").isNotEmpty();
    }

    /** Sends until TikTok says that it has it. */
    private static void deliver(Client client, String body) throws InterruptedException {
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                if (client.code(body) == 0) {
                    return;
                }
            } catch (IOException e) {
                // no answer, or none that can be read: again
            }
        }
        throw new AssertionError("20 attempts were in vain");
    }

    private static List<String> ids(Path log, Set<String> verdicts) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            for (JsonNode event : JSON.readTree(line).path("events")) {
                if (verdicts.contains(event.path("verdict").asText())) {
                    ids.add(event.path("event_id").asText());
                }
            }
        }
        return ids;
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/simulator.md"));
    }
}
