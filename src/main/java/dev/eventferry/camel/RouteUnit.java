package dev.eventferry.camel;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a route file: what can be replaced by itself.
 *
 * @param file its name in the folder of routes
 * @param line where it begins, from 1
 * @param content all it says, without comments and layout: equal when nothing has to be replaced
 * @param yaml the file with nothing but this entry in it, on its lines
 * @param from the endpoint it listens to; null when it listens to none, or the template says
 * @param uses the route template that it is made from, or the route configuration that it names; null for none
 */
record RouteUnit(
        Kind kind,
        String id,
        String file,
        int line,
        String content,
        String yaml,
        @Nullable String from,
        @Nullable String uses) {

    /** The entries that a file may have. */
    enum Kind {
        ROUTE("route"),
        CONFIGURATION("routeConfiguration"),
        TEMPLATE("routeTemplate"),
        TEMPLATED("templatedRoute");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** As YAML names it. */
        String key() {
            return key;
        }

        static @Nullable Kind of(String key) {
            for (Kind kind : values()) {
                if (kind.key.equals(key)) {
                    return kind;
                }
            }
            return null;
        }

        /** Whether Camel makes a route of it. */
        boolean isRoute() {
            return this == ROUTE || this == TEMPLATED;
        }
    }

    /** What tells it from all others: a route and a template may share a name, two routes may not. */
    String key() {
        return (kind.isRoute() ? "route" : kind.key()) + " " + id;
    }

    /** Whether it has to be made anew when one of these changed. */
    boolean dependsOn(Set<RouteUnit> changed) {
        return kind.isRoute() && changed.stream().anyMatch(this::uses);
    }

    private boolean uses(RouteUnit other) {
        return switch (other.kind()) {
            case TEMPLATE -> kind == Kind.TEMPLATED && other.id().equals(uses);
            // a template's routes may name a configuration in the template
            case CONFIGURATION -> kind == Kind.TEMPLATED || other.id().equals(uses);
            default -> false;
        };
    }

    /** Whether it would put the same into force, wherever it stands. */
    boolean sameAs(RouteUnit other) {
        return kind == other.kind && content.equals(other.content);
    }
}
