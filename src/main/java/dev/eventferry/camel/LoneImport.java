package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Settings;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./ferry import} runs where no Eventferry does: the routes that read files, judge, keep and deliver, without
 * any other door and without edits while it runs. Of the inbox it takes nothing but the files it is told.
 */
public final class LoneImport implements AutoCloseable {

    /** By what they listen to, so that an operator's own names do not matter. */
    private static final String ROUTES = "file:*,direct:*,outbox:*";

    /** A file's chunk and a request to TikTok end in that time; what does not is taken up again at the next start. */
    private static final String SECONDS_TO_STOP = "5";

    private final Cleanup parts;
    private final StatusSteps status;
    private final Set<Path> asked;

    private LoneImport(Cleanup parts, StatusSteps status, Set<Path> asked) {
        this.parts = parts;
        this.status = status;
        this.asked = asked;
    }

    /**
     * Takes the data folder and starts.
     *
     * @throws StartFailed with a sentence for whoever must act; nothing is left running then
     */
    public static LoneImport start(Settings settings, Clock clock) throws StartFailed {
        return Cleanup.starting(cleanup -> start(settings, clock, cleanup));
    }

    private static LoneImport start(Settings settings, Clock clock, Cleanup cleanup) throws Exception {
        cleanup.later(DataDir.open(
                settings.dataDir(),
                Mappings.load(Path.of(settings.text("ferry.mappings-dir"))).names()));
        RouteFolder routes = RouteFolder.read(settings);
        Wiring.requireNone(routes.check(settings, Wiring.beans(settings)).check(LiveConfig.texts(routes.atStart())));
        Wiring wiring = cleanup.later(new Wiring(settings, clock));
        Set<Path> asked = ConcurrentHashMap.newKeySet();
        Main main = new Main();
        main.setOverrideProperties(properties(settings, routes));
        wiring.bind(main);
        main.bind("http", HttpComponents.tikTok(settings));
        main.bind("https", HttpComponents.tikTok(settings));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                starting.getCamelContext()
                        .getCamelContextExtension()
                        .registerEndpointCallback((uri, endpoint) -> narrowed(endpoint, asked));
            }
        });
        cleanup.later(main::stop);
        cleanup.later(wiring::stopReading);
        App.begin(main);
        App.requireRoutes(main.getCamelContext(), routes.pattern());
        StatusSteps status = Objects.requireNonNull(
                main.getCamelContext().getRegistry().lookupByNameAndType("status", StatusSteps.class));
        return new LoneImport(cleanup, status, asked);
    }

    /** Reads a file that lies in an inbox, or will. */
    public void take(Path file) {
        asked.add(file.toAbsolutePath().normalize());
    }

    /** As {@code GET /v1/status?source=...&up_to=...&file=...} answers. */
    public ObjectNode status(String source, @Nullable Long upTo, @Nullable String file) {
        ObjectNode all = status.tell();
        all.setAll(status.of(source, upTo == null ? Long.MAX_VALUE : upTo, file));
        return all;
    }

    /** Stops: what is under way ends within seconds or is taken up at the next start. */
    @Override
    public void close() {
        parts.run();
    }

    private static Properties properties(Settings settings, RouteFolder routes) {
        Properties properties = App.properties(settings, routes.pattern());
        properties.keySet().removeAll(Set.of("camel.main.shutdown-timeout"));
        properties.putAll(Map.of(
                "camel.main.routeFilterIncludePattern", ROUTES,
                "camel.main.shutdownTimeout", SECONDS_TO_STOP,
                "camel.health.enabled", "false",
                "camel.metrics.enabled", "false",
                "camel.management.enabled", "false"));
        return properties;
    }

    private static Endpoint narrowed(Endpoint endpoint, Set<Path> asked) {
        if (endpoint instanceof FileEndpoint files) {
            @Nullable GenericFileFilter<File> own = files.getFilter();
            files.setFilter(file -> (file.isDirectory() || isAsked(file.getAbsoluteFilePath(), asked))
                    && (own == null || own.accept(file)));
        }
        return endpoint;
    }

    private static boolean isAsked(String file, Set<Path> asked) {
        return asked.contains(Path.of(file).toAbsolutePath().normalize());
    }
}
