package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapPeakTest {

    private static final int MB = 1 << 20;

    @Test
    void the_peak_stays_after_the_heap_has_shrunk_until_it_is_reset() throws Exception {
        Process hungry = start(Hungry.class);
        try (HeapPeak peak = HeapPeak.of(hungry.pid());
                BufferedReader said = hungry.inputReader(StandardCharsets.UTF_8);
                Writer ask = hungry.outputWriter(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("ready");
            peak.reset();
            assertThat(peak.bytes()).isLessThan(64L * MB);

            ask.append("eat\n").flush();
            assertThat(said.readLine()).isEqualTo("eaten and forgotten");
            assertThat(peak.bytes()).isBetween(100L * MB, 200L * MB);

            peak.reset();
            assertThat(peak.bytes()).isLessThan(64L * MB);
        } finally {
            hungry.destroyForcibly();
        }
    }

    @Test
    void a_process_that_is_no_jvm_is_an_error() throws IOException {
        Process sleeping = new ProcessBuilder("sleep", "600").start();
        try {
            assertThatThrownBy(() -> HeapPeak.of(sleeping.pid())).isInstanceOf(IOException.class);
        } finally {
            sleeping.destroyForcibly();
        }
    }

    private static Process start(Class<?> main) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        List.of(java, "-Xmx256m", "-cp", System.getProperty("java.class.path"), main.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Takes 100 MB when asked for and lets go of it. */
    static final class Hungry {

        public static void main(String[] args) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("ready");
            in.readLine();
            byte[][] blocks = new byte[100][];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = new byte[MB];
            }
            int eaten = blocks.length;
            blocks = new byte[0][];
            System.gc();
            System.out.println(eaten + blocks.length == 100 ? "eaten and forgotten" : "not hungry");
            in.readLine();
        }
    }
}
