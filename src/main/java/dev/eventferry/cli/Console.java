package dev.eventferry.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a person reads. */
final class Console {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private Console() {}

    static void say(String line) {
        OUT.println(line);
    }

    /** Says why something is not done; answers the exit code. */
    static int refuse(@Nullable String why, int exitCode) {
        ERR.println("ferry: " + why);
        return exitCode;
    }
}
