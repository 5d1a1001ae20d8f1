package dev.eventferry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on PostgreSQL. */
class PostgresStoreTest extends StoreContractTest {

    private @Nullable String url;

    @BeforeAll
    static void start() {
        Postgres.server();
    }

    @Override
    Store open() throws SQLException {
        if (url == null) {
            url = Postgres.newDatabase();
        }
        return JdbcStore.open(url, Postgres.USER, Postgres.USER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous_commit", "fsync", "full_page_writes"})
    void a_commit_is_on_the_disk(String setting) throws SQLException {
        try (Connection connection = Postgres.connect(String.valueOf(url));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void a_connection_that_was_cut_is_opened_anew() throws SQLException {
        store().write(transaction -> transaction.insert(java.util.List.of(Segments.segment(1, NOW, 1))));

        Postgres.execute(
                Postgres.url(Postgres.USER),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + String.valueOf(url).replaceAll(".*/(ferry\\d+).*", "$1") + "'");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> store().backlog())
                .isInstanceOf(StoreException.class);
        assertThat(store().backlog()).containsEntry("web", 1L);
    }
}
