package dev.eventferry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsSourceTest {

    @Test
    void what_the_launcher_and_the_log_read_are_no_settings() {
        Map<String, String> environment = Map.of(
                "FERRY_JAVA_OPTS", "-Xmx1g",
                "FERRY_LOG_LEVEL", "DEBUG",
                "FERRY_ROOT_LOG_LEVEL", "INFO",
                "FERRY_HTTP_PORT", "8081");

        Map<String, String> settings = SettingsSource.read(Path.of("no-such-file"), environment, Map.of());

        assertThat(settings).containsExactly(Map.entry("ferry.http.port", "8081"));
    }
}
