package dev.eventferry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL for tests, one server for all; its embedded form is fast and forgetful unless told otherwise. */
public final class Postgres {

    public static final String USER = "postgres";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private Postgres() {}

    /** The server; a test that needs it is left out, loudly, where it cannot start. */
    public static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
            } catch (IOException | RuntimeException e) {
                System.out.println("PostgreSQL cannot start here, so what needs it is not tested: " + e);
                Assumptions.abort("PostgreSQL cannot start here: " + e);
            }
        }
        return server;
    }

    /** The URL of a new, empty database. */
    public static String newDatabase() throws SQLException {
        String name = "ferry" + DATABASES.incrementAndGet();
        execute(url(USER), "CREATE DATABASE " + name);
        return url(name);
    }

    /** The URL of a database. */
    public static String url(String database) {
        return server().getJdbcUrl(USER, database);
    }

    public static Connection connect(String url) throws SQLException {
        Properties account = new Properties();
        account.setProperty("user", USER);
        account.setProperty("password", USER);
        return DriverManager.getConnection(url, account);
    }

    public static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
