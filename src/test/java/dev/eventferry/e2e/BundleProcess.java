package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
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

    private static final List<String> USUAL_JVM = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    /** As {@code ./ferry} has it, but for the filter that would keep out who asks for the heap. */
    private static final List<String> SHIPPED_JVM = List.of(
            USUAL_JVM.get(0),
            "-XX:+UseParallelGC",
            "-Xms64m",
            "-Xmx256m",
            "-XX:MaxMetaspaceSize=160m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:InlineSmallCode=1200",
            "-XX:LiveNodeCountInliningCutoff=16000",
            "-Djdk.nio.maxCachedBufferSize=262144");

    private final List<String> jvm;
    private final Path output;
    private final Map<String, String> settings;
    private final Path config;
    private Process process;

    private BundleProcess(List<String> jvm, Path output, Map<String, String> settings, Path config) {
        this.jvm = jvm;
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
        return new BundleProcess(USUAL_JVM, output, settings, config);
    }

    /** Starts one with the memory that it has in production, and waits until its door is open. */
    public static BundleProcess asShipped(Path output, Map<String, String> settings) {
        BundleProcess bundle = new BundleProcess(SHIPPED_JVM, output, settings, Path.of("application.properties"));
        bundle.awaitOpen();
        return bundle;
    }

    public long pid() {
        return process.pid();
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

    /** Asks it to end, and holds it to do so in time and with exit code 0. */
    public void endInOrder(Duration within) {
        terminate();
        assertThat(exitCode(within)).as(output()).isZero();
    }

    /** Starts it again on the same data, sooner than the first time. */
    public void startAgain() {
        if (jvm.equals(USUAL_JVM)) {
            ClassArchive.makeFor(USUAL_JVM);
        }
        beginAgain();
        awaitOpen();
    }

    /** The same without waiting until its door is open. */
    public void beginAgain() {
        process = launch();
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
                        throw new AssertionError("the process ended with " + process.exitValue() + ":\n" + output());
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
        List<String> command = new ArrayList<>(jvm);
        ClassArchive archive = jvm.equals(USUAL_JVM) ? ClassArchive.ofThisJvm() : null;
        if (archive == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        } else {
            command.add("-XX:SharedArchiveFile=" + archive.file());
            command.addAll(List.of("-cp", archive.classPath()));
        }
        command.addAll(List.of("dev.eventferry.cli.Ferry", "run", "--config", config.toString()));
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
