package dev.eventferry.camel;

import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Eventferry did not start. The message says why and what to do; the code tells scripts. */
public final class StartFailed extends Exception {

    /** Something unforeseen. */
    public static final int OTHER = 1;

    /** A setting, mapping or route is wrong. */
    public static final int SETTINGS = 2;

    /** Another Eventferry works in the data folder. */
    public static final int IN_USE = 78;

    private final int exitCode;

    StartFailed(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    StartFailed(String message, int exitCode, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** The words of an exception and of what caused it, shortest chain that says something. */
    static String sentence(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof BindException) {
                return "a port is taken (ferry.http.port or ferry.management.port): " + t.getMessage();
            }
            if (t.getMessage() != null && words.indexOf(t.getMessage()) < 0) {
                words.append(words.length() == 0 ? "" : ": ").append(t.getMessage());
            }
        }
        return words.length() == 0 ? failure.toString() : words.toString();
    }
}
