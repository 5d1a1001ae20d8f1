package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.App;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;

/** A whole Eventferry in this process, with the project's own routes, mappings and settings. */
final class Bundle implements AutoCloseable {

    private final Path dataDir;
    private final Map<String, String> settings;
    private final Clock clock;
    private App app;

    private Bundle(Path dataDir, Map<String, String> settings, Clock clock) throws StartFailed {
        this.dataDir = dataDir;
        this.settings = settings;
        this.clock = clock;
        this.app = start();
    }

    static Bundle start(Path dataDir, String tikTok) throws StartFailed {
        return start(dataDir, tikTok, Map.of());
    }

    static Bundle start(Path dataDir, String tikTok, Map<String, String> changes) throws StartFailed {
        return start(dataDir, tikTok, changes, Clock.systemUTC());
    }

    static Bundle start(Path dataDir, String tikTok, Map<String, String> changes, Clock clock) throws StartFailed {
        return new Bundle(dataDir, TestSettings.of(dataDir, tikTok, changes), clock);
    }

    Sender sender() {
        return new Sender(port(), Integer.parseInt(settings.get("ferry.management.port")));
    }

    int port() {
        return Integer.parseInt(settings.get("ferry.http.port"));
    }

    Path dataDir() {
        return dataDir;
    }

    void stop() {
        app.close();
    }

    void restart() throws StartFailed {
        app.close();
        app = start();
    }

    /** How many events wait, whatever for. */
    long backlog() {
        return app.backlog().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The ledger's sum of what became of events, such as {@code delivered} or {@code dead}. */
    long ledger(String what) {
        return app.ledger().entrySet().stream()
                .filter(entry -> entry.getKey().what().equals(what))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The ledger's sum of what became of events of a source for a reason. */
    long ledger(String source, String what, String reason) {
        return app.ledger().entrySet().stream()
                .filter(entry -> entry.getKey().source().equals(source))
                .filter(entry -> entry.getKey().what().equals(what))
                .filter(entry -> entry.getKey().reason().equals(reason))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Drops a file as a person does, whole at once. */
    static void drop(Path dataDir, String source, String name, byte[] content) throws IOException {
        Path inbox = Files.createDirectories(dataDir.resolve("inbox").resolve(source));
        Path written = Files.write(dataDir.resolve(name + ".being-written"), content);
        Files.move(written, inbox.resolve(name));
    }

    void drop(String source, String name, String content) throws IOException {
        drop(dataDir, source, name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The report of a file in {@code done} or {@code failed}; null as long as there is none. */
    static JsonNode report(Path dataDir, String folder, String source, String name) {
        Path file = dataDir.resolve(folder).resolve(source).resolve(name + ".report.json");
        try {
            return Files.exists(file) && Files.size(file) > 0 ? Sender.JSON.readTree(file.toFile()) : null;
        } catch (IOException e) {
            return null; // it is being written
        }
    }

    JsonNode report(String folder, String source, String name) {
        return report(dataDir, folder, source, name);
    }

    /** Copies the project's routes, so that a test can add to them. */
    static Path copyOfRoutes(Path to) {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException("the routes cannot be copied", e);
        }
    }

    @Override
    public void close() {
        app.close();
    }

    private App start() throws StartFailed {
        return App.start(
                Settings.of(SettingsSource.read(Path.of("application.properties"), Map.of(), settings)), clock);
    }
}
