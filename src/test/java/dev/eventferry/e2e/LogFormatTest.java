package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code ferry.log.format = json} what collects logs gets an object a line. */
class LogFormatTest {

    @TempDir
    Path folder;

    @Test
    void every_line_of_the_log_is_an_object_with_time_level_logger_and_message() throws IOException {
        Path output = folder.resolve("output.log");
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = BundleProcess.start(
                        folder.resolve("data"), output, tikTok.url(), Map.of("ferry.log.format", "json"))) {
            bundle.endInOrder(Duration.ofSeconds(40));
            await().atMost(Duration.ofSeconds(10)).until(() -> bundle.output().contains("Stopping"));

            List<String> logged = bundle.output()
                    .lines()
                    .filter(line -> !line.startsWith("Eventferry is running")) // for whoever started it, not the log
                    .toList();

            assertThat(logged).isNotEmpty().allSatisfy(line -> {
                JsonNode entry = Sender.JSON.readTree(line);
                assertThat(entry.path("timestamp").asLong()).isPositive();
                assertThat(entry.path("level").asText()).isNotEmpty();
                assertThat(entry.path("loggerName").asText()).isNotEmpty();
                assertThat(entry.path("formattedMessage").asText()).isNotEmpty();
            });
        }
    }
}
