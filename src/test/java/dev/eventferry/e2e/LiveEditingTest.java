package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mappings, routes and settings are edited while a bundle runs, as operators and Kubernetes do. */
class LiveEditingTest {

    private static final String NEWSLETTER = """
            source: newsletter
            event: {constant: Subscribe}
            fields: {event_id: id, event_time: at, user.email: email, page.url: form}
            """;

    private static final String DOOR = """
            - route:
                id: ingest-partner
                description: A door of its own
                nodePrefixId: ingest-partner-
                routeConfigurationId: answer-the-sender
                from:
                  uri: platform-http:/v1/partner
                  steps:
                    - bean: {id: receive, ref: doors, method: receive}
                    - to: {id: process, uri: direct:process}
                    - bean: {id: answer, ref: doors, method: answer}
            """;

    @TempDir
    Path folder;

    private Path routes;
    private Path mappings;
    private Path secrets;
    private Path config;

    @Test
    void a_renamed_event_a_new_source_and_a_removed_one_take_effect_within_five_seconds() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            edit(mappings.resolve("storefront.yaml"), "purchase: Purchase", "purchase: PlaceAnOrder");
            edit(mappings.resolve("storefront.test.yaml"), "event: Purchase", "event: PlaceAnOrder");
            Files.writeString(mappings.resolve("newsletter.yaml"), NEWSLETTER);

            soon().until(() -> loaded(bundle, "mappings/newsletter.yaml"));
            assertThat(shop(bundle, "a").status()).isEqualTo(202);
            soon().untilAsserted(() -> assertThat(tikTok.event("a").event()).isEqualTo("PlaceAnOrder"));
            assertThat(newsletter(bundle).status()).isEqualTo(202);
            assertThat(bundle.dataDir().resolve("inbox/newsletter")).isDirectory();

            Files.delete(mappings.resolve("newsletter.yaml"));
            soon().until(() -> newsletter(bundle).errorCode().equals("source_unknown"));
            assertThat(audit(bundle))
                    .anyMatch(line -> is(line, "mapping", "mappings/storefront.yaml", "changed")
                            && line.path("before").asText().length() == 12
                            && line.path("after").asText().length() == 12)
                    .anyMatch(line -> is(line, "mapping", "mappings/newsletter.yaml", "added"))
                    .anyMatch(line -> is(line, "mapping", "mappings/newsletter.yaml", "removed"));
        }
    }

    @Test
    void a_mapping_that_is_no_mapping_or_fails_its_case_is_refused_with_file_line_and_reason() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            edit(mappings.resolve("storefront.yaml"), "purchase: Purchase", "purchase: PlaceAnOrder");
            edit(mappings.resolve("crm.yaml"), "fields:", "feilds:");

            soon().until(() -> refused(bundle).size() == 2);
            assertThat(refusal(bundle, "mappings/crm.yaml").path("line").asInt())
                    .isEqualTo(lineOf(mappings.resolve("crm.yaml"), "feilds:"));
            assertThat(refusal(bundle, "mappings/storefront.test.yaml")
                            .path("reason")
                            .asText())
                    .contains("PlaceAnOrder");
            assertThat(bundle.sender().health("/ready").status()).isEqualTo(200);
            assertThat(bundle.sender().health("").body()).contains("feilds");
            assertThat(shop(bundle, "a").status()).isEqualTo(202);
            soon().untilAsserted(() -> assertThat(tikTok.event("a").event()).isEqualTo("Purchase"));

            edit(mappings.resolve("crm.yaml"), "feilds:", "fields:");
            edit(mappings.resolve("storefront.yaml"), "purchase: PlaceAnOrder", "purchase: Purchase");
            soon().until(() -> refused(bundle).isEmpty());
        }
    }

    @Test
    void a_route_comes_changes_and_goes() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            Path file = routes.resolve("ingest-partner.camel.yaml");
            Files.writeString(file, DOOR);
            soon().until(() -> partner(bundle, "/v1/partner", "a") == 202);

            edit(file, "/v1/partner", "/v1/partners");
            soon().until(() -> partner(bundle, "/v1/partners", "b") == 202);
            assertThat(partner(bundle, "/v1/partner", "c")).isEqualTo(404);

            Files.delete(file);
            soon().until(() -> partner(bundle, "/v1/partners", "d") == 404);
            soon().untilAsserted(() -> assertThat(audit(bundle))
                    .anyMatch(line -> is(line, "route", "routes/ingest-partner.camel.yaml", "removed")));
        }
    }

    @Test
    void a_route_that_cannot_or_must_not_run_is_refused_with_its_line_and_the_good_one_runs_on() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            Path process = routes.resolve("process.camel.yaml");
            String good = Files.readString(process);
            for (Spoilt spoilt : List.of(
                    new Spoilt("ref: steps.enrich", "ref: steps.enrihc", 37, "steps.enrihc is no Processor of ours"),
                    new Spoilt("- split:", "- spilt:", 46, "spilt"),
                    new Spoilt("uri: outbox:events", "uri: exec:rm", 19, "exec: has no place"),
                    new Spoilt("nodePrefixId", "  nodePrefixId", 7, "not YAML"),
                    new Spoilt(
                            "uri: direct:process", "uri: direct:elsewhere", 0, "nobody listens to direct:process"))) {
                Files.writeString(process, good.replaceFirst(spoilt.good(), spoilt.bad()));

                soon().until(() -> !refused(bundle).isEmpty());
                JsonNode refusal = refusal(bundle, "routes/process.camel.yaml");
                assertThat(refusal.path("reason").asText()).contains(spoilt.reason());
                assertThat(refusal.path("line").asInt()).as(spoilt.reason()).isEqualTo(spoilt.line());
                assertThat(partner(bundle, "/v1/events", "x" + spoilt.line())).isEqualTo(202);
                Files.writeString(process, good);
                soon().until(() -> refused(bundle).isEmpty());
            }
        }
    }

    private record Spoilt(String good, String bad, int line, String reason) {}

    @Test
    void a_changed_failure_configuration_and_a_changed_template_reach_the_routes_that_use_them() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            edit(
                    routes.resolve("failures.camel.yaml"),
                    "description: A request always",
                    "description: Every request always");
            edit(
                    routes.resolve("deliver.camel.yaml"),
                    "completionTimeoutCheckerInterval: \"50\"",
                    "completionTimeoutCheckerInterval: \"40\"");

            soon().until(() -> audit(bundle).stream()
                            .filter(line -> line.path("kind").asText().equals("route"))
                            .count()
                    == 2);
            assertThat(partner(bundle, "/v1/events", "a")).isEqualTo(202);
            assertThat(bundle.sender().post("nonsense").status()).isEqualTo(400);
            soon().until(() -> tikTok.has("a"));
        }
    }

    @Test
    void a_new_token_in_the_secrets_is_taken_at_once_and_what_waited_for_it_is_delivered() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle =
                        start(tikTok, Map.of("ferry.delivery.max-backoff", "5m", "ferry.delivery.backoff", "2m"))) {
            secret("expired");
            soon().until(() -> audit(bundle).size() == 1);
            assertThat(partner(bundle, "/v1/events", "a")).isEqualTo(202);
            soon().until(() -> !bundle.sender().status().path("resting").isEmpty());

            secret("another-good-token");

            soon().until(() -> tikTok.has("a"));
            soon().until(() -> bundle.sender().status().path("resting").isEmpty());
            assertThat(audit(bundle))
                    .allMatch(line -> is(line, "setting", "ferry.destination.web.access-token", "changed"));
            assertThat(audit(bundle).toString()).doesNotContain("good-token");
        }
    }

    @Test
    void a_test_code_is_set_and_removed_and_other_settings_wait_for_a_start() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            Files.writeString(
                    config,
                    Files.readString(config).replace("ferry.files.chunk = 1000", "ferry.files.chunk = 7")
                            + "\nferry.destination.web.test-event-code = TEST1\n");
            soon().until(() -> bundle.sender()
                            .status()
                            .path("config")
                            .path("needs_restart")
                            .size()
                    == 1);
            assertThat(partner(bundle, "/v1/events", "a")).isEqualTo(202);
            soon().until(() -> tikTok.has("a"));
            assertThat(tikTok.event("a").test()).isTrue();

            edit(config, "ferry.destination.web.test-event-code = TEST1", "ferry.destination.web.enabled = perhaps");
            soon().until(() -> refused(bundle).size() == 1);
            assertThat(refused(bundle).get(0).path("line").asInt()).isEqualTo(lineOf(config, "enabled = perhaps"));

            edit(config, "ferry.destination.web.enabled = perhaps", "");
            soon().until(() -> refused(bundle).isEmpty());
            assertThat(partner(bundle, "/v1/events", "b")).isEqualTo(202);
            soon().until(() -> tikTok.has("b"));
            assertThat(tikTok.event("b").test()).isFalse();
        }
    }

    private Bundle start(TikTok tikTok, Map<String, String> changes) throws IOException, StartFailed {
        routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        mappings = Bundle.copyOfMappings(folder.resolve("mappings"));
        secrets = Files.createDirectories(folder.resolve("secrets"));
        secret("a-good-token");
        config = Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        Map<String, String> settings = new HashMap<>(changes);
        settings.put(Bundle.FILE, config.toString());
        settings.put("ferry.routes-dir", routes.toString());
        settings.put("ferry.mappings-dir", mappings.toString());
        settings.put("ferry.secrets-dir", secrets.toString());
        settings.put("ferry.destination.web.access-token", Bundle.FROM_FILE);
        return Bundle.start(folder.resolve("data"), tikTok.url(), settings);
    }

    private void secret(String token) throws IOException {
        Files.writeString(secrets.resolve("ferry.destination.web.access-token"), token);
    }

    private static void edit(Path file, String old, String next) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, next));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(50));
    }

    private static Sender.Answer shop(Bundle bundle, String id) {
        return bundle.sender()
                .postTo("/v1/events?source=storefront", Events.shopPurchase(id).toString());
    }

    private static Sender.Answer newsletter(Bundle bundle) {
        return bundle.sender()
                .postTo(
                        "/v1/events?source=newsletter",
                        "{\"id\":\"n1\",\"at\":" + Events.TIME
                                + ",\"email\":\"a@example.com\",\"form\":\"https://x.example/\"}");
    }

    private static int partner(Bundle bundle, String path, String id) {
        return bundle.sender().postTo(path, Events.purchase(id).toString()).status();
    }

    private static boolean loaded(Bundle bundle, String file) {
        return bundle.sender()
                .status()
                .path("config")
                .path("loaded")
                .findValuesAsText("file")
                .contains(file);
    }

    private static List<JsonNode> refused(Bundle bundle) {
        return list(bundle.sender().status().path("config").path("refused"));
    }

    private static JsonNode refusal(Bundle bundle, String file) {
        return refused(bundle).stream()
                .filter(each -> each.path("file").asText().equals(file))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " is not refused: " + refused(bundle)));
    }

    private static List<JsonNode> audit(Bundle bundle) throws IOException {
        Path log = bundle.dataDir().resolve("audit.log");
        if (!Files.exists(log)) {
            return List.of();
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            lines.add(Sender.JSON.readTree(line));
        }
        return lines;
    }

    private static boolean is(JsonNode line, String kind, String what, String change) {
        return line.path("kind").asText().equals(kind)
                && line.path("what").asText().equals(what)
                && line.path("change").asText().equals(change);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    private static int lineOf(Path file, String words) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(words)) {
                return i + 1;
            }
        }
        throw new AssertionError(words + " is not in " + file);
    }
}
