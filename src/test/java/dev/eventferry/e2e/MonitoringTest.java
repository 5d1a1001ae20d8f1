package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard and the alerts of k8s/monitoring ask for is there: every metric, with every label that they name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTest {

    private static final Pattern SERIES =
            Pattern.compile("\\b((?:eventferry|camel|jvm|process)_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{([^}]*)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");

    /** What Prometheus adds to each. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    /** Labels by metric, as a running Eventferry shows them. */
    private final Map<String, Set<String>> shown = new TreeMap<>();

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        try (Connection shop = DriverManager.getConnection(database);
                Statement statement = shop.createStatement()) {
            statement.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, created_at TIMESTAMP, updated_at TIMESTAMP"
                    + " NOT NULL, status VARCHAR(20), email VARCHAR(100), total DECIMAL(10, 2))");
        }
        Map<String, String> settings = new Polled(folder)
                .table("shop-orders", Map.of("datasource", "shop", "table", "ORDERS"))
                .mapping("shop-orders", "id")
                .mapping("signed", "id")
                .settings(Map.of(
                        "ferry.datasource.shop.url",
                        database,
                        "ferry.source.signed.signature",
                        "shopify",
                        "ferry.source.signed.secret",
                        "a-secret-of-a-shop"));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(folder.resolve("data"), tikTok.url(), settings)) {
            Sender sender = bundle.sender();
            assertThat(sender.post(Events.purchase("a").toString()).status()).isEqualTo(202);
            assertThat(sender.postTo("/v1/sources/signed", "{}").status()).isEqualTo(401);
            bundle.drop("canonical", "one.ndjson", Events.purchase("b").toString() + "\n");
            await().atMost(Duration.ofSeconds(30)).until(() -> bundle.ledger("delivered") == 2);
            String metrics = sender.metrics().body();
            assertThat(metrics).doesNotContain("NaN");
            for (Matcher sample = SAMPLE.matcher(metrics); sample.find(); ) {
                shown.computeIfAbsent(sample.group(1), its -> new TreeSet<>()).addAll(labels(sample.group(2)));
            }
        }
    }

    @Test
    void the_dashboard_asks_for_metrics_that_are_there() throws Exception {
        JsonNode dashboard = new YAMLMapper().readTree(Files.readString(Path.of("k8s/monitoring/dashboard.json")));

        List<String> questions = dashboard.findValuesAsText("expr");

        assertThat(questions).hasSizeGreaterThan(15).allSatisfy(this::asksForWhatIsThere);
    }

    @Test
    void the_alerts_ask_for_metrics_that_are_there_and_say_what_to_do() throws Exception {
        JsonNode alerts = new YAMLMapper().readTree(Files.readString(Path.of("k8s/monitoring/alerts.yaml")));

        List<JsonNode> rules = alerts.findValues("rules").stream()
                .flatMap(group -> StreamSupport.stream(group.spliterator(), false))
                .toList();

        assertThat(rules).hasSizeGreaterThan(7).allSatisfy(rule -> {
            asksForWhatIsThere(rule.path("expr").asText());
            assertThat(rule.path("labels").path("severity").asText()).isIn("page", "ticket");
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
            String page = rule.path("annotations").path("runbook").asText();
            assertThat(Path.of(page.replaceFirst("#.*", ""))).exists();
        });
    }

    private void asksForWhatIsThere(String expression) {
        int found = 0;
        for (Matcher series = SERIES.matcher(expression); series.find(); found++) {
            assertThat(shown.keySet()).as(expression).contains(series.group(1));
            Set<String> known = new TreeSet<>(shown.get(series.group(1)));
            known.addAll(OF_PROMETHEUS);
            assertThat(known).as(expression).containsAll(labels(series.group(2)));
        }
        assertThat(found).as(expression).isPositive();
        Matcher by = Pattern.compile("\\bby \\(([^)]*)\\)").matcher(expression);
        while (by.find()) {
            Set<String> all = shown.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
            all.addAll(OF_PROMETHEUS);
            assertThat(all).as(expression).containsAll(List.of(by.group(1).split(", ?")));
        }
    }

    private static Set<String> labels(String text) {
        return text == null
                ? Set.of()
                : LABEL.matcher(text).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }
}
