package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessFiguresTest {

    private static final long OWN = ProcessHandle.current().pid();
    private static final int MB = 1 << 20;

    @Test
    void work_shows_as_cpu_time() throws IOException {
        ProcessFigures before = ProcessFigures.of(OWN);

        Purchases purchases = Purchases.asMeasured();
        await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
            for (int i = 0; i < 5_000; i++) {
                purchases.next();
            }
            return ProcessFigures.of(OWN).since(before).cpu().compareTo(Duration.ofMillis(50)) >= 0;
        });

        Duration used = ProcessFigures.of(OWN).since(before).cpu();
        assertThat(used).isLessThan(ProcessFigures.of(OWN).cpu());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memory_that_is_touched_becomes_resident() throws IOException {
        ProcessFigures before = ProcessFigures.of(OWN);

        ByteBuffer block = ByteBuffer.allocateDirect(64 * MB);
        for (int i = 0; i < block.capacity(); i += 1024) {
            block.put(i, (byte) 1);
        }
        ProcessFigures after = ProcessFigures.of(OWN);

        assertThat(after.rssBytes() - before.rssBytes()).isGreaterThan(32L * MB);
        assertThat(after.peakRssBytes()).isGreaterThanOrEqualTo(after.rssBytes());
        assertThat(block.get(0)).isEqualTo((byte) 1); // it lives until here
    }

    @Test
    void cpu_time_is_told_for_100_000_events() {
        ProcessFigures before = new ProcessFigures(Duration.ofMillis(1_500), 10, 20);
        ProcessFigures after = new ProcessFigures(Duration.ofMillis(2_750), 30, 40);

        ProcessFigures used = after.since(before);

        assertThat(used).isEqualTo(new ProcessFigures(Duration.ofMillis(1_250), 30, 40));
        assertThat(used.cpuSecondsPer100k(50_000)).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void a_process_that_has_ended_is_an_error() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThatThrownBy(() -> ProcessFigures.of(ended.pid()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Long.toString(ended.pid()));
    }
}
