package dev.eventferry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
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

    static String url(Path folder) {
        return JdbcStore.embeddedUrl(folder);
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

    /** A commit alone does not outlive a power cut: docs/adr/0002. */
    @Test
    void each_commit_is_flushed_before_the_write_returns() {
        List<String> done = new ArrayList<>();
        try (Store watched = JdbcStore.open(url(folder), null, null, connection -> watched(connection, done))) {
            for (long id = 1; id <= 3; id++) {
                Segment segment = Segments.segment(id, NOW, 1);
                watched.write(transaction -> transaction.insert(List.of(segment)));
                done.add("returned");
            }
        }

        assertThat(done)
                .containsExactly(
                        "commit",
                        "CHECKPOINT SYNC",
                        "returned",
                        "commit",
                        "CHECKPOINT SYNC",
                        "returned",
                        "commit",
                        "CHECKPOINT SYNC",
                        "returned");
    }

    /** Writes down commits, and what is done by statements without parameters. */
    private static Connection watched(Connection real, List<String> done) {
        return seen(Connection.class, real, (method, arguments, result) -> {
            if (method.getName().equals("commit")) {
                done.add("commit");
            }
            return method.getName().equals("createStatement")
                    ? seen(Statement.class, (Statement) result, (call, sql, ignored) -> {
                        if (call.getName().startsWith("execute")) {
                            done.add(String.valueOf(sql[0]));
                        }
                        return ignored;
                    })
                    : result;
        });
    }

    /** Sees each call after it was made, and may give another result. */
    private interface Watch {
        Object after(Method method, Object[] arguments, Object result);
    }

    private static <T> T seen(Class<T> type, T real, Watch watch) {
        return type.cast(Proxy.newProxyInstance(
                H2StoreTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return watch.after(method, arguments, method.invoke(real, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
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
