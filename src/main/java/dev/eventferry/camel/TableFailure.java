package dev.eventferry.camel;

import dev.eventferry.store.StoreException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a look failed, told without a value of any row: what a driver says may quote one, so only its class and code are kept.
 *
 * @param type the exception's class
 * @param sqlState five letters by the SQL standard; null when the database had no part in it
 * @param message what to do
 */
record TableFailure(String type, @Nullable String sqlState, String message) {

    private static final Map<String, String> BY_CLASS = Map.of(
            "08", "the database does not answer",
            "22", "the query cannot convert a value of some row; look at its casts",
            "25", "the query wants to write, and tables are only read",
            "28", "the database refuses the user or the password",
            "3D", "there is no such database",
            "42", "there is no such table, view or column, or the account may not read it, or its type has no order",
            "53", "the database has no room for another connection",
            "57", "the query took too long, or the database is going down or coming up");

    static TableFailure of(@Nullable Throwable cause) {
        SQLException sql = null;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof BadTable || each instanceof NoRoom) {
                return new TableFailure(each.getClass().getSimpleName(), null, String.valueOf(each.getMessage()));
            }
            if (each instanceof StoreException) {
                return new TableFailure("StoreException", null, "events cannot be kept now; nothing is read meanwhile");
            }
            if (each instanceof SQLException found && (sql == null || found.getSQLState() != null)) {
                sql = found;
            }
        }
        if (sql != null) {
            String state = sql.getSQLState();
            String meaning = state == null || state.length() < 2 ? null : BY_CLASS.get(state.substring(0, 2));
            return new TableFailure(
                    sql.getClass().getSimpleName(),
                    state,
                    meaning == null ? "the database refuses; its own log says why" : meaning);
        }
        return new TableFailure(
                cause == null ? "unknown" : cause.getClass().getSimpleName(), null, "the look could not be ended");
    }
}
