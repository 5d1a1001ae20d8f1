package dev.eventferry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {

    @Test
    void the_command_line_goes_before_the_environment_and_that_before_secrets_and_those_before_the_file(
            @TempDir Path folder) throws IOException {
        Path file = write(
                folder,
                "application.properties",
                "ferry.batch.size = 1\nferry.batch.linger = 1s\nferry.http.port = 1\nferry.files.chunk = 1\n");
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        for (String key : new String[] {"ferry.batch.size", "ferry.batch.linger", "ferry.http.port"}) {
            Files.writeString(secrets.resolve(key), "2s\n");
        }

        Map<String, String> settings = SettingsSource.read(
                file,
                Map.of(
                        "FERRY_SECRETS_DIR", secrets.toString(),
                        "FERRY_BATCH_SIZE", "3",
                        "FERRY_BATCH_LINGER", "3s"),
                Map.of("ferry.batch.size", "4"));

        assertThat(settings)
                .containsEntry("ferry.batch.size", "4")
                .containsEntry("ferry.batch.linger", "3s")
                .containsEntry("ferry.http.port", "2s")
                .containsEntry("ferry.files.chunk", "1");
    }

    @Test
    void a_variable_finds_the_key_whose_dots_and_dashes_it_lost(@TempDir Path folder) throws IOException {
        Map<String, String> settings = SettingsSource.read(
                write(folder, "application.properties", ""),
                Map.of("FERRY_DESTINATION_WEB_EVENT_SOURCE_ID", "PIXEL"),
                Map.of());

        assertThat(settings).containsExactly(Map.entry("ferry.destination.web.event-source-id", "PIXEL"));
    }

    @Test
    void the_variables_of_the_launcher_are_no_settings_and_that_of_the_log_is_one(@TempDir Path folder)
            throws IOException {
        Map<String, String> settings = SettingsSource.read(
                write(folder, "application.properties", ""),
                Map.of("FERRY_JAVA_OPTS", "-Xmx1g", "FERRY_LOG_LEVEL", "DEBUG", "FERRY_ROOT_LOG_LEVEL", "INFO"),
                Map.of());

        assertThat(settings).containsExactly(Map.entry("ferry.log.level", "DEBUG"));
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
