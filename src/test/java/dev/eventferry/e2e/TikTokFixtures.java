package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Requests as TikTok takes and refuses them, and a bundle set up for them. */
final class TikTokFixtures {

    static final String TRACK = "/open_api/v1.3/event/track/";

    private static final Path FOLDER = Path.of("src/test/resources/fixtures");
    private static final Path TRANSLATED = Path.of("src/test/resources/tiktok-door");

    private TikTokFixtures() {}

    /** A destination for each event source of the fixtures. */
    static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("ferry.destinations", "web,app,offline,crm");
        put(settings, "web", "CTESTP1XELC0DE0000A1");
        put(settings, "app", "7390000000000000017");
        put(settings, "offline", "7400000000000000123");
        put(settings, "crm", "7410000000000000456");
        return settings;
    }

    private static void put(Map<String, String> settings, String source, String id) {
        settings.put("ferry.destination." + source + ".event-source", source);
        settings.put("ferry.destination." + source + ".event-source-id", id);
        settings.put("ferry.destination." + source + ".access-token", TestSettings.TOKEN);
    }

    /** A clock that goes on from the moment at which the fixtures were written (fixtures/INDEX.md). */
    static Clock clock() {
        Instant written = Instant.parse("2026-01-01T00:10:00Z");
        return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), written));
    }

    /** The names of a folder's files, in order. */
    static List<String> files(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String folder, String file) {
        return read(FOLDER.resolve(folder), file);
    }

    /** What a 1.0 request is in the words of 2.0. */
    static String translated(String file) {
        return read(TRANSLATED, file);
    }

    private static String read(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return Sender.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file is sent (fixtures/INDEX.md). */
    static String path(String file) {
        if (file.contains("-legacy-")) {
            for (String call : List.of("pixel-track", "pixel-batch", "offline-track", "app-track")) {
                if (file.endsWith(call)) {
                    return "/open_api/v1.3/" + call.replace('-', '/') + "/";
                }
            }
        }
        return TRACK;
    }
}
