package dev.eventferry.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where the settings come from, to be read again when files have changed; environment and command line do not change. */
public final class SettingsFiles {

    private final Path file;
    private final Map<String, String> environment;
    private final Map<String, String> given;

    /**
     * @param file {@code application.properties}
     * @param given what the command line says
     */
    public SettingsFiles(Path file, Map<String, String> environment, Map<String, String> given) {
        this.file = file;
        this.environment = new TreeMap<>(environment);
        this.given = new TreeMap<>(given);
    }

    /**
     * What the settings are now, unchecked.
     *
     * @throws SettingsException when something cannot be read
     */
    public Map<String, String> read() {
        return SettingsSource.read(file, environment, given);
    }

    /** The file's name, for messages. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** The line of the file at which that setting stands; 0 when it comes from elsewhere. */
    public int lineOf(String key) {
        try {
            int line = 0;
            for (String text : Files.readAllLines(file)) {
                line++;
                String entry = text.strip();
                if (entry.startsWith(key) && entry.substring(key.length()).matches("\\s*[=:].*")) {
                    return line;
                }
            }
        } catch (IOException e) {
            // then nobody knows
        }
        return 0;
    }
}
