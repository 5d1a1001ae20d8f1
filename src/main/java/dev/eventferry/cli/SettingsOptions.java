package dev.eventferry.cli;

import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.settings.SettingsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the settings come from, alike for every command that needs them. */
final class SettingsOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The settings (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("application.properties");

    @Option(
            names = {"-D", "--set"},
            paramLabel = "KEY=VALUE",
            description = "A setting that overrides file and environment: --set ferry.http.port=8081. May be repeated.")
    private Map<String, String> given = new LinkedHashMap<>();

    Settings read() {
        return read(Map.of());
    }

    /** @param own what the command itself decides; the user's --set still wins */
    Settings read(Map<String, String> own) {
        if (!Files.exists(file)) {
            throw new SettingsException("There is no " + file.toAbsolutePath()
                    + ": start in Eventferry's folder, or name the settings with --config");
        }
        Map<String, String> all = new LinkedHashMap<>(own);
        all.putAll(given);
        return Settings.of(SettingsSource.read(file, System.getenv(), all));
    }
}
