package dev.eventferry.camel;

import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.settings.SettingsFiles;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerRouteEventNotifier;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.EventHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Eventferry: the routes of its folder between its doors and its store. */
public final class App implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(App.class);

    /** How long a stop may take in all, in seconds. */
    private static final String STOP = "camel.main.shutdown-timeout";

    private static final long SECONDS_TO_STOP = 20;
    private static final long SHORTEST_STOP_SECONDS = 10;

    /** It serves none, and its folder for them would stay behind wherever a process is killed. */
    private static final FileSystemOptions NO_FILES =
            new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);

    private final DataDir dataDir;
    private final Wiring wiring;
    private final Vertx vertx;
    private final HttpServer server;
    private final Housekeeping housekeeping;
    private final Main main;
    private final LiveConfig live;
    private final OrderlyStop stop;
    private final long secondsToStop;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile String closing = "";

    private App(
            DataDir dataDir,
            Wiring wiring,
            Vertx vertx,
            HttpServer server,
            Housekeeping housekeeping,
            Main main,
            LiveConfig live,
            OrderlyStop stop,
            long secondsToStop) {
        this.dataDir = dataDir;
        this.wiring = wiring;
        this.vertx = vertx;
        this.server = server;
        this.housekeeping = housekeeping;
        this.main = main;
        this.live = live;
        this.stop = stop;
        this.secondsToStop = secondsToStop;
    }

    /**
     * Starts; when it returns, the doors are open.
     *
     * @throws StartFailed with a sentence for whoever must act; nothing is left running then
     */
    public static App start(Settings settings) throws StartFailed {
        return start(settings, null);
    }

    /**
     * Starts, and follows changes of the settings too.
     *
     * @param files where the settings come from; null when they do not change
     */
    public static App start(Settings settings, @Nullable SettingsFiles files) throws StartFailed {
        return start(settings, files, Clock.systemUTC());
    }

    /** Starts by another clock than the machine's, which goes at the same pace. */
    public static App start(Settings settings, @Nullable SettingsFiles files, Clock clock) throws StartFailed {
        return Cleanup.starting(cleanup -> start(settings, files, clock, cleanup));
    }

    private static App start(Settings settings, @Nullable SettingsFiles files, Clock clock, Cleanup cleanup)
            throws Exception {
        RouteFolder routes = RouteFolder.read(settings);
        Wiring.requireNone(routes.check(settings, Map.of()).check(LiveConfig.texts(routes.atStart())));
        requireFreeManagementPort(settings);
        DataDir dataDir = cleanup.later(DataDir.open(
                settings.dataDir(),
                Mappings.load(Path.of(settings.text("ferry.mappings-dir"))).names()));
        Wiring wiring = cleanup.later(new Wiring(settings, clock));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setFileSystemOptions(NO_FILES));
        cleanup.later(() -> close(vertx));
        int port = settings.number("ferry.http.port");
        HttpServer server = cleanup.later(
                new HttpServer(vertx, settings.text("ferry.http.host"), port, settings.size("ferry.http.max-body")));

        Main main = new Main();
        main.setOverrideProperties(properties(settings, routes.pattern()));
        wiring.bind(main);
        main.bind("vertx", vertx);
        main.bind(HttpServer.routerName(port), server.router());
        PlatformHttpComponent http = new PlatformHttpComponent();
        HttpEngine engine =
                new HttpEngine(port, server, wiring.workers(), settings.number("ferry.http.max-in-flight"), clock);
        http.setEngine(engine);
        main.bind("platform-http", http);
        main.bind("http", HttpComponents.tikTok(settings));
        main.bind("https", HttpComponents.tikTok(settings));
        main.bind(
                "eventferry-delivery",
                new DeliveryHealth(wiring.outbox(), wiring.writer(), wiring.guards(), server::isRefusing));
        main.bind("eventferry-config", new ConfigHealth(wiring.report()));
        cleanup.later(main::stop);
        begin(main);
        spareExchanges(main.getCamelContext());
        requireRoutes(main.getCamelContext(), routes.pattern());
        wiring.notices().start(main.getCamelContext());
        LiveConfig live = cleanup.later(wiring.live((ModelCamelContext) main.getCamelContext(), routes, engine, files));
        wiring.attach(main.getCamelContext()
                .getRegistry()
                .lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class));
        listen(server, settings);
        wiring.guards().now().forEach(guard -> LOG.warn("Not live: {}", guard.message()));

        Housekeeping housekeeping = cleanup.later(new Housekeeping(
                wiring.writer(),
                wiring.reader(),
                wiring.settlement(),
                wiring.deduplicator(),
                settings.duration("ferry.retention.delivered"),
                settings.duration("ferry.retention.dead"),
                clock));
        housekeeping.sweepFiles(new OldFiles(
                settings.dataDir(),
                settings.duration("ferry.files.rejected-retention"),
                settings.durationOrNull("ferry.files.done-retention"),
                clock));
        housekeeping.forgetRecent(wiring.recent());
        housekeeping.start();
        live.start(wiring.mappingFiles(), routes.atStart());
        long secondsToStop = secondsToStop(settings);
        OrderlyStop stop = new OrderlyStop(
                main.getCamelContext(), server, engine, wiring.outbox(), wiring.delivery(), secondsToStop);
        return new App(dataDir, wiring, vertx, server, housekeeping, main, live, stop, secondsToStop);
    }

    /** What became of events since the beginning, from the ledger; the last second may be missing. */
    public Map<LedgerEntry, Long> ledger() {
        return wiring.reader().read(store -> store.ledgerSince(0));
    }

    /** How many events wait for each destination. */
    public Map<String, Long> backlog() {
        return wiring.reader().read(Store::backlog);
    }

    /** Stops: the doors close first, what is under way ends or stays in the store. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Stops as {@link #close} does.
     *
     * @return what did not stop as it should, each as a few words; nothing that was answered 202 is lost by it
     */
    public List<String> stop() {
        if (!stopped.compareAndSet(false, true)) {
            return List.of();
        }
        Cleanup cleanup = new Cleanup();
        later(cleanup, "the lock of the data folder", dataDir);
        later(cleanup, "the store", wiring);
        later(cleanup, "the server's threads", () -> close(vertx));
        later(cleanup, "the server", server);
        later(cleanup, "the clean-up of old rows and files", housekeeping);
        later(cleanup, "Camel's routes", this::stopCamel);
        later(cleanup, "the route errors", wiring.notices());
        later(cleanup, "deliveries", stop::awaitDeliveries);
        later(cleanup, "what came in", stop::awaitIntake);
        later(cleanup, "files and tables", wiring::stopReading);
        later(cleanup, "the doors", stop::closeDoors);
        later(cleanup, "live editing", live);
        return cleanup.run();
    }

    /** How long a stop may take; one that takes longer hangs. */
    public Duration longestStop() {
        return Duration.ofSeconds(secondsToStop);
    }

    /** What a stop that is under way waits for, in words. */
    public String stopWaitsFor() {
        String detail = stop.waitsFor();
        return detail.isEmpty() ? closing : detail;
    }

    private void later(Cleanup cleanup, String what, AutoCloseable part) {
        cleanup.later(() -> {
            closing = what;
            part.close();
        });
    }

    /** Nothing is left in the routes but what hangs, so Camel need not wait as long as it would. */
    private void stopCamel() {
        ShutdownStrategy strategy = main.getCamelContext().getShutdownStrategy();
        strategy.setTimeUnit(TimeUnit.SECONDS);
        strategy.setTimeout(stop.left());
        main.stop();
    }

    private static long secondsToStop(Settings settings) {
        return settings.isSet(STOP) ? Math.max(SHORTEST_STOP_SECONDS, settings.number(STOP)) : SECONDS_TO_STOP;
    }

    static Properties properties(Settings settings, String routes) {
        Properties properties = new Properties();
        properties.setProperty("camel.main.routesIncludePattern", routes);
        properties.setProperty("camel.main.jmxEnabled", "false");
        properties.setProperty("camel.main.streamCachingEnabled", "false");
        properties.setProperty("camel.main.autoConfigurationLogSummary", "false");
        properties.setProperty("camel.main.logMask", "true");
        properties.setProperty("camel.main.shutdownTimeout", Long.toString(SECONDS_TO_STOP));
        properties.setProperty("camel.health.enabled", "true");
        properties.setProperty("camel.health.exposureLevel", "full");
        properties.setProperty("camel.metrics.enabled", "true");
        properties.setProperty("camel.metrics.path", "/observe/metrics");
        // one for each exchange, the split ones too: a third of what the split costs
        properties.setProperty("camel.metrics.enableExchangeEventNotifier", "false");
        // times for each route cost a request a tenth; camel.metrics.enableRoutePolicy=true brings them back
        properties.setProperty("camel.metrics.enableRoutePolicy", "false");
        properties.setProperty("camel.management.enabled", "true");
        properties.setProperty("camel.management.host", settings.text("ferry.management.host"));
        properties.setProperty("camel.management.port", settings.text("ferry.management.port"));
        properties.setProperty("camel.management.healthCheckEnabled", "true");
        properties.setProperty("camel.management.healthPath", "/observe/health");
        properties.setProperty("camel.management.metricsEnabled", "true");
        properties.putAll(settings.placeholders());
        return properties;
    }

    /** What does not start is mostly a route: a word it does not know, or an option that is none. */
    static void begin(Main main) throws StartFailed {
        try {
            main.start();
        } catch (Exception e) {
            throw new StartFailed(StartFailed.sentence(e), StartFailed.SETTINGS, e);
        }
    }

    /**
     * Camel's gauges of routes (camel.routes.running) hear of each exchange and each {@code to} as well, and ignore it; that
     * alone costs a request a microsecond or two.
     */
    static void spareExchanges(CamelContext context) {
        context.getManagementStrategy().getEventNotifiers().stream()
                .filter(MicrometerRouteEventNotifier.class::isInstance)
                .forEach(notifier -> notifier.setIgnoreExchangeEvents(true));
        context.getCamelContextExtension().setEventNotificationApplicable(EventHelper.eventsApplicable(context));
    }

    /** Camel starts its management server in the background and goes on without it when its port is taken. */
    private static void requireFreeManagementPort(Settings settings) {
        String host = settings.text("ferry.management.host");
        int port = settings.number("ferry.management.port");
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new SettingsException("ferry.management.port: " + host + ":" + port
                    + " cannot be listened on (is it taken?); choose another");
        }
    }

    static void requireRoutes(CamelContext context, String pattern) {
        if (context.getRoutes().isEmpty()) {
            throw new SettingsException("no route was found in " + pattern);
        }
    }

    private static void listen(HttpServer server, Settings settings) throws InterruptedException {
        try {
            server.listen();
        } catch (ExecutionException e) {
            throw new SettingsException("ferry.http.port: " + settings.text("ferry.http.host") + ":"
                    + settings.text("ferry.http.port") + " cannot be listened on (is it taken?); choose another");
        }
    }

    private static void close(Vertx vertx) throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
