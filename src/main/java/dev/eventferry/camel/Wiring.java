package dev.eventferry.camel;

import com.zaxxer.hikari.HikariDataSource;
import dev.eventferry.dedup.DedupKeys;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.delivery.Backoff;
import dev.eventferry.delivery.Batch;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.delivery.RequestLimits;
import dev.eventferry.delivery.SendingOrder;
import dev.eventferry.delivery.Settlement;
import dev.eventferry.delivery.Turnstile;
import dev.eventferry.enrich.ClickIdPlace;
import dev.eventferry.enrich.Enricher;
import dev.eventferry.enrich.Visitors;
import dev.eventferry.event.EventSource;
import dev.eventferry.identity.IdentityHasher;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.identity.Normalizer;
import dev.eventferry.inspect.Access;
import dev.eventferry.inspect.Numbers;
import dev.eventferry.inspect.PageFiles;
import dev.eventferry.inspect.RecentEvents;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.TikTokReader;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.MappingFolder;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.rules.AgeRule;
import dev.eventferry.rules.RuleSettings;
import dev.eventferry.rules.Rules;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.settings.SettingsFiles;
import dev.eventferry.store.JdbcStore;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.Segment;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Tally;
import dev.eventferry.store.Writer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Component;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/** The only place where the parts are made and put together. */
final class Wiring implements AutoCloseable {

    private static final int SEGMENTS_IN_MEMORY = 5000;
    private static final int MOST_NAMES = 1000;
    private static final int FIRST_REST = 5;
    private static final int SLOWEST_CLOSE_SECONDS = 2;
    private static final long SLOWEST_DATABASE_MILLIS = 1000;

    /** One is held while a page is read, not while its events are kept. */
    private static final int CONNECTIONS_OF_A_DATABASE = 4;

    private static final long SLOWEST_CONNECTION_MILLIS = 10_000;

    private final Settings settings;
    private final Clock clock;
    private final Destinations destinations;
    private final LiveMappings mappings;
    private final ExecutorService workers;
    private final ExecutorService deliveries;
    private final ExecutorService fileThreads;
    private final FileTurns fileTurns = new FileTurns();
    private final FileImports imports;
    private final FileSteps files;
    private final Deduplicator deduplicator;
    private final LedgerNames names;
    private final Numbers numbers;
    private final Writer writer;
    private final Outbox outbox;
    private final StoreReader reader;
    private final Settlement settlement;
    private final Turnstile turnstile;
    private final Guards guards;
    private final EventMetrics metrics = new EventMetrics();
    private @Nullable Tracing tracing;
    private final Webhooks webhooks;
    private final RefusedWebhooks refusedWebhooks;
    private final Batch.Limits batchLimits;
    private final Map<String, HikariDataSource> datasources = new TreeMap<>();
    private final TableReport tables;
    private final DiskRoom diskRoom;
    private final TableSteps tableSteps;
    private final DeliverySteps deliverySteps;
    private final Notices notices;
    private final RecentFeed recent;
    private final MappingFolder mappingFolder;
    private final WatchedFolder watchedMappings;
    private final Map<String, byte[]> mappingFiles;
    private final ConfigReport report;
    private final AuditLog audit;
    private final LiveDirect direct = new LiveDirect();

    Wiring(Settings settings, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.destinations = new Destinations(settings.destinations());
        Path mappingsDir = folder("ferry.mappings-dir");
        this.mappingFolder = new MappingFolder(
                String.valueOf(mappingsDir.toAbsolutePath().normalize().getFileName()), destinations.names());
        this.watchedMappings = new WatchedFolder(mappingsDir, MappingFolder::isOurs);
        this.mappingFiles = watchedMappings.take();
        requireNone(mappingFolder.read(mappingFiles).stream()
                .map(each -> new Finding(each.file(), each.line(), each.message()))
                .toList());
        this.mappings = new LiveMappings(mappingFolder.mappings());
        checkVisitorSources();
        checkLenientSources();
        this.webhooks = new Webhooks(settings, mappings.current(), bodies());
        this.refusedWebhooks = new RefusedWebhooks(webhooks.signed(), clock);
        this.report = new ConfigReport(clock);
        this.audit = new AuditLog(settings.dataDir(), clock);
        this.guards = new Guards(destinations, mappings);
        this.tables = new TableReport(clock);
        settings.datasources().forEach(name -> datasources.put(name, datasource(settings, name)));
        JdbcStore store = JdbcStore.open(jdbcUrl(), settings.textOrNull("ferry.jdbc.user"), jdbcPassword());
        this.deduplicator = deduplicator(store);
        this.names = ledgerNames(store.ledgerEvents(MOST_NAMES));
        this.numbers = new Numbers(names, clock);
        this.workers = pool("ferry-http", settings.number("ferry.http.workers"), 100_000);
        int atOnce = settings.number("ferry.delivery.concurrency");
        // one destination that does not answer takes no thread from another
        this.deliveries = pool("ferry-delivery", atOnce * destinations.names().size(), Integer.MAX_VALUE);
        int maxEvents = settings.number("ferry.batch.size");
        int maxBytes = (int) settings.size("ferry.batch.max-bytes");
        this.batchLimits = new Batch.Limits(maxEvents, maxBytes);
        Outbox.LaneRoom room =
                new Outbox.LaneRoom(settings.size("ferry.delivery.memory"), SEGMENTS_IN_MEMORY, maxEvents);
        // a lane rests when the quick tries are used up, so its first rest is longer than theirs together
        Duration rest = settings.duration("ferry.delivery.backoff").multipliedBy(FIRST_REST);
        Outbox.Pace pace = new Outbox.Pace(
                new Backoff(rest, settings.duration("ferry.delivery.max-backoff")),
                settings.duration("ferry.delivery.probe-parked"));
        this.outbox = new Outbox(store.another(), limits(), this::isEnabled, room, pace, clock);
        this.turnstile = new Turnstile(outbox, atOnce, deliveries, clock);
        this.writer = new Writer(
                store,
                new Writer.Limits(
                        maxEvents,
                        maxBytes,
                        settings.number("ferry.http.max-in-flight") * 2,
                        settings.size("ferry.store.disk-reserve")),
                clock,
                workers,
                listener(),
                disk());
        this.reader = new StoreReader(store.another());
        this.settlement =
                new Settlement(writer, outbox, witness(), names, settings.duration("ferry.delivery.window"), clock);
        this.notices = new Notices(clock);
        this.recent = recentFeed();
        outbox.tell(new Alarms(notices, recent));
        this.diskRoom = new DiskRoom(Files.getFileStore(settings.dataDir()), settings.size("ferry.store.disk-reserve"));
        this.tableSteps = new TableSteps(
                mappings, reader, Map.copyOf(datasources), tables, disk() == null ? null : diskRoom, clock);
        this.deliverySteps = new DeliverySteps(
                destinations,
                outbox,
                settlement,
                turnstile,
                clock,
                settings.number("ferry.delivery.quick-tries"),
                settings.duration("ferry.delivery.timeout").multipliedBy(2),
                settings.textOrNull("ferry.tiktok.partner-name"),
                recent);
        this.fileThreads = pool("ferry-files", settings.number("ferry.files.parallel"), Integer.MAX_VALUE);
        this.imports = new FileImports(clock);
        this.files = fileSteps();
        writer.start();
    }

    /** A preview: the same steps without a store behind them. */
    static Preview preview(Settings settings, Mappings mappings, Clock clock) {
        Destinations destinations = new Destinations(settings.destinations());
        Deduplicator deduplicator = emptyDeduplicator(settings, clock);
        LiveMappings live = new LiveMappings(mappings);
        return new Preview(steps(settings, live, destinations, deduplicator, trial(clock), clock), clock);
    }

    /** What {@link #bind} binds, for who checks routes and runs none. */
    static Map<String, Class<?>> beans(Settings settings) {
        Map<String, Class<?>> beans = new HashMap<>();
        beans.put("dedup", DedupRepository.class);
        beans.put("steps", Steps.class);
        beans.put("candidates", Expression.class);
        beans.put("dedupKey", Expression.class);
        beans.put("accept", Processor.class);
        Verbs.names().forEach(verb -> beans.put(verb, Step.class));
        beans.put("doors", HttpSteps.class);
        beans.put("tiktok", TikTokDoor.class);
        beans.put("webhooks", WebhookSteps.class);
        beans.put("status", StatusSteps.class);
        beans.put("operate", OperateSteps.class);
        beans.put("inspector", InspectorSteps.class);
        beans.put("numbers", NumbersSteps.class);
        beans.put("live", LiveSteps.class);
        beans.put("history", HistorySteps.class);
        beans.put("intake", IntakeSteps.class);
        beans.put("files", FileSteps.class);
        beans.put("fileDoor", FileDoor.class);
        beans.put("fileFront", FileFront.class);
        beans.put("tables", TableSteps.class);
        beans.put("batches", Batches.class);
        beans.put("deliveries", ExecutorService.class);
        beans.put("delivery", DeliverySteps.class);
        settings.datasources().forEach(name -> beans.put(name, HikariDataSource.class));
        return beans;
    }

    /** Binds what routes name, as {@link #beans} tells. */
    void bind(Main main) {
        main.bind("direct", direct);
        main.bind("outbox", new OutboxComponent(writer, outbox));
        main.bind("dedup", new DedupRepository(deduplicator));
        Watching watching = new Watching(names, numbers, recent);
        Steps steps = steps(settings, mappings, destinations, deduplicator, watching, clock);
        main.bind("steps", steps);
        main.bind("candidates", EachEvent.CANDIDATES);
        main.bind("dedupKey", EachEvent.DEDUP_KEY);
        main.bind("accept", EachEvent.ACCEPT);
        Addressees addressees = new Addressees(destinations);
        HttpSteps doors = new HttpSteps(
                bodies(), mappings, destinations, settings.apiKeys(), addressees, visitors(), !settings.isProd());
        main.bind("doors", doors);
        TikTokDoor tiktok = new TikTokDoor(new TikTokReader(bodies()), doors, addressees);
        main.bind("tiktok", tiktok);
        WebhookSteps signed = new WebhookSteps(doors, mappings, webhooks, refusedWebhooks);
        main.bind("webhooks", signed);
        new Verbs(doors, tiktok, signed, steps).bind(main);
        Access access = new Access(
                new Access.Keys(settings.apiKeys(), settings.inspectorKeys(), settings.inspectorViewKeys()),
                settings.isLoopbackOnly(),
                clock);
        main.bind("inspector", new InspectorSteps(access, new PageFiles(), reader, clock));
        main.bind("numbers", new NumbersSteps(access, reader, clock));
        main.bind("live", new LiveSteps(access, recent));
        main.bind("history", new HistorySteps(doors, recent, destinations, dedupKeys(settings), deduplicator, reader));
        main.bind("status", new StatusSteps(access, reader, outbox, writer, report, guards, tables, imports, clock));
        main.bind("operate", new OperateSteps(access, destinations, reader, writer, outbox, names, audit, clock));
        main.bind("intake", new IntakeSteps(bodies(), mappings, clock));
        main.bind("files", files);
        main.bind("fileDoor", new FileDoor(fileTurns, imports, settings.duration("ferry.files.quiet"), clock));
        main.bind("fileFront", new FileFront(FileFront.MOST));
        main.bind("tables", tableSteps);
        main.bind("batches", new Batches(batchLimits, settings.duration("ferry.batch.linger"), outbox::fillsUp));
        main.bind("deliveries", deliveries);
        main.bind("delivery", deliverySteps);
        datasources.forEach(main::bind);
        if (Tracing.isOn(settings)) {
            tracing = Tracing.begin(settings, main);
        }
    }

    /**
     * Everything that looks for changes while the routes run; not begun yet.
     *
     * @param files where the settings come from; null when they do not change
     */
    LiveConfig live(ModelCamelContext context, RouteFolder routes, HttpEngine http, @Nullable SettingsFiles files) {
        RouteSwitch routeSwitch = new RouteSwitch(context, direct, http, outbox, workers);
        Map<String, Class<?>> beans = verbs(context);
        RouteCheck check = routes.check(settings, beans);
        requireNone(check.check(LiveConfig.texts(routes.atStart())));
        LiveRoutes liveRoutes = new LiveRoutes(
                routes.name(),
                check,
                new ScratchContext(context, settings),
                routeSwitch,
                LiveConfig.texts(routes.atStart()));
        LiveSettings liveSettings = files == null
                ? null
                : new LiveSettings(files, settings, destinations, outbox, writer, report, audit, clock);
        if (liveSettings != null) {
            liveSettings.begin();
        }
        return new LiveConfig(
                new LiveConfig.Parts(
                        folder("ferry.mappings-dir"),
                        watchedMappings,
                        mappingFolder,
                        mappings,
                        sources -> DataDir.inboxes(settings.dataDir(), sources),
                        routes.path(),
                        routes.watched(),
                        liveRoutes,
                        routeSwitch,
                        liveSettings),
                report,
                audit,
                settings.duration("ferry.reload.period"));
    }

    /** What routes may name: beans of ours and databases, and nothing of Camel's or Vert.x's. */
    private static Map<String, Class<?>> verbs(ModelCamelContext context) {
        Map<String, Class<?>> verbs = new HashMap<>();
        context.getRegistry().findByTypeWithName(Object.class).forEach((name, bean) -> {
            boolean ours = bean.getClass().getName().startsWith("dev.eventferry.") && !(bean instanceof Component);
            if (ours || bean instanceof HikariDataSource) {
                verbs.put(name, bean.getClass());
            }
        });
        return verbs;
    }

    /** The mapping files as they were read at the start. */
    Map<String, byte[]> mappingFiles() {
        return mappingFiles;
    }

    ConfigReport report() {
        return report;
    }

    /** Refuses to start for any finding. */
    static void requireNone(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new SettingsException(findings.stream().map(Finding::sentence).toList());
        }
    }

    /** Shows the metrics. */
    void attach(MeterRegistry registry) {
        metrics.attach(registry, outbox, writer, new Waiting(reader, clock), clock);
        refusedWebhooks.attach(registry);
        tables.attach(registry);
        imports.attach(registry);
        notices.attach(registry);
    }

    /** Files and tables come to rest behind the chunk or page that is under way, and go on at the next start. */
    void stopReading() {
        files.close();
        tableSteps.close();
    }

    Notices notices() {
        return notices;
    }

    DeliverySteps delivery() {
        return deliverySteps;
    }

    Writer writer() {
        return writer;
    }

    Outbox outbox() {
        return outbox;
    }

    RecentFeed recent() {
        return recent;
    }

    Guards guards() {
        return guards;
    }

    Settlement settlement() {
        return settlement;
    }

    StoreReader reader() {
        return reader;
    }

    Deduplicator deduplicator() {
        return deduplicator;
    }

    ExecutorService workers() {
        return workers;
    }

    LiveMappings mappings() {
        return mappings;
    }

    /** After the routes have stopped: what is still to be written is written, then the store is closed. */
    @Override
    public void close() {
        deliveries.shutdown();
        fileThreads.shutdown();
        outbox.close();
        reader.close();
        writer.close();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(SLOWEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeDatasources();
        if (tracing != null) {
            tracing.close();
        }
    }

    /** A query that hangs would be waited for, and nothing depends on its end. */
    private void closeDatasources() {
        Thread closing = new Thread(() -> datasources.values().forEach(HikariDataSource::close), "ferry-tables-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(SLOWEST_DATABASE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Writer.Listener listener() {
        return new Writer.Listener() {
            @Override
            public void committed(List<Segment> segments) {
                outbox.committed(segments);
            }

            @Override
            public void counted(Map<LedgerEntry, Long> counts) {
                metrics.count(counts);
            }

            @Override
            public Map<Tally, Long> tallies() {
                return numbers.take();
            }
        };
    }

    /** The steps of the route {@code judge}: {@code run} and {@code preview} do the same to an event. */
    private static Steps steps(
            Settings settings,
            LiveMappings mappings,
            Destinations destinations,
            Deduplicator deduplicator,
            Watching watching,
            Clock clock) {
        Map<EventSource, AgeRule> ages = new EnumMap<>(EventSource.class);
        for (EventSource source : EventSource.values()) {
            Settings.AgeLimit limit = settings.maxAge(source);
            if (limit != null) {
                ages.put(source, new AgeRule(limit.age(), limit.reject()));
            }
        }
        RuleSettings rules = new RuleSettings(
                ages,
                settings.duration("ferry.rules.future-skew"),
                settings.text("ferry.event-names").equals("legacy"),
                Set.copyOf(settings.list("ferry.rules.lenient")));
        IdentitySettings identity = new IdentitySettings(
                settings.textOrNull("ferry.phone.default-region"),
                settings.text("ferry.external-id.case").equals("lower"),
                settings.text("ferry.phone.china-both").equals("true"));
        return new Steps(
                mappings,
                destinations,
                enricher(settings),
                new Normalizer(identity),
                new Rules(rules, clock),
                new IdentityHasher(),
                dedupKeys(settings),
                deduplicator,
                new GroupPacker(
                        destinations.first(),
                        (int) settings.size("ferry.batch.max-bytes"),
                        order(settings),
                        watching.names(),
                        clock),
                SourceDefaults.of(settings),
                watching.numbers(),
                watching.recent());
    }

    private static DedupKeys dedupKeys(Settings settings) {
        return new DedupKeys(
                Set.copyOf(settings.list("ferry.dedup.key")),
                settings.text("ferry.event-id.missing").equals("derive"));
    }

    /** Who counts and remembers what becomes of events. */
    private record Watching(LedgerNames names, Numbers numbers, RecentFeed recent) {}

    /** Counts what nobody asks for, and remembers nothing. */
    private static Watching trial(Clock clock) {
        LedgerNames names = ledgerNames(List.of());
        return new Watching(names, new Numbers(names, clock), RecentFeed.NONE);
    }

    private Settlement.Witness witness() {
        return new Settlement.Witness() {
            @Override
            public void counted(Map<LedgerEntry, Long> counts) {
                metrics.count(counts);
            }

            @Override
            public void delivered(String destination, String event, int events, long millis) {
                numbers.delivered(destination, event, events, millis);
            }
        };
    }

    /** @param before those that were counted before the start */
    private static LedgerNames ledgerNames(List<String> before) {
        return new LedgerNames(Rules.eventNames(), before);
    }

    /** Nothing is remembered where nobody can look at it. */
    private RecentFeed recentFeed() {
        int most = settings.number("ferry.inspector.recent-events");
        return most == 0 || !settings.hasInspector()
                ? RecentFeed.NONE
                : new RecentFeed(
                        new RecentEvents(most, clock),
                        deduplicator,
                        settings.text("ferry.inspector.keep-input").equals("true"),
                        clock);
    }

    private Map<String, RequestLimits> limits() {
        Map<String, RequestLimits> limits = new LinkedHashMap<>();
        for (String name : destinations.names()) {
            limits.put(
                    name,
                    new RequestLimits(
                            settings.mostRequests(name, "second"),
                            settings.mostRequests(name, "minute"),
                            settings.mostRequests(name, "day")));
        }
        return limits;
    }

    private boolean isEnabled(String name) {
        Destination destination = destinations.get(name);
        return destination != null && destination.enabled();
    }

    private static SendingOrder order(Settings settings) {
        return new SendingOrder(Set.copyOf(settings.list("ferry.delivery.first")), settings.freshestFirst());
    }

    private BodyReader bodies() {
        return new BodyReader(new BodyReader.Limits(
                settings.size("ferry.http.max-unzipped"), settings.number("ferry.http.max-events")));
    }

    private static Enricher enricher(Settings settings) {
        return new Enricher(settings.clickIdPlaces().stream()
                .map(place -> ClickIdPlace.valueOf(place.toUpperCase(Locale.ROOT)))
                .toList());
    }

    private Visitors visitors() {
        Set<String> sources = Set.copyOf(settings.list("ferry.http.visitor-sources"));
        return new Visitors(sources, settings.trustedProxies(), OwnAddresses.read());
    }

    private FileSteps fileSteps() throws IOException {
        FileFolders folders = new FileFolders(settings.dataDir());
        FileTrial trial = new FileTrial(
                folders,
                imports,
                () -> new Preview(
                        steps(
                                settings,
                                mappings,
                                destinations,
                                emptyDeduplicator(settings, clock),
                                trial(clock),
                                clock),
                        clock),
                settings.number("ferry.files.max-rejected-percent"),
                clock);
        FileBeginning.Sources sources = new FileBeginning.Sources(
                settings::files,
                settings::waitsForApproval,
                source -> " " + settings.presets(source) + settings.timeOffset(source));
        return new FileSteps(
                new FileBeginning(mappings, sources, reader, folders, trial, clock),
                new FileEnd(folders, imports, writer::nextId, clock),
                fileTurns,
                imports,
                writer,
                diskRoom,
                fileThreads,
                settings.number("ferry.files.chunk"),
                clock);
    }

    private static Deduplicator emptyDeduplicator(Settings settings, Clock clock) {
        return new Deduplicator(
                settings.duration("ferry.dedup.merge-window"), settings.duration("ferry.dedup.window"), clock);
    }

    private Deduplicator deduplicator(JdbcStore store) {
        Deduplicator restored = emptyDeduplicator(settings, clock);
        long since = clock.millis() - settings.duration("ferry.dedup.window").toMillis();
        store.keysSince(since, restored::restore);
        return restored;
    }

    private String jdbcUrl() {
        String given = settings.textOrNull("ferry.jdbc.url");
        return given == null ? JdbcStore.embeddedUrl(settings.dataDir()) : given;
    }

    private @Nullable String jdbcPassword() {
        return settings.textOrNull("ferry.jdbc.password");
    }

    private static HikariDataSource datasource(Settings settings, String name) {
        String prefix = "ferry.datasource." + name + ".";
        HikariDataSource datasource = new HikariDataSource();
        datasource.setPoolName(name);
        datasource.setJdbcUrl(settings.text(prefix + "url"));
        datasource.setUsername(settings.textOrNull(prefix + "user"));
        datasource.setPassword(settings.textOrNull(prefix + "password"));
        datasource.setMaximumPoolSize(CONNECTIONS_OF_A_DATABASE);
        datasource.setMinimumIdle(0);
        datasource.setConnectionTimeout(SLOWEST_CONNECTION_MILLIS);
        datasource.setReadOnly(true);
        datasource.setAutoCommit(false); // what nobody commits is rolled back when the connection comes back
        datasource.setInitializationFailTimeout(-1);
        return datasource;
    }

    /** A misspelt name would leave its source strict, and nobody would see it. */
    private void checkLenientSources() {
        for (String source : settings.list("ferry.rules.lenient")) {
            if (mappings.current().get(source) == null) {
                throw new SettingsException(
                        "ferry.rules.lenient names " + source + ", which is no source: the sources are "
                                + mappings.current().names());
            }
        }
    }

    private void checkVisitorSources() {
        for (String source : settings.list("ferry.http.visitor-sources")) {
            if (mappings.current().get(source) == null) {
                throw new SettingsException("ferry.http.visitor-sources: there is no source " + source
                        + "; the known ones are " + mappings.current().names());
            }
        }
    }

    private Path folder(String key) {
        Path folder = Path.of(settings.text(key));
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(key + ": there is no folder " + folder.toAbsolutePath()
                    + "; start in Eventferry's folder or set " + key);
        }
        return folder;
    }

    private @Nullable FileStore disk() throws IOException {
        return settings.textOrNull("ferry.jdbc.url") == null ? Files.getFileStore(settings.dataDir()) : null;
    }

    private static ExecutorService pool(String name, int threads, int queue) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = task -> new Thread(task, name + "-" + count.incrementAndGet());
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                queue == Integer.MAX_VALUE ? new LinkedBlockingQueue<>() : new ArrayBlockingQueue<>(queue),
                factory);
    }
}
