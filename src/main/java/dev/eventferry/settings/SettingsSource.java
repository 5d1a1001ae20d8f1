package dev.eventferry.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the settings together: {@code application.properties}, overridden by files in {@code ferry.secrets-dir},
 * overridden by environment variables, overridden by what the command line says.
 */
public final class SettingsSource {

    private static final String PREFIX = "FERRY_";

    /** Read by the launcher and by logback.xml; no settings. FERRY_LOG_LEVEL is one too, and logback.xml reads it. */
    private static final Set<String> NOT_OURS = Set.of("FERRY_JAVA_OPTS", "FERRY_ROOT_LOG_LEVEL");

    private SettingsSource() {}

    /**
     * Reads everything.
     *
     * @param file may be absent; then only the rest counts
     * @throws SettingsException when something cannot be read
     */
    public static Map<String, String> read(Path file, Map<String, String> environment, Map<String, String> given) {
        Map<String, String> settings = new TreeMap<>();
        readFile(file, settings);
        Map<String, String> outside = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !NOT_OURS.contains(name)) {
                outside.put(keyOf(name, settings), value);
            }
        });
        outside.putAll(given);
        String secrets = outside.getOrDefault("ferry.secrets-dir", settings.get("ferry.secrets-dir"));
        readSecrets(secrets, settings);
        settings.putAll(outside);
        return settings;
    }

    private static void readFile(Path file, Map<String, String> into) {
        if (!Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(file + " cannot be read: " + e.getMessage());
        }
        properties.forEach(
                (key, value) -> into.put(key.toString(), value.toString().strip()));
    }

    private static void readSecrets(@Nullable String folder, Map<String, String> into) {
        if (folder == null || folder.isBlank()) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
            for (Path file : files) {
                String key = file.getFileName().toString();
                if (key.startsWith("ferry.") && Files.isRegularFile(file)) {
                    into.put(key, Files.readString(file).strip());
                }
            }
        } catch (IOException e) {
            throw new SettingsException("ferry.secrets-dir: " + folder + " cannot be read: make it, or leave it out");
        }
    }

    /** The key that an environment variable means: a known one if it matches, otherwise with dots throughout. */
    static String keyOf(String variable, Map<String, String> known) {
        for (String key : known.keySet()) {
            if (variableOf(key).equals(variable)) {
                return key;
            }
        }
        return KnownSettings.keyOf(variable);
    }

    static String variableOf(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
