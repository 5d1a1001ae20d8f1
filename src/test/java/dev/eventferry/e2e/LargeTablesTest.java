package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ConditionFactory;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two large tables, one of PostgreSQL and one of H2, polled while their shops go on selling and commit late. */
class LargeTablesTest {

    private static final int ROWS = 100_000;
    private static final int BEFORE = 60_000;
    private static final int AT_ONCE = 500;
    private static final int LATE = 4;

    /** What four requests to TikTok carry, whose answers the killed process did not see. */
    private static final int UNDER_WAY = 4000;

    @TempDir
    Path folder;

    /** One shop's table, and those who write to it. */
    private record Shop(String name, String url, String range) {

        Connection connect() throws SQLException {
            return url.startsWith("jdbc:h2") ? DriverManager.getConnection(url) : Postgres.connect(url);
        }

        void open() throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE orders (id BIGINT PRIMARY KEY, created_at TIMESTAMP WITH TIME ZONE NOT NULL,"
                                + " updated_at TIMESTAMP WITH TIME ZONE NOT NULL, status VARCHAR(20), email VARCHAR(100), total"
                                + " DECIMAL(10, 2))");
                statement.execute("CREATE INDEX orders_changed ON orders (updated_at, id)");
                insert(connection, 1, BEFORE, "CURRENT_TIMESTAMP - INTERVAL '1' HOUR");
            }
        }

        /** Rows in two transactions at a time: the one that began first commits last, and rows change meanwhile. */
        @Nullable
        Void sell() throws SQLException {
            try (Connection one = connect();
                    Connection other = connect()) {
                one.setAutoCommit(false);
                other.setAutoCommit(false);
                for (int id = BEFORE + 1; id <= ROWS - LATE * AT_ONCE; id += 2 * AT_ONCE) {
                    insert(one, id, AT_ONCE, "CURRENT_TIMESTAMP");
                    insert(other, id + AT_ONCE, AT_ONCE, "CURRENT_TIMESTAMP");
                    other.commit();
                    touch(other, id - BEFORE);
                    other.commit();
                    one.commit();
                }
            }
            return null;
        }

        /** Transactions that have their time, and are committed seconds later. */
        List<Connection> sellLate() throws SQLException {
            List<Connection> open = new ArrayList<>();
            for (int id = ROWS - LATE * AT_ONCE + 1; id <= ROWS; id += AT_ONCE) {
                Connection connection = connect();
                connection.setAutoCommit(false);
                insert(connection, id, AT_ONCE, "CURRENT_TIMESTAMP");
                open.add(connection);
            }
            return open;
        }

        private void insert(Connection connection, int first, int rows, String at) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO orders SELECT x, CURRENT_TIMESTAMP, " + at
                        + ", 'paid', 'c@example.com', 12.50 FROM " + range.formatted(first, first + rows - 1));
            }
        }

        private static void touch(Connection connection, int first) throws SQLException {
            try (PreparedStatement rows = connection.prepareStatement(
                    "UPDATE orders SET total = total + 1, updated_at = CURRENT_TIMESTAMP WHERE id BETWEEN ? AND ?")) {
                rows.setInt(1, first);
                rows.setInt(2, first + AT_ONCE / 10);
                rows.executeUpdate();
            }
        }
    }

    @Test
    void every_row_of_two_tables_is_sent_once_while_they_grow_and_change_and_commit_late_and_all_is_killed()
            throws Exception {
        Server h2Server =
                Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        Shop pg = new Shop("pg", Postgres.newDatabase(), "generate_series(%d, %d) x");
        Shop h2 = new Shop(
                "h2",
                "jdbc:h2:tcp://localhost:" + h2Server.getPort() + "/mem:shop;DB_CLOSE_DELAY=-1",
                "SYSTEM_RANGE(%d, %d)");
        Polled polled = new Polled(folder);
        for (Shop shop : List.of(pg, h2)) {
            shop.open();
            polled.table(
                            shop.name(),
                            Map.of("datasource", shop.name(), "table", "orders", "period", "1000", "overlap", "120"))
                    .mapping(shop.name(), "{join: [{constant: " + shop.name() + "}, id], with: \"-\"}");
        }
        ExecutorService shops = Executors.newFixedThreadPool(2);
        try (TikTok tikTok = TikTok.holding(2 * ROWS);
                BundleProcess bundle = BundleProcess.start(
                        folder.resolve("data"),
                        folder.resolve("output"),
                        tikTok.url(),
                        polled.settings(Map.of(
                                "ferry.datasource.pg.url", pg.url(),
                                "ferry.datasource.pg.user", Postgres.USER,
                                "ferry.datasource.h2.url", h2.url())))) {
            List<Connection> late = new ArrayList<>(pg.sellLate());
            late.addAll(h2.sellLate());
            List<Future<@Nullable Void>> selling = List.of(shops.submit(pg::sell), shops.submit(h2::sell));
            soon().until(() -> tikTok.kept() > BEFORE);
            bundle.kill();
            bundle.startAgain();
            for (Future<@Nullable Void> each : selling) {
                each.get();
            }
            soon().until(() -> tikTok.kept() == 2L * (ROWS - LATE * AT_ONCE));

            for (Connection each : late) {
                each.commit();
                each.close();
            }

            soon().until(() -> tikTok.kept() == 2L * ROWS);
            soon().untilAsserted(() -> {
                JsonNode status = bundle.sender().status();
                assertThat(status.path("waiting").path("web").asLong()).isZero();
                for (Shop shop : List.of(pg, h2)) {
                    // the ledger's last second before the kill may be missing
                    assertThat(sum(status, shop.name(), "accepted")).isBetween(ROWS / 2L, (long) ROWS);
                }
            });
            assertThat(tikTok.received()).isLessThanOrEqualTo(2L * ROWS + UNDER_WAY);
            assertThat(bundle.sender()
                            .status()
                            .path("tables")
                            .get(0)
                            .path("late_rows")
                            .asLong())
                    .isGreaterThanOrEqualTo(LATE * AT_ONCE);
        } finally {
            shops.shutdownNow();
            h2Server.stop();
        }
    }

    private static long sum(JsonNode status, String source, String what) {
        long sum = 0;
        for (JsonNode entry : status.path("ledger")) {
            if (entry.path("source").asText().equals(source)
                    && entry.path("what").asText().equals(what)) {
                sum += entry.path("n").asLong();
            }
        }
        return sum;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
    }
}
