package dev.eventferry.cli;

import dev.eventferry.camel.App;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.simulator.Simulator;
import dev.eventferry.simulator.Stats;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Eventferry with a TikTok, a shop, a CRM and an orders table around it, all in this process and on loopback.
 * What it writes is in a folder of its own, which goes when it is closed.
 */
final class Demo {

    /** How the demo calls its sources. */
    static final Map<String, String> LABELS =
            Map.of("storefront", "storefront (HTTP)", "crm", "crm (file)", "orders", "orders (table)");

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final int STEP_MILLIS = 250;
    private static final int HTTP_PORT = 8080;
    private static final int MANAGEMENT_PORT = 9876;

    private final Setup setup;
    private final Path folder;
    private final Simulator simulator;
    private final App app;
    private final int httpPort;
    private final int managementPort;
    private final List<DemoFeed> feeds;
    private final long began = System.nanoTime();
    private String shown = "";

    /**
     * What the demo needs to be told.
     *
     * @param routes the folder whose routes it runs, a copy of them
     * @param mappings the folder with the mappings of its three sources
     * @param limit until everything must be delivered
     * @param say takes each line for the person who watches
     */
    record Setup(Path routes, Path mappings, Duration limit, Consumer<String> say) {}

    private Demo(
            Setup setup,
            Path folder,
            Simulator simulator,
            App app,
            int httpPort,
            int managementPort,
            List<DemoFeed> feeds) {
        this.setup = setup;
        this.folder = folder;
        this.simulator = simulator;
        this.app = app;
        this.httpPort = httpPort;
        this.managementPort = managementPort;
        this.feeds = feeds;
    }

    /**
     * Starts everything; nothing is sent yet.
     *
     * @param opened takes what must be closed, also when the start fails
     */
    static Demo start(Setup setup, Opened opened) throws Exception {
        return opened.during(() -> open(setup, opened));
    }

    private static Demo open(Setup setup, Opened opened) throws Exception {
        Path folder = Files.createTempDirectory("eventferry-demo-");
        opened.add(() -> Folders.delete(folder));
        Path data = folder.resolve("data");
        Path routes = copyRoutes(setup.routes(), folder.resolve("routes"));
        int httpPort = freePort(HTTP_PORT);
        int managementPort = freePort(MANAGEMENT_PORT);
        Simulator simulator = opened.add(Simulator.start("127.0.0.1", 0));

        Clock clock = Clock.systemUTC();
        DemoShop storefront = new DemoShop("http://127.0.0.1:" + httpPort, clock, setup.say());
        DemoOrders orders = opened.add(new DemoOrders(clock, setup.say(), storefront::isDone));
        DemoCrm crm = new DemoCrm(data.resolve("inbox").resolve("crm"), folder, clock, setup.say());

        Map<String, String> settings = new HashMap<>();
        settings.put("ferry.data-dir", data.toString());
        settings.put("ferry.routes-dir", routes.toString());
        settings.put("ferry.mappings-dir", setup.mappings().toString());
        settings.put("ferry.http.port", String.valueOf(httpPort));
        settings.put("ferry.management.port", String.valueOf(managementPort));
        settings.put("ferry.tiktok.base-url", simulator.baseUrl());
        settings.put("ferry.destination.web.event-source-id", "DEMOPIXEL0000000001");
        settings.put("ferry.destination.web.access-token", "demo-token");
        settings.put("ferry.datasource.shop.url", orders.url());
        settings.put("ferry.files.quiet", "500ms");
        App app = opened.add(App.start(Settings.of(settings)));
        return new Demo(setup, folder, simulator, app, httpPort, managementPort, List.of(storefront, crm, orders));
    }

    /**
     * Feeds all three doors and waits for what comes of it, telling as it goes.
     *
     * @return what is not as it must be, a sentence each; empty when all is well
     */
    List<String> feed() throws Exception {
        long limit = System.nanoTime() + setup.limit().toNanos();
        Tally tally = tally();
        while (!isSettled(tally)) {
            if (System.nanoTime() > limit) {
                List<String> problems = differences(tally);
                problems.add(0, "after " + setup.limit().toSeconds() + " seconds not everything is delivered");
                return problems;
            }
            for (DemoFeed feed : feeds) {
                if (!feed.isDone()) {
                    feed.step(tally);
                }
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            tally = tally();
            show(tally);
        }
        return differences(tally);
    }

    /** Tells of what changes, until the thread is interrupted. */
    void watch() throws InterruptedException {
        while (true) {
            TimeUnit.SECONDS.sleep(1);
            show(tally());
        }
    }

    Tally tally() {
        return Tally.of(app.ledger());
    }

    Simulator simulator() {
        return simulator;
    }

    Path folder() {
        return folder;
    }

    /** What TikTok has to say of it all. */
    String delivered() {
        Stats stats = simulator.stats();
        return "The simulated TikTok got " + stats.received() + " events in " + stats.requests()
                + " requests, at most " + stats.largestRequest() + " in one; it merged " + stats.merged()
                + " copies and holds " + stats.kept() + " events.";
    }

    /** Where to look and what to try. */
    String addresses() {
        String base = "http://127.0.0.1:" + httpPort;
        return """
                Try it:
                  curl -s '%1$s/v1/events?source=storefront&verbose=true' -H 'Content-Type: application/json' -d '%2$s'
                  drop a CSV like %3$s into %4$s

                Inspector           %1$s/inspector
                What TikTok holds   %5$s/simulator/events
                Status              %1$s/v1/status
                Health              http://127.0.0.1:%6$d/observe/health
                Metrics             http://127.0.0.1:%6$d/observe/metrics
                """.formatted(
                base,
                "{\"event_name\":\"purchase\",\"transaction_id\":\"try-1\",\"timestamp\":\""
                        + Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS)
                        + "\",\"value\":12.50,\"currency\":\"EUR\",\"user\":{\"email\":\"you@example.com\"},"
                        + "\"page\":{\"location\":{\"href\":\"https://shop.example.com/\"}},"
                        + "\"consent\":{\"advertising\":\"granted\"}}",
                folder.resolve("data/done/crm"),
                folder.resolve("data/inbox/crm"),
                simulator.baseUrl(),
                managementPort).stripTrailing();
    }

    private boolean isSettled(Tally tally) {
        for (DemoFeed feed : feeds) {
            String source = feed.expected().source();
            long settled = tally.count(source, "delivered") + tally.count(source, "dead");
            if (!feed.isDone() || !feed.expected().isJudged(tally) || settled < tally.count(source, "accepted")) {
                return false;
            }
        }
        return app.backlog().values().stream().allMatch(waiting -> waiting == 0);
    }

    private List<String> differences(Tally tally) {
        List<String> differences = new ArrayList<>();
        feeds.forEach(feed -> differences.addAll(feed.expected().differences(tally)));
        Stats stats = simulator.stats();
        if (stats.received() != tally.total("delivered")) {
            differences.add("TikTok took " + stats.received() + " events, but " + tally.total("delivered")
                    + " are counted as delivered");
        }
        if (stats.dropped() > 0) {
            differences.add("TikTok dropped " + stats.dropped() + " copies that should not have been sent");
        }
        return differences;
    }

    private void show(Tally tally) {
        String now = feeds.stream()
                .map(feed -> feed.expected().source())
                .map(source -> progress(source, tally))
                .collect(Collectors.joining("   "));
        if (!now.equals(shown)) {
            shown = now;
            double seconds = (System.nanoTime() - began) / 1e9;
            setup.say().accept(String.format(Locale.ROOT, "%5.1f s  %s", seconds, now));
        }
    }

    /** What is delivered was accepted, though the count of that may come a second later. */
    private static String progress(String source, Tally tally) {
        long delivered = tally.count(source, "delivered");
        return source + " " + Math.max(tally.count(source, "accepted"), delivered) + " accepted, " + delivered
                + " delivered";
    }

    /** Copies routes, but those made from templates: they would poll the tables of whoever tries the demo. */
    private static Path copyRoutes(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            throw new SettingsException(
                    "there is no folder " + from.toAbsolutePath() + ": start in Eventferry's folder");
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".camel.yaml")
                        && !Files.readString(file).contains("templatedRoute:")) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        try (InputStream route = Demo.class.getResourceAsStream("/demo/orders.camel.yaml")) {
            Files.copy(Objects.requireNonNull(route), to.resolve("demo-orders.camel.yaml"));
        }
        return to;
    }

    private static int freePort(int wish) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int port : new int[] {wish, 0}) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(loopback, port));
                return socket.getLocalPort();
            } catch (IOException e) {
                LOG.debug("Port {} is taken", port);
            }
        }
        throw new IOException("no port is free on " + loopback);
    }
}
