package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapPeakTest {

    private static final long MB = 1 << 20;
    private static final long HEAP = 256 * MB;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseParallelGC", "-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void the_peak_stays_after_the_heap_has_shrunk_until_it_is_reset(String collector, @TempDir Path folder)
            throws Exception {
        Path log = folder.resolve("gc.log");
        Process hungry = startHungry(collector, HeapPeak.javaOption(log));
        try (BufferedReader said = hungry.inputReader(StandardCharsets.UTF_8);
                Writer ask = hungry.outputWriter(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("ready");
            HeapPeak peak = HeapPeak.of(log);
            peak.reset();
            assertThat(peak.bytes()).isLessThan(60 * MB);

            ask.append("eat\n").flush();
            assertThat(said.readLine()).isEqualTo("eaten and forgotten");
            await().atMost(Duration.ofSeconds(30)).until(() -> peak.bytes() >= 100 * MB);
            assertThat(peak.bytes()).isLessThanOrEqualTo(HEAP);

            peak.reset();
            assertThat(peak.bytes()).isZero();
        } finally {
            hungry.destroyForcibly();
        }
    }

    private static Process startHungry(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + HEAP));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hungry.class.getName()));
        return new ProcessBuilder(command)
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
