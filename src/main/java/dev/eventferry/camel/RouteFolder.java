package dev.eventferry.camel;

import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The folder of routes, and its files as they were at the start. */
final class RouteFolder {

    private static final String ENDING = ".camel.yaml";

    private final Path path;
    private final WatchedFolder watched;
    private final Map<String, byte[]> atStart;

    private RouteFolder(Path path, WatchedFolder watched, Map<String, byte[]> atStart) {
        this.path = path;
        this.watched = watched;
        this.atStart = atStart;
    }

    /**
     * Reads the folder.
     *
     * @throws SettingsException when it has no routes
     */
    static RouteFolder read(Settings settings) throws IOException {
        Path path = Path.of(settings.text("ferry.routes-dir")).toAbsolutePath().normalize();
        WatchedFolder watched = new WatchedFolder(path, name -> name.endsWith(ENDING) && !name.startsWith("."));
        Map<String, byte[]> files = Files.isDirectory(path) ? watched.take() : Map.of();
        if (files.isEmpty()) {
            throw new SettingsException("ferry.routes-dir: there is no *.camel.yaml in " + path
                    + "; start in Eventferry's folder or set ferry.routes-dir");
        }
        return new RouteFolder(path, watched, files);
    }

    Path path() {
        return path;
    }

    /** As messages show it. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    WatchedFolder watched() {
        return watched;
    }

    Map<String, byte[]> atStart() {
        return atStart;
    }

    /** Where Camel finds them. */
    String pattern() {
        return "file:" + path + "/*" + ENDING;
    }

    /** @param beans what steps may call; empty when they are not known */
    RouteCheck check(Settings settings, Map<String, Class<?>> beans) {
        return new RouteCheck(name(), settings.placeholders(), settings.dataDir(), beans);
    }
}
