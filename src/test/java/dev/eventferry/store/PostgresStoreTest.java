package dev.eventferry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on PostgreSQL; its embedded form is fast and forgetful unless told otherwise. */
class PostgresStoreTest extends StoreContractTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private final String database = "ferry" + DATABASES.incrementAndGet();
    private boolean created;

    @BeforeAll
    static void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
        } catch (IOException | RuntimeException e) {
            System.out.println("PostgreSQL cannot start here, so its store is not tested: " + e);
            Assumptions.abort("PostgreSQL cannot start here: " + e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    Store open() throws SQLException {
        if (!created) {
            execute(url("postgres"), "CREATE DATABASE " + database);
            created = true;
        }
        return JdbcStore.open(url(database), "postgres", "postgres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous_commit", "fsync", "full_page_writes"})
    void a_commit_is_on_the_disk(String setting) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void a_connection_that_was_cut_is_opened_anew() throws SQLException {
        store().write(transaction -> transaction.insert(java.util.List.of(Segments.segment(1, NOW, 1))));

        execute(
                url("postgres"),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> store().backlog())
                .isInstanceOf(StoreException.class);
        assertThat(store().backlog()).containsEntry("web", 1L);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String url(String database) {
        return java.util.Objects.requireNonNull(server).getJdbcUrl("postgres", database);
    }
}
