package dev.eventferry.bench;

import dev.eventferry.simulator.Simulator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Eventferry in a process of its own, with fresh data and a TikTok in ours, to be measured from outside. */
final class Server implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int HELD = 1000;

    /** Keys are 28 bytes a slot, and this process has the heap of {@code ./ferry}; what is sent twice is sent twice soon. */
    private static final int KNOWN = 300_000;

    private final Simulator tikTok;
    private final Process process;
    private final Path data;
    private final int port;

    private Server(Simulator tikTok, Process process, Path data, int port) {
        this.tikTok = tikTok;
        this.process = process;
        this.data = data;
        this.port = port;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param mappings folder of mappings
     * @param javaOptions of its JVM; empty for those of ours
     */
    static Server start(Path mappings, Path data, List<String> javaOptions, List<String> more) throws IOException {
        Simulator tikTok = Simulator.start(
                Simulator.Settings.at("127.0.0.1", 0).holding(HELD).knowing(KNOWN));
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                javaOptions.isEmpty() ? ManagementFactory.getRuntimeMXBean().getInputArguments() : javaOptions);
        command.add(HeapPeak.javaOption(collections(data)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.eventferry.cli.Ferry", "run"));
        List<String> settings = new ArrayList<>(List.of(
                "ferry.tiktok.base-url=" + tikTok.baseUrl(),
                "ferry.destinations=web",
                "ferry.destination.web.event-source-id=BENCH",
                "ferry.destination.web.access-token=bench",
                "ferry.data-dir=" + data,
                "ferry.mappings-dir=" + mappings,
                "ferry.http.port=" + port,
                "ferry.management.port=" + freePort()));
        settings.addAll(more);
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        Files.createDirectories(data);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("server.log").toFile())
                .start();
        Server server = new Server(tikTok, process, data, port);
        server.await(
                "to start", () -> Files.readString(data.resolve("server.log")).contains("is running"));
        return server;
    }

    URI events(String source) {
        return URI.create("http://127.0.0.1:" + port + "/v1/events?source=" + source);
    }

    Path inbox(String source) {
        return data.resolve("inbox").resolve(source);
    }

    Path data() {
        return data;
    }

    ProcessFigures figures() throws IOException {
        return ProcessFigures.of(process.pid());
    }

    HeapPeak heapPeak() {
        return HeapPeak.of(collections(data));
    }

    private static Path collections(Path data) {
        return data.resolve("gc.log");
    }

    /** How many events TikTok was sent. */
    long delivered() {
        return tikTok.stats().received();
    }

    /** Waits until nothing more has arrived for a second; answers when the last one did, in nanoTime. */
    long awaitQuiet() throws IOException {
        long[] last = {delivered(), System.nanoTime()};
        await("to fall quiet", () -> {
            long now = delivered();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > TimeUnit.SECONDS.toNanos(1);
        });
        return last[1];
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    void await(String what, Condition condition) throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IOException(
                        "Eventferry was expected " + what + ": " + Files.readString(data.resolve("server.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        tikTok.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
