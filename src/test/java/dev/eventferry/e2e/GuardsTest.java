package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left from testing is told wherever Eventferry tells how it is; in prod a test code is not taken. */
class GuardsTest {

    private static final String ENVELOPE = "{\"event_source\":\"web\",\"event_source_id\":\"PIXEL\",%s\"data\":%s}";

    private Path folder;

    @BeforeEach
    void take_a_folder(@TempDir Path temp) {
        folder = temp;
    }

    @Test
    void a_test_code_a_destination_at_rest_and_a_debug_filter_are_told_by_status_health_and_log() throws IOException {
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("shop.yaml"), """
                source: shop
                event: kind
                events: {order: Purchase}
                debug: {field: user.id, in: ["4711"]}
                """);
        Map<String, String> changes = Map.of(
                "ferry.mappings-dir", mappings.toString(),
                "ferry.destinations", "web,later",
                "ferry.destination.later.enabled", "false",
                "ferry.destination.web.test-event-code", "TEST31");
        Path log = folder.resolve("output.log");
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = BundleProcess.begin(
                        log,
                        TestSettings.of(folder.resolve("data"), tikTok.url(), changes),
                        Path.of("application.properties"))) {
            bundle.awaitOpen();

            JsonNode guards = bundle.sender().status().path("guards");

            assertThat(guards.findValuesAsText("code"))
                    .containsExactlyInAnyOrder("test_code", "not_enabled", "debug_filter");
            assertThat(guards.findValuesAsText("about")).containsExactlyInAnyOrder("web", "later", "shop");
            assertThat(bundle.sender().health("").body())
                    .contains("carry a test event code", "ferry.destination.later.enabled", "debug filter on user.id");
            assertThat(bundle.output())
                    .containsPattern("WARN .*Not live: Events for web carry a test event code")
                    .containsPattern("WARN .*Not live: Events for later are stored and wait")
                    .containsPattern("WARN .*Not live: The mapping of shop has a debug filter on user.id")
                    .doesNotContain("TEST31", "4711");
            bundle.terminate();
            bundle.exitCode(Duration.ofSeconds(25));
        }
    }

    @Test
    void when_nothing_is_left_there_are_none() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(folder.resolve("data"), tikTok.url())) {
            assertThat(bundle.sender().status().path("guards")).isEmpty();
        }
    }

    @Test
    void in_prod_a_request_with_a_test_code_is_refused_and_one_without_is_taken() throws StartFailed {
        String event = Events.array(Events.purchase("a"));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(folder.resolve("data"), tikTok.url(), Map.of("ferry.profile", "prod"))) {
            Sender.Answer refused = bundle.sender().post(ENVELOPE.formatted("\"test_event_code\":\"TEST7\",", event));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorCode()).isEqualTo("test_event_code_refused");
            assertThat(refused.json().at("/error/field").asText()).isEqualTo("test_event_code");
            assertThat(bundle.sender().post(ENVELOPE.formatted("", event)).status())
                    .isEqualTo(202);
        }
    }
}
