package dev.eventferry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits in a store of before is sent by the one of today, and what it has seen is still known. */
class SegmentPartsMigrationTest {

    private static final long NOW = 1_764_000_000_000L;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    SegmentPartsMigrationTest() {}

    @Test
    void of_h2() throws SQLException {
        keepsWhatWaits(H2StoreTest.url(folder), null);
    }

    @Test
    void of_postgres() throws SQLException {
        Postgres.server();
        keepsWhatWaits(Postgres.newDatabase(), Postgres.USER);
    }

    private static void keepsWhatWaits(String url, @Nullable String user) throws SQLException {
        Segment old = Segments.segment(7, NOW, 3);
        Flyway.configure()
                .dataSource(url, user, user)
                .locations("classpath:db/migration")
                .target("2")
                .load()
                .migrate();
        insert(url, user, old);

        try (JdbcStore store = JdbcStore.open(url, user, user)) {
            List<Segment> due = store.due(old.lane().destination(), NOW + 1, 0, 10);
            assertThat(due).hasSize(1);
            assertThat(due.get(0))
                    .usingRecursiveComparison()
                    .ignoringFields("turn")
                    .isEqualTo(old);
            List<Object> keys = new ArrayList<>();
            store.keysSince(0, (key, mask, createdAt) -> keys.add(key));
            assertThat(keys)
                    .containsExactlyElementsOf(
                            old.unpack().stream().map(PackedEvent::key).toList());
            store.write(transaction -> transaction.settle(List.of(7L)));
            store.write(transaction ->
                    assertThat(transaction.forget(NOW + 1, 0, 10)).isEqualTo(1));
        }
    }

    private static void insert(String url, @Nullable String user, Segment old) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, user);
                PreparedStatement segment =
                        connection.prepareStatement("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement pending =
                        connection.prepareStatement("INSERT INTO pending VALUES (?, ?, ?, 0, NULL)")) {
            segment.setLong(1, old.id());
            segment.setString(2, old.lane().destination());
            segment.setString(3, old.lane().testCode());
            segment.setString(4, old.source());
            segment.setString(5, old.place());
            segment.setLong(6, old.createdAt());
            segment.setInt(7, old.events());
            segment.setBytes(8, old.keys());
            segment.setBytes(9, old.payload());
            segment.executeUpdate();
            pending.setLong(1, old.id());
            pending.setString(2, old.lane().destination());
            pending.setLong(3, old.createdAt());
            pending.executeUpdate();
        }
    }
}
