package dev.eventferry.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A whole Eventferry in a process of its own, which can be killed; its output goes to a file. */
public final class BundleProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(40);

    private final Path output;
    private final Map<String, String> settings;
    private final Path config;
    private Process process;

    private BundleProcess(Path output, Map<String, String> settings, Path config) {
        this.output = output;
        this.settings = settings;
        this.config = config;
        this.process = launch();
    }

    /** Starts one and waits until its door is open. */
    public static BundleProcess start(Path dataDir, Path output, String tikTok, Map<String, String> changes) {
        BundleProcess bundle = begin(output, TestSettings.of(dataDir, tikTok, changes));
        bundle.awaitOpen();
        return bundle;
    }

    /** Starts one that may not come up. */
    public static BundleProcess begin(Path output, Map<String, String> settings) {
        return begin(output, settings, Path.of("application.properties"));
    }

    public static BundleProcess begin(Path output, Map<String, String> settings, Path config) {
        return new BundleProcess(output, settings, config);
    }

    public Sender sender() {
        return new Sender(
                Integer.parseInt(settings.get("ferry.http.port")),
                Integer.parseInt(settings.get("ferry.management.port")));
    }

    /** Ends it as a power cut does: SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(10));
    }

    /** Asks it to end: SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Starts it again on the same data. */
    public void startAgain() {
        process = launch();
        awaitOpen();
    }

    /** Its exit code; fails when it does not end in time. */
    public int exitCode(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the process has not ended within " + within + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the process", e);
        }
    }

    /** All that it and those before it said. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitOpen() {
        Sender sender = sender();
        await().atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the process ended: " + output());
                    }
                })
                .ignoreExceptions()
                .until(() -> List.of(200, 401)
                        .contains(sender.call("GET", "/v1/status").status()));
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.eventferry.cli.Ferry",
                "run",
                "--config",
                config.toString()));
        Map<String, String> given = new TreeMap<>(settings);
        String token = given.remove("ferry.destination.web.access-token");
        String keys = given.remove("ferry.http.api-keys");
        given.forEach((key, value) -> {
            command.add("--set");
            command.add(key + "=" + value);
        });
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("FERRY_"));
        if (token != null) {
            builder.environment().put("FERRY_DESTINATION_WEB_ACCESS_TOKEN", token);
        }
        if (keys != null) {
            builder.environment().put("FERRY_HTTP_API_KEYS", keys);
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("java does not start", e);
        }
    }
}
