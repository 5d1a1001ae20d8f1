package dev.eventferry.camel;

import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.MappingFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changed mappings, routes and settings and puts into force what is good (docs/live-editing.md). One thread; it
 * does nothing else, so that a slow look delays no event.
 */
final class LiveConfig implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);
    private static final long LONGEST_END_SECONDS = 3;

    /** What is looked at. */
    record Parts(
            Path mappingsDir,
            WatchedFolder watchedMappings,
            MappingFolder mappings,
            LiveMappings liveMappings,
            Consumer<Set<String>> sources,
            Path routesDir,
            WatchedFolder watchedRoutes,
            LiveRoutes routes,
            RouteSwitch routeSwitch,
            @Nullable LiveSettings settings) {}

    private final Parts parts;
    private final ConfigReport report;
    private final AuditLog audit;
    private final Duration period;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "ferry-reload");
    private final Map<String, String> sums = new TreeMap<>();
    private boolean routesWait;
    private List<Finding> refusedRoutes = new ArrayList<>();

    /** @param period zero: never */
    LiveConfig(Parts parts, ConfigReport report, AuditLog audit, Duration period) {
        this.parts = parts;
        this.report = report;
        this.audit = audit;
        this.period = period;
    }

    /**
     * Begins to look.
     *
     * @param mappings the files that are in force now, by name
     * @param routes the same
     */
    void start(Map<String, byte[]> mappings, Map<String, byte[]> routes) {
        mappings.forEach((name, content) -> noteAtStart(nameOf(parts.mappingsDir(), name), content));
        routes.forEach((name, content) -> noteAtStart(nameOf(parts.routesDir(), name), content));
        if (!period.isZero()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        parts.routeSwitch().stop();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(LONGEST_END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A file as messages name it: {@code routes/process.camel.yaml}. */
    static String nameOf(Path folder, String file) {
        return folder.toAbsolutePath().normalize().getFileName() + "/" + file;
    }

    private void run() {
        try {
            while (!stop.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                attempt("mappings", this::lookAtMappings);
                attempt("routes", this::lookAtRoutes);
                attempt("settings", this::lookAtSettings);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Look {
        void look() throws IOException;
    }

    private static void attempt(String what, Look look) {
        try {
            look.look();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The {} cannot be looked at now, so they stay as they are: {}", what, e.toString());
        }
    }

    private void lookAtMappings() throws IOException {
        Map<String, byte[]> files = parts.watchedMappings().changed();
        if (files == null) {
            return;
        }
        List<Finding> findings = parts.mappings().read(files).stream()
                .map(each -> new Finding(each.file(), each.line(), each.message()))
                .toList();
        parts.liveMappings().replace(parts.mappings().mappings());
        parts.sources().accept(parts.liveMappings().current().names());
        report.refuse("mapping", findings);
        note("mapping", parts.mappingsDir(), files, files(findings));
    }

    private void lookAtRoutes() throws IOException {
        Map<String, byte[]> files = parts.watchedRoutes().changed();
        if (files == null && !routesWait) {
            return;
        }
        LiveRoutes.Outcome outcome;
        if (files == null) {
            outcome = parts.routes().goOn();
            refusedRoutes.addAll(outcome.refused());
        } else {
            outcome = parts.routes().take(texts(files));
            refusedRoutes = new ArrayList<>(outcome.refused());
        }
        routesWait = !outcome.settled();
        report.refuse("route", refusedRoutes);
        if (outcome.settled()) {
            Map<String, byte[]> inForce = new TreeMap<>();
            parts.routes().inForce().forEach((name, text) -> inForce.put(name, text.getBytes(StandardCharsets.UTF_8)));
            note("route", parts.routesDir(), inForce, Set.of());
        }
    }

    private void lookAtSettings() {
        LiveSettings settings = parts.settings();
        if (settings != null) {
            settings.look();
        }
    }

    private void noteAtStart(String file, byte[] content) {
        String sum = AuditLog.checksum(content);
        sums.put(file, sum);
        report.loaded(file, sum);
    }

    /** Writes down what changed of a folder's files. */
    private void note(String kind, Path folder, Map<String, byte[]> files, Set<String> refused) {
        Set<String> present = new TreeSet<>();
        files.forEach((name, content) -> {
            String file = nameOf(folder, name);
            present.add(file);
            String sum = AuditLog.checksum(content);
            if (!refused.contains(file) && !sum.equals(sums.get(file))) {
                String before = sums.put(file, sum);
                audit.changed(kind, file, before, sum);
                report.loaded(file, sum);
                LOG.info("{} is in force: {} instead of {}", file, sum, before == null ? "none" : before);
            }
        });
        String prefix = nameOf(folder, "");
        for (String file : Set.copyOf(sums.keySet())) {
            if (file.startsWith(prefix) && !present.contains(file)) {
                audit.changed(kind, file, sums.remove(file), null);
                report.gone(file);
                LOG.info("{} is gone, and what it said with it", file);
            }
        }
    }

    private static Set<String> files(List<Finding> findings) {
        Set<String> files = new TreeSet<>();
        findings.forEach(finding -> {
            files.add(finding.file());
            // a mapping and its cases are in force together
            files.add(finding.file().replaceFirst("\\.test\\.yaml$", ".yaml"));
            files.add(finding.file().replaceFirst("(\\.test)?\\.yaml$", ".test.yaml"));
        });
        return files;
    }

    static Map<String, String> texts(Map<String, byte[]> files) {
        Map<String, String> texts = new TreeMap<>();
        files.forEach((name, content) -> texts.put(name, new String(content, StandardCharsets.UTF_8)));
        return texts;
    }
}
