package dev.eventferry.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the launcher's tests put into the jar: it says what it was given. */
final class LaunchedProgram {

    private LaunchedProgram() {}

    /** {@code wait FILE}: tells in FILE that it waits, and that it was asked to stop. Otherwise: echoes, ends with 7. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 1 && arguments[0].equals("wait")) {
            Path file = Path.of(arguments[1]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file, "stopped")));
            write(file, "waits");
            Thread.currentThread().join();
        }
        System.out.println("arguments " + List.of(arguments));
        System.out.println("folder " + Path.of("").toAbsolutePath());
        System.out.println("property " + System.getProperty("launcher.test", "none"));
        System.out.println("input " + new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        System.err.println("to stderr");
        System.exit(7);
    }

    private static void write(Path file, String word) {
        try {
            Files.writeString(file, word);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
