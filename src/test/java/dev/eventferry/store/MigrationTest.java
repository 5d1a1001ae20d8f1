package dev.eventferry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stopped in the middle of a migration, killed or failed, is done anew at the next start. */
class MigrationTest {

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    MigrationTest() {}

    @Test
    void a_start_that_was_killed_leaves_half_a_copy_and_the_next_one_makes_it_anew() throws IOException, SQLException {
        beginAtVersion("2");
        Files.copy(file(), copy());
        run(
                H2StoreTest.url(folder).replace("eventferry;", "eventferry.migrating;"),
                "ALTER TABLE reading_cursor ALTER COLUMN position SET DATA TYPE VARCHAR(200000)");

        assertOpens();
    }

    @Test
    void a_first_start_that_was_killed_leaves_no_file_that_is_half_made() throws IOException {
        Files.write(copy(), new byte[] {'H', ':', '2'});

        assertOpens();
    }

    @Test
    void a_migration_that_fails_leaves_the_file_as_it_was() throws IOException, SQLException {
        beginAtVersion("2");
        run(H2StoreTest.url(folder), "CREATE TABLE request_count (n INT)"); // in the way of the third

        assertThatThrownBy(() -> JdbcStore.open(H2StoreTest.url(folder), null, null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("REQUEST_COUNT");

        run(H2StoreTest.url(folder), "DROP TABLE request_count");
        assertOpens();
    }

    private void assertOpens() throws IOException {
        try (JdbcStore store = JdbcStore.open(H2StoreTest.url(folder), null, null)) {
            store.write(transaction -> transaction.insert(List.of(Segments.segment(1, 1, 1))));
            assertThat(store.requestCounts()).isEmpty();
            assertThat(store.backlog()).hasSize(1);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    private void beginAtVersion(String version) {
        Flyway.configure()
                .dataSource(H2StoreTest.url(folder), null, null)
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Path file() {
        return folder.resolve("eventferry.mv.db");
    }

    private Path copy() {
        return folder.resolve("eventferry.migrating.mv.db");
    }
}
