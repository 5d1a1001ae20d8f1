package dev.eventferry.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What differs between the databases that we run on. */
enum Engine {
    H2 {
        /** A commit alone is written but not flushed; this is what a power cut cannot take (design 10). */
        @Override
        void flush(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
        }
    },
    POSTGRESQL {
        @Override
        void flush(Connection connection) {
            // synchronous_commit is on: the commit has flushed
        }
    };

    static Engine of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException(
                "ferry.jdbc.url: only jdbc:h2: and jdbc:postgresql: are known; leave it out for the embedded H2");
    }

    /** Makes sure that what was committed stays, whatever happens to the machine. */
    abstract void flush(Connection connection) throws SQLException;
}
