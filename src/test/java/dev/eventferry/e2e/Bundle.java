package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.App;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A whole Eventferry in this process, with the project's own routes, mappings and settings. */
public final class Bundle implements AutoCloseable {

    /** Names the file of settings instead of the project's own. */
    public static final String FILE = "file";

    /** A setting's value that leaves it to the file and the secrets. */
    public static final String FROM_FILE = "as the file says";

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

    public static Bundle start(Path dataDir, String tikTok) throws StartFailed {
        return start(dataDir, tikTok, Map.of());
    }

    public static Bundle start(Path dataDir, String tikTok, Map<String, String> changes) throws StartFailed {
        return start(dataDir, tikTok, changes, Clock.systemUTC());
    }

    public static Bundle start(Path dataDir, String tikTok, Map<String, String> changes, Clock clock)
            throws StartFailed {
        return new Bundle(dataDir, TestSettings.of(dataDir, tikTok, changes), clock);
    }

    public Sender sender() {
        return new Sender(port(), Integer.parseInt(settings.get("ferry.management.port")));
    }

    public int port() {
        return Integer.parseInt(settings.get("ferry.http.port"));
    }

    public Path dataDir() {
        return dataDir;
    }

    public void stop() {
        app.close();
    }

    public void restart() throws StartFailed {
        app.close();
        app = start();
    }

    /** How many events wait, whatever for. */
    public long backlog() {
        return app.backlog().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The ledger's sum of what became of events, such as {@code delivered} or {@code dead}. */
    public long ledger(String what) {
        return app.ledger().entrySet().stream()
                .filter(entry -> entry.getKey().what().equals(what))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The ledger's sum of what became of events of a source for a reason. */
    public long ledger(String source, String what, String reason) {
        return app.ledger().entrySet().stream()
                .filter(entry -> entry.getKey().source().equals(source))
                .filter(entry -> entry.getKey().what().equals(what))
                .filter(entry -> entry.getKey().reason().equals(reason))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Drops a file as a person does, whole at once. */
    public static void drop(Path dataDir, String source, String name, byte[] content) throws IOException {
        Path inbox = Files.createDirectories(dataDir.resolve("inbox").resolve(source));
        Path written = Files.write(dataDir.resolve(name + ".being-written"), content);
        Files.move(written, inbox.resolve(name));
    }

    public void drop(String source, String name, String content) throws IOException {
        drop(dataDir, source, name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The report of a file in {@code done} or {@code failed}; null as long as there is none. */
    public static JsonNode report(Path dataDir, String folder, String source, String name) {
        Path file = dataDir.resolve(folder).resolve(source).resolve(name + ".report.json");
        try {
            return Files.exists(file) && Files.size(file) > 0 ? Sender.JSON.readTree(file.toFile()) : null;
        } catch (IOException e) {
            return null; // it is being written
        }
    }

    public JsonNode report(String folder, String source, String name) {
        return report(dataDir, folder, source, name);
    }

    /** Copies the project's routes, so that a test can add to them. */
    public static Path copyOfRoutes(Path to) {
        return copy(Path.of("routes"), to);
    }

    /** Copies the project's mappings and their cases. */
    public static Path copyOfMappings(Path to) {
        return copy(Path.of("mappings"), to);
    }

    private static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException("the files cannot be copied", e);
        }
    }

    @Override
    public void close() {
        app.close();
    }

    private App start() throws StartFailed {
        Path file = Path.of(settings.getOrDefault(FILE, "application.properties"));
        Map<String, String> given = new TreeMap<>(settings);
        given.remove(FILE);
        given.values().removeIf(FROM_FILE::equals);
        SettingsFiles files = new SettingsFiles(file, Map.of(), given);
        return App.start(Settings.of(files.read()), files, clock);
    }
}
