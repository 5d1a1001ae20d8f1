package dev.eventferry.camel;

import dev.eventferry.delivery.Outbox;
import dev.eventferry.settings.Destinations;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.settings.SettingsFiles;
import dev.eventferry.store.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings that change while Eventferry runs: destinations' ids, tokens, test codes and whether they are enabled, and
 * log levels. All of one look change together, or none when one of them makes no sense. For one thread.
 */
final class LiveSettings {

    private final SettingsFiles files;
    private final Settings atStart;
    private final Destinations destinations;
    private final Outbox outbox;
    private final Writer writer;
    private final ConfigReport report;
    private final AuditLog audit;
    private final Clock clock;
    private final LogLevels levels = new LogLevels();
    private Settings inForce;
    private Map<String, String> taken;
    private Map<String, String> seen;

    LiveSettings(
            SettingsFiles files,
            Settings atStart,
            Destinations destinations,
            Outbox outbox,
            Writer writer,
            ConfigReport report,
            AuditLog audit,
            Clock clock) {
        this.files = files;
        this.atStart = atStart;
        this.inForce = atStart;
        this.destinations = destinations;
        this.outbox = outbox;
        this.writer = writer;
        this.report = report;
        this.audit = audit;
        this.clock = clock;
        this.taken = Map.of();
        this.seen = Map.of();
    }

    /** Looks once; what two looks in a row saw alike takes effect. */
    void look() {
        Map<String, String> now;
        try {
            now = files.read();
        } catch (SettingsException e) {
            report.refuse("setting", findings(e));
            return;
        }
        boolean steady = now.equals(seen);
        seen = now;
        if (!steady || now.equals(taken)) {
            return;
        }
        taken = now;
        try {
            apply(Settings.of(now));
            report.refuse("setting", List.of());
        } catch (SettingsException e) {
            report.refuse("setting", findings(e));
        }
    }

    private void apply(Settings next) {
        Settings mixed = atStart.withLive(next);
        Set<String> changed = inForce.differences(mixed);
        Set<String> waiting = new TreeSet<>(atStart.differences(next));
        waiting.removeIf(Settings::isLive);
        report.needRestart(waiting);
        if (changed.isEmpty()) {
            return;
        }
        destinations.replace(mixed.destinations());
        levels.apply(mixed.logLevels());
        for (String key : changed) {
            audit.changed("setting", key, shown(key, inForce), shown(key, mixed));
        }
        inForce = mixed;
        destinations.names().stream()
                .filter(name -> changed.stream().anyMatch(key -> key.startsWith("ferry.destination." + name + ".")))
                .forEach(this::tryAgain);
    }

    /** What kept a destination's events may be gone: they are tried now, not when its rest is over. */
    private void tryAgain(String destination) {
        writer.write(transaction -> transaction.hasten(destination, clock.millis()))
                .whenComplete((done, failure) -> outbox.wake(destination));
    }

    private static @Nullable String shown(String key, Settings settings) {
        String value = settings.text(key);
        if (value.isEmpty()) {
            return null;
        }
        return key.endsWith(".access-token")
                ? "sha256 " + AuditLog.checksum(value.getBytes(StandardCharsets.UTF_8))
                : value;
    }

    private List<Finding> findings(SettingsException e) {
        List<Finding> findings = new ArrayList<>();
        for (String problem : String.valueOf(e.getMessage()).lines().toList()) {
            int blank = problem.indexOf(' ');
            String key = blank < 0 ? problem : problem.substring(0, blank).replace(":", "");
            findings.add(new Finding(files.name(), files.lineOf(key), problem));
        }
        return findings;
    }

    /** The log levels as they were at the start. */
    void begin() {
        levels.apply(atStart.logLevels());
    }
}
