package dev.eventferry.cli;

import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.settings.SettingsFiles;
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
            description = "The file with the settings (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("application.properties");

    @Option(
            names = {"-D", "--set"},
            paramLabel = "KEY=VALUE",
            description =
                    "A setting that overrides file and environment, such as ferry.http.port=8081. May be repeated.")
    private Map<String, String> given = new LinkedHashMap<>();

    /** As {@code --set} would. */
    void set(String key, String value) {
        given.put(key, value);
    }

    /** Every setting, checked. */
    Settings read() {
        return Settings.of(values());
    }

    /** For a command that needs a few of them only. */
    Settings unchecked() {
        return Settings.unchecked(values());
    }

    /** Where they come from, to be read again. */
    SettingsFiles files() {
        return new SettingsFiles(file, System.getenv(), given);
    }

    private Map<String, String> values() {
        if (!Files.exists(file)) {
            throw new SettingsException("There is no " + file.toAbsolutePath()
                    + ": start in Eventferry's folder, or name the settings with --config");
        }
        return SettingsSource.read(file, System.getenv(), given);
    }
}
