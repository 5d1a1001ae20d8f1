package dev.eventferry.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Route files of polled tables, and mappings for them, as an operator writes them. */
final class Polled {

    private static final String MAPPING = """
            source: %s
            event: status
            events:
              placed: Purchase
              paid: Purchase
              refunded: OrderRefunded
            unlisted: drop
            fields:
              %s
              event_time: created_at
              user.email: email
              properties.value: total
              properties.currency: {constant: EUR}
            defaults:
              page.url: https://www.example.com/
            """;

    private final Path routes;
    private final Path mappings;

    Polled(Path folder) {
        this.routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        this.mappings = Bundle.copyOfMappings(folder.resolve("mappings"));
    }

    /** Adds a route of the template {@code jdbc-source}. */
    Polled table(String source, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(Map.of("source", source, "period", "200", "overlap", "5"));
        all.putAll(parameters);
        StringBuilder route = new StringBuilder("""
                - templatedRoute:
                    routeTemplateRef: jdbc-source
                    routeId: ingest-%1$s
                    prefixId: ingest-%1$s-
                    parameters:
                """.formatted(source));
        all.forEach((name, value) -> route.append("      - {name: ")
                .append(name)
                .append(", value: \"")
                .append(value)
                .append("\"}\n"));
        return write(routes.resolve("ingest-" + source + ".camel.yaml"), route.toString());
    }

    /** Adds a mapping whose events have that id; a mapping that gives none when it is empty. */
    Polled mapping(String source, String id) {
        return write(
                mappings.resolve(source + ".yaml"), MAPPING.formatted(source, id.isEmpty() ? "" : "event_id: " + id));
    }

    /** Adds the mapping that a page shows. */
    Polled documented(String source, Path page) throws IOException {
        String name = "# mappings/" + source + ".yaml\n";
        String text = Files.readString(page);
        int begin = text.indexOf(name);
        return write(mappings.resolve(source + ".yaml"), text.substring(begin, text.indexOf("```", begin)));
    }

    /** The settings that name them. */
    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("ferry.routes-dir", routes.toString(), "ferry.mappings-dir", mappings.toString()));
        settings.putAll(more);
        return settings;
    }

    private Polled write(Path file, String text) {
        try {
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
