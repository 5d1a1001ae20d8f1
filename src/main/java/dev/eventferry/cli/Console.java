package dev.eventferry.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

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

    /** In UTF-8, whatever the terminal's language. */
    static PrintWriter writer() {
        return new PrintWriter(OUT, true, StandardCharsets.UTF_8);
    }

    /** In UTF-8, for what went wrong. */
    static PrintWriter errorWriter() {
        return new PrintWriter(ERR, true, StandardCharsets.UTF_8);
    }

    /** Where a command writes: to the terminal, or to whoever called it. */
    static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null ? writer() : spec.commandLine().getOut();
    }

    /** Says why something is not done, where a command says such things; answers the exit code. */
    static int refuse(@Nullable CommandSpec spec, String why, int exitCode) {
        PrintWriter err = spec == null ? errorWriter() : spec.commandLine().getErr();
        why.lines().forEach(line -> err.println("ferry: " + line));
        err.flush();
        return exitCode;
    }
}
