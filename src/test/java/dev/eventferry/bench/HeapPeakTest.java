package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapPeakTest {

    private static final long MB = 1 << 20;
    private static final long HEAP = 256 * MB;

    @Test
    void the_peak_stays_after_the_heap_has_shrunk_until_it_is_reset() throws Exception {
        Process hungry = startHungry();
        try (BufferedReader said = hungry.inputReader(StandardCharsets.UTF_8);
                Writer ask = hungry.outputWriter(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("ready"); // a JVM that only begins cannot be attached to
            try (HeapPeak peak = HeapPeak.of(hungry.pid())) {
                peak.reset();
                assertThat(peak.bytes()).isBetween(1L, 60 * MB);

                ask.append("eat\n").flush();
                assertThat(said.readLine()).isEqualTo("eaten and forgotten");
                await().atMost(Duration.ofSeconds(30)).until(() -> peak.bytes() >= 100 * MB);
                assertThat(peak.bytes()).isLessThanOrEqualTo(HEAP);

                peak.reset();
                assertThat(peak.bytes()).isBetween(1L, 60 * MB);
            }
        } finally {
            hungry.destroyForcibly();
        }
    }

    @Test
    void a_process_that_has_ended_is_an_error() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThatThrownBy(() -> HeapPeak.of(ended.pid())).isInstanceOf(IOException.class);
    }

    private static Process startHungry() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        return new ProcessBuilder(java, "-Xmx" + HEAP, "-cp", classes, Hungry.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Takes 100 MB when asked for and lets go of it. */
    static final class Hungry {

        public static void main(String[] args) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("ready");
            in.readLine();
            eat();
            System.gc();
            System.out.println("eaten and forgotten");
            in.readLine();
        }

        private static void eat() {
            List<byte[]> blocks = new ArrayList<>();
            for (int i = 0; i < 1_600; i++) {
                blocks.add(new byte[1 << 16]);
            }
            System.gc(); // all of it is alive here, so that the process must have held it at once
            if (blocks.size() != 1_600) {
                throw new IllegalStateException("not hungry");
            }
        }
    }
}
