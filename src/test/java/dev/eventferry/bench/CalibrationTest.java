package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {

    @Test
    void a_disk_is_measured_and_left_as_it_was(@TempDir Path folder) throws IOException {
        Calibration calibration = Calibration.of(folder, Duration.ofMillis(100));

        assertThat(calibration.syncsPerSecond()).isPositive();
        assertThat(calibration.syncP99()).isPositive();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_line_names_disk_and_machine() {
        String line = new Calibration(2_703.4, Duration.ofNanos(4_120_000)).line();

        assertThat(line)
                .contains(Runtime.getRuntime().availableProcessors() + " cores")
                .contains("Java " + Runtime.version())
                .endsWith("disk: 2,703 fdatasync/s, p99 4.1 ms")
                .doesNotContain("\n");
    }
}
