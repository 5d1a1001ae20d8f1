package dev.eventferry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded H2, in a file, with the settings of production. */
class H2StoreTest extends StoreContractTest {

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    H2StoreTest() {}

    @Override
    Store open() {
        return JdbcStore.open(url(folder), null, null);
    }

    /** The URL of camel.Wiring; docs/adr/0002 says why nothing of it may be left out. */
    static String url(Path folder) {
        return "jdbc:h2:file:" + folder.resolve("eventferry")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE=8192";
    }

    @Test
    void a_database_that_closed_itself_is_opened_anew() throws Exception {
        store().write(transaction -> transaction.insert(List.of(Segments.segment(1, NOW, 1))));

        pullThePlug();

        assertThat(onlyDue().id()).isEqualTo(1);
    }

    @Test
    void a_database_that_closed_itself_takes_the_next_write() throws Exception {
        store().write(transaction -> transaction.insert(List.of(Segments.segment(1, NOW, 1))));

        pullThePlug();
        store().write(transaction -> transaction.settle(List.of(1L)));

        assertThat(store().backlog()).isEmpty();
    }

    @Test
    void a_database_that_closes_itself_in_the_middle_keeps_nothing_of_it_and_works_again() {
        assertThatThrownBy(() -> store().write(transaction -> {
                    transaction.insert(List.of(Segments.segment(1, NOW, 1)));
                    pullThePlug();
                    transaction.insert(List.of(Segments.segment(2, NOW, 1)));
                }))
                .isInstanceOf(StoreException.class);

        assertThat(keysSince(0)).isEmpty();
        store().write(transaction -> transaction.insert(List.of(Segments.segment(3, NOW, 1))));
        assertThat(onlyDue().id()).isEqualTo(3);
    }

    @Test
    void a_URL_of_an_unknown_database_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> JdbcStore.open("jdbc:mysql://db/x", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:h2:")
                .hasMessageContaining("jdbc:postgresql:");
    }

    /** What H2 does to itself when the disk is full or a thread in it is interrupted. */
    private void pullThePlug() {
        try (Connection other = DriverManager.getConnection(url(folder));
                Statement statement = other.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (java.sql.SQLException e) {
            assertThat(e.getErrorCode()).isIn(90098, 90121);
        }
    }
}
