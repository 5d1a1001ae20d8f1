package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/add-a-source.md says, to the letter, to a bundle that runs. */
class AddSourceTest {

    private static final Pattern BLOCK = Pattern.compile("(?m)^( *)```yaml\\n(.*?)^\\1```$", Pattern.DOTALL);
    private static final Pattern CURL =
            Pattern.compile("curl http://127\\.0\\.0\\.1:8080(/\\S+) -d '([^']*)'", Pattern.DOTALL);
    private static final Instant WHEN_THE_PAGE_WAS_WRITTEN = Instant.parse("2026-11-21T12:05:00Z");

    /** Rows of a query, as a list of maps. */
    private static final String ROWS = """
            - route:
                id: ingest-rows
                description: Two rows, once
                nodePrefixId: ingest-rows-
                from:
                  uri: timer:rows
                  parameters:
                    repeatCount: 1
                  steps:
                    - setVariable:
                        id: source
                        name: source
                        expression:
                          constant:
                            expression: tickets
                    - setBody:
                        id: query
                        expression:
                          constant:
                            expression: >-
                              SELECT 'sold' AS "kind", 'T-' || X AS "ticket", '2026-11-21T12:00:00Z' AS "at",
                              'ada@example.com' AS "buyer", 'https://tickets.example.com/' AS "link",
                              CAST(12.50 AS DECIMAL(10, 2)) AS "price", 'EUR' AS "currency" FROM SYSTEM_RANGE(4, 5)
                    - to:
                        id: rows
                        uri: jdbc:shop
                    - to:
                        id: intake
                        uri: direct:intake
            """;

    @TempDir
    Path folder;

    private Path routes;
    private Path mappings;

    @Test
    void a_mapping_and_a_route_of_ten_lines_are_a_source_while_it_runs() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            add("mappings/tickets.yaml");
            soon().until(() -> loaded(bundle, "mappings/tickets.yaml"));
            add("routes/ingest-tickets.camel.yaml");
            soon().until(() -> loaded(bundle, "routes/ingest-tickets.camel.yaml"));
            Matcher curl = CURL.matcher(page());
            assertThat(curl.find()).isTrue();

            Sender.Answer answer = bundle.sender().postTo(curl.group(1), curl.group(2));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.count("accepted")).isOne();
            soon().until(() -> tikTok.has("T-1"));
            assertThat(tikTok.event("T-1").event()).isEqualTo("Purchase");
            soon().until(() -> bundle.ledger("tickets", "accepted", "") == 1);
            assertThat(bundle.sender().postTo(curl.group(1), "nonsense").errorCode())
                    .as("failures are answered as everywhere")
                    .isEqualTo("body_unreadable");
            assertThat(bundle.sender()
                            .postTo(curl.group(1) + "?source=crm", curl.group(2))
                            .count("duplicate"))
                    .as("the route says which mapping")
                    .isOne();
        }
    }

    @Test
    void a_parameter_is_changed_while_it_runs_a_wrong_one_is_refused_and_the_route_goes_with_its_file()
            throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            add("mappings/tickets.yaml");
            soon().until(() -> loaded(bundle, "mappings/tickets.yaml"));
            Path route = add("routes/ingest-tickets.camel.yaml");
            soon().until(() -> ticket(bundle, "/v1/tickets", "T-1") == 202);

            edit(route, "value: tickets\n", "value: box/office\n", true);
            soon().until(() -> ticket(bundle, "/v1/box/office", "T-2") == 202);
            assertThat(ticket(bundle, "/v1/tickets", "T-3")).isEqualTo(404);

            edit(route, "name: path", "name: paht", false);
            soon().until(() -> !refused(bundle).isEmpty());
            assertThat(refused(bundle).toString()).contains("http-source has no parameter paht; it has source, path");
            assertThat(ticket(bundle, "/v1/box/office", "T-4")).isEqualTo(202);
            edit(route, "name: paht", "name: path", false);
            soon().until(() -> refused(bundle).isEmpty());

            edit(
                    routes.resolve("templates.camel.yaml"),
                    "platform-http:/v1/{{path}}",
                    "platform-http:/v1/shops/{{path}}",
                    false);
            soon().until(() -> ticket(bundle, "/v1/shops/box/office", "T-5") == 202);

            Files.delete(route);
            soon().until(() -> ticket(bundle, "/v1/shops/box/office", "T-5") == 404);
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("T-1", "T-2", "T-4", "T-5"));
        }
    }

    @Test
    void a_webhook_source_checks_the_signature_of_its_source_at_its_own_path() throws Exception {
        routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        mappings = Bundle.copyOfMappings(folder.resolve("mappings"));
        add("mappings/tickets.yaml");
        add("routes/ingest-box-office.camel.yaml");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = startWith(
                        tikTok,
                        Map.of(
                                "ferry.source.tickets.signature", "hmac",
                                "ferry.source.tickets.signature-header", "X-Signature",
                                "ferry.source.tickets.secret", "hush"))) {
            String body = json("T-1");

            assertThat(bundle.sender().postTo("/v1/callbacks/box-office", body).errorCode())
                    .isEqualTo("signature_missing");
            Sender.Answer answer =
                    bundle.sender().postTo("/v1/callbacks/box-office", body, "X-Signature", signature(body));

            assertThat(answer.count("accepted")).isOne();
            soon().until(() -> tikTok.has("T-1"));
        }
    }

    @Test
    void a_file_source_reads_its_own_folder_and_reports_under_its_source() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of())) {
            add("mappings/tickets.yaml");
            soon().until(() -> loaded(bundle, "mappings/tickets.yaml"));
            Path route = add("routes/ingest-erp.camel.yaml");
            soon().until(() -> Files.isDirectory(bundle.dataDir().resolve("erp/night")));

            put(bundle, "erp/night", "tickets.ndjson", json("T-1") + "\n" + json("T-2") + "\n");
            put(bundle, "erp/night", "empty.csv", "");

            soon().until(() -> bundle.report("done", "tickets", "tickets.ndjson") != null);
            assertThat(bundle.report("done", "tickets", "tickets.ndjson")
                            .path("accepted")
                            .asInt())
                    .isEqualTo(2);
            soon().until(() -> Files.exists(bundle.dataDir().resolve("done/tickets/tickets.ndjson")));
            soon().until(() -> Files.exists(bundle.dataDir().resolve("failed/tickets/empty.csv")));
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("T-1", "T-2"));

            edit(route, "erp/night", "../elsewhere", false);
            soon().until(() -> !refused(bundle).isEmpty());
            assertThat(refused(bundle).toString()).contains("below ferry.data-dir only");
        }
    }

    @Test
    void any_component_feeds_direct_intake_and_gets_what_fails_back() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok, Map.of("ferry.datasource.shop.url", "jdbc:h2:mem:rows"))) {
            add("mappings/tickets.yaml");
            soon().until(() -> loaded(bundle, "mappings/tickets.yaml"));
            add("routes/ingest-kiosk.camel.yaml");
            soon().until(() -> Files.isDirectory(bundle.dataDir().resolve("kiosk")));

            put(bundle, "kiosk", "one.json", json("T-1"));
            put(bundle, "kiosk", "two.json", "[" + json("T-2") + "," + json("T-3") + "]");
            put(bundle, "kiosk", "broken.json", "{\"kind\": \"sold\", ");

            Path kiosk = bundle.dataDir().resolve("kiosk");
            soon().until(() -> Files.exists(kiosk.resolve("sent/one.json"))
                    && Files.exists(kiosk.resolve("sent/two.json"))
                    && Files.exists(kiosk.resolve("refused/broken.json")));
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("T-1", "T-2", "T-3"));
            soon().until(() -> bundle.ledger("tickets", "accepted", "") == 3);

            Files.writeString(routes.resolve("ingest-rows.camel.yaml"), ROWS);
            soon().until(() -> tikTok.has("T-4") && tikTok.has("T-5"));
            assertThat(tikTok.event("T-4")
                            .json()
                            .path("properties")
                            .path("value")
                            .decimalValue())
                    .isEqualByComparingTo("12.50");
        }
    }

    @Test
    void the_page_has_every_parameter_of_every_template() throws IOException {
        for (JsonNode entry :
                new YAMLMapper().readTree(Path.of("routes/templates.camel.yaml").toFile())) {
            JsonNode template = entry.path("routeTemplate");
            String rows = page().split("\\| `" + template.path("id").asText() + "` \\|", -1)[1]
                    .split("\\n\\| `|\\n\\n", -1)[0];
            assertThat(template.path("parameters").findValuesAsText("name"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(rows).contains("`" + name + "`"));
        }
    }

    private Bundle start(TikTok tikTok, Map<String, String> changes) throws StartFailed {
        routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        mappings = Bundle.copyOfMappings(folder.resolve("mappings"));
        return startWith(tikTok, changes);
    }

    private Bundle startWith(TikTok tikTok, Map<String, String> changes) throws StartFailed {
        Map<String, String> settings = new HashMap<>(changes);
        settings.put("ferry.routes-dir", routes.toString());
        settings.put("ferry.mappings-dir", mappings.toString());
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), WHEN_THE_PAGE_WAS_WRITTEN));
        return Bundle.start(folder.resolve("data"), tikTok.url(), settings, clock);
    }

    /** Writes a file as the page has it; of ten lines, as it promises, where it is one of the two. */
    private Path add(String name) throws IOException {
        String content = block(name);
        Path file = folder.resolve(name);
        if (name.contains("tickets")) {
            assertThat(content.lines()).hasSizeLessThanOrEqualTo(10);
        }
        return Files.writeString(file, content);
    }

    private static String block(String name) throws IOException {
        Matcher block = BLOCK.matcher(page());
        while (block.find()) {
            String content = block.group(2).replaceAll("(?m)^" + block.group(1), "");
            if (content.startsWith("# " + name + "\n")) {
                return content.substring(content.indexOf('\n') + 1);
            }
        }
        throw new AssertionError("docs/add-a-source.md has no " + name);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/add-a-source.md"));
    }

    private static void put(Bundle bundle, String where, String name, String content) throws IOException {
        Path written = Files.writeString(bundle.dataDir().resolve(name + ".being-written"), content);
        Files.move(written, bundle.dataDir().resolve(where).resolve(name));
    }

    private static String json(String id) {
        return "{\"kind\": \"sold\", \"ticket\": \"" + id + "\", \"at\": \"2026-11-21T12:00:00Z\","
                + " \"buyer\": \"ada@example.com\", \"link\": \"https://tickets.example.com/\", \"price\": 30,"
                + " \"currency\": \"EUR\"}";
    }

    private static int ticket(Bundle bundle, String path, String id) {
        return bundle.sender().postTo(path, json(id)).status();
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void edit(Path file, String old, String next, boolean last) throws IOException {
        String text = Files.readString(file);
        int at = last ? text.lastIndexOf(old) : text.indexOf(old);
        assertThat(at).as(old).isNotNegative();
        Files.writeString(file, text.substring(0, at) + next + text.substring(at + old.length()));
    }

    private static boolean loaded(Bundle bundle, String file) {
        return bundle.sender()
                .status()
                .path("config")
                .path("loaded")
                .findValuesAsText("file")
                .contains(file);
    }

    private static JsonNode refused(Bundle bundle) {
        return bundle.sender().status().path("config").path("refused");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
    }
}
