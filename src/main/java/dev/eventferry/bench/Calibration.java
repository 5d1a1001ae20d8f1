package dev.eventferry.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the machine can do, to stand beside every result: disks differ, and the same disk from hour to hour, three to
 * five times over.
 *
 * @param syncsPerSecond how many 4 KB appends, each forced to the disk (fdatasync on Linux), one thread does a second
 * @param syncP99 the time that 99 in 100 of them did not exceed
 */
record Calibration(double syncsPerSecond, Duration syncP99) {

    private static final int BLOCK_BYTES = 4096;
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /**
     * Measures for one second in a file of its own, which is gone afterwards.
     *
     * @param folder where the store keeps its data
     */
    static Calibration of(Path folder) throws IOException {
        return of(folder, ONE_SECOND);
    }

    static Calibration of(Path folder, Duration time) throws IOException {
        Path file = Files.createTempFile(folder, "calibration", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return measure(channel, time.toNanos());
        } finally {
            Files.delete(file);
        }
    }

    /** Disk and machine in one line. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s %s, Java %s (%s); disk: %,.0f fdatasync/s, p99 %.1f ms",
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                System.getProperty("java.vm.vendor"),
                syncsPerSecond,
                syncP99.toNanos() / 1e6);
    }

    private static Calibration measure(FileChannel channel, long nanos) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        long last = start;
        long syncs = 0;
        while (last - start < nanos) {
            channel.write(block.clear());
            channel.force(false);
            long now = System.nanoTime();
            latencies.add(now - last);
            last = now;
            syncs++;
        }
        return new Calibration(syncs * 1e9 / (last - start), latencies.percentile(99));
    }

    /** Linux on ARM names no model there; then the architecture has to do. */
    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElseGet(Calibration::architecture);
        } catch (IOException e) {
            return architecture(); // not Linux
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
