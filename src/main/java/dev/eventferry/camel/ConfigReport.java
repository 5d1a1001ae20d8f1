package dev.eventferry.camel;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which files are in force, which are refused and why, and which settings wait for a start: for status and health. */
final class ConfigReport {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigReport.class);

    /** A file that is in force. */
    record Loaded(String file, String checksum, Instant since) {}

    /** A file whose newest version is not in force. */
    record Refused(Finding finding, Instant since) {}

    private final Clock clock;
    private final Map<String, Loaded> loaded = new TreeMap<>();
    private final Map<String, List<Refused>> refused = new TreeMap<>();
    private final TreeSet<String> needRestart = new TreeSet<>();

    ConfigReport(Clock clock) {
        this.clock = clock;
    }

    /** A file's version is in force from now on. */
    synchronized void loaded(String file, String checksum) {
        Loaded before = loaded.get(file);
        if (before == null || !before.checksum().equals(checksum)) {
            loaded.put(file, new Loaded(file, checksum, clock.instant()));
        }
    }

    /** A file is not in force any more. */
    synchronized void gone(String file) {
        loaded.remove(file);
    }

    /**
     * What is wrong now with files of a kind; what was wrong with them before is forgotten. Each new finding is logged.
     *
     * @param kind {@code mapping}, {@code route} or {@code setting}
     */
    synchronized void refuse(String kind, Collection<Finding> findings) {
        List<Refused> before = refused.getOrDefault(kind, List.of());
        List<Refused> now = new ArrayList<>();
        for (Finding finding : findings) {
            Refused known = before.stream()
                    .filter(old -> old.finding().equals(finding))
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                LOG.error("Refused, the last good version stays in force: {}", finding.sentence());
                known = new Refused(finding, clock.instant());
            }
            now.add(known);
        }
        if (now.isEmpty() && !before.isEmpty()) {
            LOG.info("No {} is refused any more", kind);
        }
        refused.put(kind, now);
    }

    /** The keys whose values differ from those that are in force, because only a start reads them. */
    synchronized void needRestart(Collection<String> keys) {
        TreeSet<String> more = new TreeSet<>(keys);
        more.removeAll(needRestart);
        if (!more.isEmpty()) {
            LOG.warn("Changed, but only a start reads it: {}", more);
        }
        needRestart.clear();
        needRestart.addAll(keys);
    }

    synchronized List<Loaded> loaded() {
        return List.copyOf(loaded.values());
    }

    synchronized List<Refused> refused() {
        return refused.values().stream().flatMap(List::stream).toList();
    }

    synchronized List<String> needRestart() {
        return List.copyOf(needRestart);
    }
}
