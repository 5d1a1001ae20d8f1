package dev.eventferry.bench;

import dev.eventferry.event.Item;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.mapping.CanonicalReader;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.Mapping;
import dev.eventferry.mapping.MappingException;
import dev.eventferry.mapping.Result;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Eventferry's own benchmark: a purchase of two items in Segment's form, 1.7 kB, from a door to a TikTok on loopback that
 * has taken it. CPU time is that of the server's process alone. A tool, not a test.
 */
public final class Bench {

    /** The rows that can be measured. */
    public static final Set<String> ROWS = Set.of("transform", "canonical", "http-100", "http-1", "file", "crm");

    private static final int PLAIN_LOOP_EVENTS = 20_000;
    private static final int CONNECTIONS_BATCH = 16;
    private static final int CONNECTIONS_SINGLE = 128;

    /**
     * What to measure.
     *
     * @param rows of {@link #ROWS}
     * @param events in a row that is measured
     * @param warmUp events before, not counted
     * @param work an empty folder for data
     * @param javaOptions of the server's JVM; empty for those of this one
     */
    public record Options(Set<String> rows, long events, long warmUp, Path work, List<String> javaOptions) {}

    private final Options options;
    private final Consumer<String> say;
    private final List<Report.Row> rows = new ArrayList<>();
    private final Yardstick yardstick;
    private double yardstickBefore;

    private Bench(Options options, Consumer<String> say) throws IOException {
        this.options = options;
        this.say = say;
        this.yardstick = new Yardstick();
    }

    /** Measures, tells how it goes, and answers the figures as Markdown. */
    public static String run(Options options, Consumer<String> say) throws IOException, MappingException {
        Bench bench = new Bench(options, say);
        Path mappings = bench.mappings();
        String calibration = Calibration.of(options.work()).line();
        say.accept(calibration);
        if (options.rows().contains("transform")) {
            bench.transform();
        }
        if (options.rows().contains("canonical")) {
            bench.canonical();
        }
        if (options.rows().contains("http-100")) {
            bench.http("HTTP, 100 events a request", mappings, 100, CONNECTIONS_BATCH, 1);
        }
        if (options.rows().contains("http-1")) {
            bench.http("HTTP, one event a request", mappings, 1, CONNECTIONS_SINGLE, 2);
        }
        if (options.rows().contains("file")) {
            bench.file("file import (a shop's CSV)", mappings, "web", Purchases::writeCsv);
        }
        if (options.rows().contains("crm")) {
            bench.file("file import (a CRM's CSV)", mappings, "offline", Purchases::writeCrmCsv);
        }
        return calibration + System.lineSeparator() + System.lineSeparator() + Report.markdown(bench.rows);
    }

    private void transform() throws IOException, MappingException {
        Purchases purchases = Purchases.recent(Instant.now());
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < PLAIN_LOOP_EVENTS; i++) {
            events.add(purchases.next());
        }
        transform("plain-loop transform", segment(), events);
    }

    /** What is left when no mapping is needed: the difference is what the mapping costs. */
    private void canonical() throws IOException, MappingException {
        ItemMapper segment = segment();
        Purchases purchases = Purchases.recent(Instant.now());
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < PLAIN_LOOP_EVENTS; i++) {
            Item item = new JsonItem(BodyReader.JSON.readTree(purchases.next()));
            events.add(CanonicalForm.of(
                    ((Result.Mapped) segment.apply(item, 0, "web")).events().get(0)));
        }
        transform("plain-loop transform, no mapping", new CanonicalReader(), events);
    }

    private static ItemMapper segment() throws IOException, MappingException {
        return Mapping.compile("mappings/segment.yaml", resource("segment.yaml"));
    }

    private void transform(String name, ItemMapper mapping, List<byte[]> events) throws IOException {
        begin(name);
        TransformLoop loop = new TransformLoop(mapping);
        long bytes = 0;
        for (long i = 0; i < options.warmUp(); i++) {
            bytes += loop.transform(events.get((int) (i % events.size())));
        }
        var thread = ManagementFactory.getThreadMXBean();
        long cpu = thread.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        for (long i = 0; i < options.events(); i++) {
            bytes += loop.transform(events.get((int) (i % events.size())));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Duration used = Duration.ofNanos(thread.getCurrentThreadCpuTime() - cpu);
        ProcessFigures own = ProcessFigures.of(ProcessHandle.current().pid());
        add(new Report.Row(
                name + " (" + bytes / (options.events() + options.warmUp()) + " bytes out)",
                options.events(),
                seconds,
                new ProcessFigures(used, own.rssBytes(), own.peakRssBytes()),
                yardstick(),
                null,
                null,
                null));
    }

    private void http(String name, Path mappings, int perRequest, int connections, int part) throws IOException {
        begin(name);
        long events = options.events() / part;
        try (Server server = start(mappings, "http-" + perRequest)) {
            HeapPeak heap = server.heapPeak();
            LoadGenerator generator = new LoadGenerator(server.events("segment"), connections, perRequest, Map.of());
            Purchases purchases = Purchases.recent(Instant.now());
            generator.run(purchases::next, options.warmUp() / part);
            server.awaitQuiet();
            heap.reset();
            long before = server.delivered();
            ProcessFigures start = server.figures();
            LoadGenerator.Result result = generator.run(purchases::next, events);
            server.awaitQuiet();
            ProcessFigures used = server.figures().since(start);
            if (result.notAccepted() > 0) {
                throw new IOException("not every request was answered 202: " + result.statusCounts());
            }
            long delivered = server.delivered() - before;
            say.accept("  " + delivered + " delivered of " + events + " posted (the rest are duplicate order ids)");
            add(new Report.Row(
                    name, events, result.seconds(), used, yardstick(), result.p50(), result.p99(), heap.bytes()));
        }
    }

    private interface Export {
        void write(Purchases purchases, Path file, long rows) throws IOException;
    }

    private void file(String name, Path mappings, String eventSource, Export export) throws IOException {
        begin(name);
        Path warm = options.work().resolve("warm.csv");
        Path measured = options.work().resolve("measured.csv");
        Purchases purchases = Purchases.recent(Instant.now());
        export.write(purchases, warm, options.warmUp());
        export.write(purchases, measured, options.events());
        long megabytes = Files.size(measured) >> 20;
        try (Server server = start(mappings, "file", "ferry.destination.web.event-source=" + eventSource)) {
            HeapPeak heap = server.heapPeak();
            drop(warm, server);
            server.awaitQuiet();
            heap.reset();
            ProcessFigures start = server.figures();
            long began = System.nanoTime();
            drop(measured, server);
            long last = server.awaitQuiet();
            add(new Report.Row(
                    name + ", " + megabytes + " MB",
                    options.events(),
                    (last - began) / 1e9,
                    server.figures().since(start),
                    yardstick(),
                    null,
                    null,
                    heap.bytes()));
        }
    }

    /** Waits until the file is imported. */
    private static void drop(Path file, Server server) throws IOException {
        Path name = file.getFileName();
        Files.move(file, server.inbox("purchases").resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Path failed = server.data().resolve("failed/purchases/" + name + ".report.json");
        Path done = server.data().resolve("done/purchases/" + name);
        server.await("to import", () -> {
            if (Files.exists(failed)) {
                throw new IOException("The file is refused: " + Files.readString(failed));
            }
            return Files.exists(done);
        });
    }

    private Server start(Path mappings, String name, String... settings) throws IOException {
        return Server.start(mappings, options.work().resolve(name), options.javaOptions(), List.of(settings));
    }

    private void begin(String name) throws IOException {
        say.accept(name + " ...");
        yardstickBefore = yardstick.cpuSecondsPer100k();
    }

    /** The machine's speed before the row and now, on average. */
    private double yardstick() throws IOException {
        return (yardstickBefore + yardstick.cpuSecondsPer100k()) / 2;
    }

    private void add(Report.Row row) {
        rows.add(row);
        say.accept(Report.markdown(List.of(row)));
    }

    private Path mappings() throws IOException {
        Path folder = Files.createDirectories(options.work().resolve("mappings"));
        for (String name : List.of("segment.yaml", "purchases.yaml")) {
            Files.writeString(folder.resolve(name), resource(name));
        }
        return folder;
    }

    private static String resource(String name) throws IOException {
        Path shipped = Path.of("mappings", name);
        if (Files.exists(shipped)) {
            return Files.readString(shipped);
        }
        try (InputStream in = Bench.class.getResourceAsStream("/bench/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
