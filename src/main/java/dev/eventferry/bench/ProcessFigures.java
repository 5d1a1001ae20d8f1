package dev.eventferry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a process has used so far.
 *
 * @param cpu user and system time of all its threads, without its children; Linux counts in steps of 10 ms
 * @param rssBytes resident memory; 0 where there is no /proc to tell
 * @param peakRssBytes the most that was ever resident; 0 where there is no /proc to tell
 */
record ProcessFigures(Duration cpu, long rssBytes, long peakRssBytes) {

    private static final long KIB = 1024;

    /**
     * Reads them.
     *
     * @throws IOException if no such process runs, or the system does not tell its CPU time
     */
    static ProcessFigures of(long pid) throws IOException {
        Duration cpu = ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .flatMap(ProcessHandle.Info::totalCpuDuration)
                .orElseThrow(() -> new IOException("there is no process " + pid + " that tells its CPU time"));
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return new ProcessFigures(cpu, 0, 0);
        }
        String text = Files.readString(status);
        return new ProcessFigures(cpu, bytes(text, "VmRSS:"), bytes(text, "VmHWM:"));
    }

    /** What was used since an earlier reading: CPU time is the difference, memory stays as it is now. */
    ProcessFigures since(ProcessFigures earlier) {
        return new ProcessFigures(cpu.minus(earlier.cpu), rssBytes, peakRssBytes);
    }

    /** CPU-seconds for 100,000 events if these figures are what so many cost. */
    double cpuSecondsPer100k(long events) {
        return cpu.toNanos() / 1e9 * 100_000 / events;
    }

    /** A line of /proc/PID/status, {@code VmRSS:     12345 kB}; a process that is ending has none. */
    private static long bytes(String status, String name) {
        Optional<String> line =
                status.lines().filter(each -> each.startsWith(name)).findFirst();
        return line.map(found -> Long.parseLong(digits(found)) * KIB).orElse(0L);
    }

    private static String digits(String line) {
        return line.substring(line.indexOf(':') + 1, line.lastIndexOf(' ')).strip();
    }
}
