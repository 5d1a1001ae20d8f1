package dev.eventferry.camel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.LoggerFactory;

/** Sets the levels of loggers as the settings have them; one that is set no more logs as its parent does. */
final class LogLevels {

    private Set<String> set = Set.of();

    /** @param levels by logger's name */
    void apply(Map<String, String> levels) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return; // somebody brought another logging
        }
        for (String name : set) {
            if (!levels.containsKey(name) && !name.equals("ROOT")) {
                context.getLogger(name).setLevel(null);
            }
        }
        levels.forEach((name, level) -> context.getLogger(name).setLevel(Level.toLevel(level)));
        set = new TreeSet<>(levels.keySet());
    }
}
