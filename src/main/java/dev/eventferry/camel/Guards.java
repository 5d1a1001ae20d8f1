package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mapping;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is left from testing and keeps events from counting, though everything works: it is told wherever Eventferry tells
 * how it is, for nothing else would show it (mission C11, G8, G17, G25).
 */
public final class Guards {

    /**
     * One thing to take away before going live.
     *
     * @param code {@code test_code}, {@code not_enabled} or {@code debug_filter}
     * @param about the destination or the source
     * @param message a sentence with the fix; no value of a code or filter
     */
    public record Guard(String code, String about, String message) {

        /** The same for programs. */
        public ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("code", code)
                    .put("about", about)
                    .put("message", message);
        }
    }

    private final Destinations destinations;
    private final LiveMappings mappings;

    Guards(Destinations destinations, LiveMappings mappings) {
        this.destinations = destinations;
        this.mappings = mappings;
    }

    /** Those of this moment: destinations and mappings change while it runs. */
    List<Guard> now() {
        Map<String, Destination> current = new TreeMap<>();
        for (String name : destinations.names()) {
            Destination destination = destinations.get(name);
            if (destination != null) {
                current.put(name, destination);
            }
        }
        Mappings known = mappings.current();
        return of(current.values(), known, known.names());
    }

    /** Those that concern events of one source. */
    public static List<Guard> of(Map<String, Destination> destinations, Mappings mappings, String source) {
        return of(destinations.values(), mappings, Set.of(source));
    }

    /** All of them. */
    public static List<Guard> of(Map<String, Destination> destinations, Mappings mappings) {
        return of(destinations.values(), mappings, mappings.names());
    }

    private static List<Guard> of(Collection<Destination> destinations, Mappings mappings, Set<String> sources) {
        List<Guard> guards = new ArrayList<>();
        for (Destination destination : destinations) {
            String setting = "ferry.destination." + destination.name() + ".";
            if (destination.testEventCode() != null) {
                guards.add(new Guard(
                        "test_code",
                        destination.name(),
                        "Events for " + destination.name() + " carry a test event code: TikTok shows them under Test"
                                + " Events and counts none. To go live, remove " + setting + "test-event-code."));
            }
            if (!destination.enabled()) {
                guards.add(new Guard(
                        "not_enabled",
                        destination.name(),
                        "Events for " + destination.name() + " are stored and wait: to go live, set " + setting
                                + "enabled = true."));
            }
        }
        for (String source : sources) {
            String field = debugField(mappings, source);
            if (field != null) {
                guards.add(new Guard(
                        "debug_filter",
                        source,
                        "The mapping of " + source + " has a debug filter on " + field
                                + ": all other events are left out. To go live, remove debug from it."));
            }
        }
        return guards;
    }

    private static @Nullable String debugField(Mappings mappings, String source) {
        return mappings.get(source) instanceof Mapping mapping ? mapping.debug() : null;
    }
}
