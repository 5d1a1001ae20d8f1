package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop's orders table, polled by the route template while the shop goes on selling. */
class TablesTest {

    private static final String ROUTE = """
            - templatedRoute:
                routeId: ingest-orders
                prefixId: ingest-orders-
                routeTemplateRef: jdbc-source
                parameters:
                  - name: source
                    value: orders
                  - name: datasource
                    value: shop
                  - name: table
                    value: ORDERS
                  - name: period
                    value: "200"
                  - name: overlap
                    value: "5"
            """;

    @TempDir
    Path folder;

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private Connection shop;

    @BeforeEach
    void a_shop_with_a_table() throws SQLException {
        shop = connect();
        try (Statement statement = shop.createStatement()) {
            statement.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, created_at TIMESTAMP, updated_at TIMESTAMP"
                    + " NOT NULL, status VARCHAR(20), email VARCHAR(100), total DECIMAL(10, 2), currency VARCHAR(10))");
        }
    }

    @AfterEach
    void the_shop_closes() throws SQLException {
        try (Statement statement = shop.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    @Test
    void every_paid_order_is_delivered_once_while_rows_are_added_and_changed() throws Exception {
        for (int id = 1; id <= 2500; id++) {
            insert(shop, id, now().minusMinutes(10), "paid");
        }
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok)) {
            insert(shop, 3001, now(), "registered");
            insert(shop, 3002, now(), "paid");
            soon().untilAsserted(() -> assertThat(tikTok.kept()).isEqualTo(2501));

            update(3001, "paid");
            update(1, "paid");
            soon().until(() -> tikTok.has("3001"));

            bundle.restart();
            insert(shop, 3003, now(), "paid");
            soon().until(() -> tikTok.has("3003"));

            soon().until(() -> bundle.backlog() == 0);
            assertThat(tikTok.received()).isEqualTo(2503);
            soon().untilAsserted(() -> assertThat(bundle.ledger("accepted")).isEqualTo(2503));
        }
    }

    @Test
    void a_row_that_is_committed_late_is_seen_within_the_overlap() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok);
                Connection slow = connect()) {
            slow.setAutoCommit(false);
            insert(slow, 1, now(), "paid");
            insert(shop, 2, now(), "paid");
            soon().until(() -> tikTok.has("2"));
            assertThat(tikTok.has("1")).isFalse();

            slow.commit();

            soon().until(() -> tikTok.has("1"));
            soon().until(() -> bundle.backlog() == 0);
            assertThat(tikTok.received()).isEqualTo(2);
        }
    }

    @Test
    void one_bad_row_in_a_page_costs_no_other_its_delivery_and_the_ledger_names_the_reason() throws Exception {
        insert(shop, 1, now(), "paid");
        insert(shop, 2, now(), "paid", "nonsense");
        insert(shop, 3, now(), "paid");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok)) {
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("1", "3"));

            soon().untilAsserted(() -> assertThat(
                            bundle.sender().status().path("ledger").toString())
                    .contains("\"what\":\"rejected\",\"reason\":\"currency_unknown\",\"n\":1"));
            assertThat(bundle.sender().status().toString()).doesNotContain("nonsense");
        }
    }

    @Test
    void a_shop_database_that_is_away_at_start_is_polled_when_it_is_back() throws Exception {
        try (Statement statement = shop.createStatement()) {
            statement.execute("ALTER TABLE orders RENAME TO away");
        }
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = start(tikTok)) {
            assertThat(bundle.sender().post(Events.purchase("a").toString()).status())
                    .isEqualTo(202);
            soon().until(() -> tikTok.has("a"));

            try (Statement statement = shop.createStatement()) {
                statement.execute("ALTER TABLE away RENAME TO orders");
            }
            insert(shop, 1, now(), "paid");

            soon().until(() -> tikTok.has("1"));
        }
    }

    @Test
    void a_status_that_brings_a_new_event_is_sent_and_any_other_change_is_a_duplicate() throws Exception {
        Polled polled = new Polled(folder)
                .table("shop-orders", Map.of("datasource", "shop", "table", "ORDERS"))
                .documented("shop-orders", Path.of("docs/tables.md"))
                .table("unnamed", Map.of("datasource", "shop", "table", "ORDERS"))
                .mapping("unnamed", "");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"),
                        tikTok.url(),
                        polled.settings(Map.of("ferry.datasource.shop.url", url)))) {
            insert(shop, 1, now(), "placed");
            soon().until(() -> tikTok.kept() == 2 && bundle.backlog() == 0);
            String unnamed = tikTok.ids().stream()
                    .filter(id -> !id.equals("1-placed"))
                    .findFirst()
                    .orElseThrow();
            assertThat(unnamed).startsWith("ef-");

            try (Statement statement = shop.createStatement()) {
                statement.execute("UPDATE orders SET total = 99, updated_at = TIMESTAMP '" + now() + "'");
            }
            soon().until(() -> bundle.ledger("duplicate") == 2);
            update(1, "refunded");

            soon().untilAsserted(() -> assertThat(tikTok.ids())
                    .as("%s", bundle.sender().status().path("tables"))
                    .contains("1-refunded")
                    .hasSize(4));
            soon().until(() -> bundle.backlog() == 0);
            assertThat(tikTok.received()).isEqualTo(4);
        }
    }

    @Test
    void a_database_that_is_down_delays_no_other_and_status_and_metrics_tell_of_it() throws Exception {
        Polled polled = new Polled(folder)
                .table("orders", Map.of("datasource", "shop", "table", "ORDERS"))
                .table("purchases", Map.of("datasource", "away", "table", "ORDERS"))
                .mapping("purchases", "id");
        insert(shop, 1, now(), "paid");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"),
                        tikTok.url(),
                        polled.settings(Map.of(
                                "ferry.datasource.shop.url",
                                url,
                                "ferry.datasource.away.url",
                                "jdbc:postgresql://127.0.0.1:1/away")))) {
            soon().until(() -> tikTok.has("1"));

            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                JsonNode tables = bundle.sender().status().path("tables");
                assertThat(tables).hasSize(2);
                assertThat(tables.get(0).path("source").asText()).isEqualTo("orders");
                assertThat(tables.get(0).path("rows").asLong()).isOne();
                assertThat(tables.get(0).path("failure").isNull()).isTrue();
                assertThat(tables.get(0).path("behind_seconds").asDouble()).isZero();
                assertThat(tables.get(1).path("failure").path("sql_state").asText())
                        .isEqualTo("08001");
                assertThat(tables.get(1).path("failure").path("message").asText())
                        .isEqualTo("the database does not answer");
            });
            assertThat(bundle.sender().metrics().body())
                    .contains("eventferry_table_failing{source=\"purchases\"} 1")
                    .contains("eventferry_table_failing{source=\"orders\"} 0")
                    .contains("eventferry_table_rows_total{source=\"orders\"} 1")
                    .contains("eventferry_table_gap_rows_total{source=\"orders\"} 0")
                    .contains("eventferry_table_lag_seconds{source=\"orders\"}")
                    .contains("eventferry_table_behind_seconds{source=\"orders\"} 0");
        }
    }

    private Bundle start(TikTok tikTok) throws IOException, StartFailed {
        Path routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        Files.writeString(routes.resolve("ingest-orders.camel.yaml"), ROUTE);
        return Bundle.start(
                folder.resolve("data"),
                tikTok.url(),
                Map.of("ferry.routes-dir", routes.toString(), "ferry.datasource.shop.url", url));
    }

    private static LocalDateTime now() {
        return LocalDateTime.now(ZoneOffset.UTC);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    private static void insert(Connection connection, long id, LocalDateTime updated, String status)
            throws SQLException {
        insert(connection, id, updated, status, "EUR");
    }

    private static void insert(Connection connection, long id, LocalDateTime updated, String status, String currency)
            throws SQLException {
        try (PreparedStatement row = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            row.setLong(1, id);
            row.setObject(2, now().minusHours(3));
            row.setObject(3, updated);
            row.setString(4, status);
            row.setString(5, "customer-" + id + "@example.com");
            row.setBigDecimal(6, new java.math.BigDecimal("12.50"));
            row.setString(7, currency);
            row.executeUpdate();
        }
    }

    private void update(long id, String status) throws SQLException {
        try (PreparedStatement row =
                shop.prepareStatement("UPDATE orders SET status = ?, updated_at = ? WHERE id = ?")) {
            row.setString(1, status);
            row.setObject(2, now());
            row.setLong(3, id);
            row.executeUpdate();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(50));
    }
}
