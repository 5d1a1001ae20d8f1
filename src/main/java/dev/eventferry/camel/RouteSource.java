package dev.eventferry.camel;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The source that a route names for all that comes through it, in the variable {@code source}. */
final class RouteSource {

    private static final String VARIABLE = "source";

    private RouteSource() {}

    /** Its name; null when the route leaves it to the request or the folder. */
    static @Nullable String of(Exchange exchange) {
        return exchange.getVariable(VARIABLE, String.class);
    }
}
