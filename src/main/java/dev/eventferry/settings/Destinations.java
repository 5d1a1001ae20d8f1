package dev.eventferry.settings;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The destinations as the settings have them now. Which there are, and of which event source, stays as it is while
 * Eventferry runs; ids, tokens, test codes and whether they are enabled may change.
 */
public final class Destinations {

    private volatile Map<String, Destination> current;

    /** @param first by name, in the order of the setting */
    public Destinations(Map<String, Destination> first) {
        this.current = Collections.unmodifiableMap(new LinkedHashMap<>(first));
    }

    /** The destination of that name as it is now; null when there is none. */
    public @Nullable Destination get(String name) {
        return current.get(name);
    }

    /** All as they are now, in the order of the setting. */
    public Collection<Destination> all() {
        return current.values();
    }

    /** Their names, in the order of the setting. */
    public Set<String> names() {
        return current.keySet();
    }

    /** The name of the default destination. */
    public String first() {
        return current.keySet().iterator().next();
    }

    /**
     * From now on these; together, so that nobody sees one destination's new id beside its old token.
     *
     * @throws IllegalArgumentException when they are not the same names
     */
    public void replace(Map<String, Destination> next) {
        if (!next.keySet().equals(current.keySet())) {
            throw new IllegalArgumentException("destinations come and go at a start only");
        }
        current = Collections.unmodifiableMap(new LinkedHashMap<>(next));
    }
}
