package dev.eventferry.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesLintTest {

    /** A route in which nothing is wrong; each test below spoils one thing of it. */
    private static final String GOOD = """
            - route:
                id: good-route
                description: It is called and calls on
                nodePrefixId: good-route-
                routeConfigurationId: try-again
                from:
                  uri: direct:good-route
                  steps:
                    - bean:
                        id: say
                        ref: steps
                        method: map
                    - setHeader:
                        id: name
                        name: Access-Token
                        expression:
                          simple:
                            expression: "${body}"
                    - to:
                        id: post
                        uri: "{{ferry.tiktok.base-url}}/somewhere"
                        parameters:
                          bridgeEndpoint: true
                    - to:
                        id: go
                        uri: direct:process
                    - to:
                        id: keep
                        uri: outbox:events
            """;

    /** A policy, or one of its words alone, as the compact form of a route would have it. */
    private static final Pattern POLICY = Pattern.compile(
            "(?m)^( *)redeliveryPolicy:.*\\R(?:\\1 +.*\\R)*|^.*(?:deadLetterChannel|defaultErrorHandler|edeliveryDelay|maximumRedeliveries):.*\\R");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");

    @Test
    void the_shipped_routes_are_as_they_should_be() throws IOException {
        assertThat(new RouteLint(properties()).shipped().complaints()).isEmpty();
    }

    /** Whoever tunes them finds them where all settings are; whoever looks for them finds them in one place. */
    @Test
    void what_is_tried_again_stands_in_one_route_configuration_and_its_numbers_in_the_settings() throws IOException {
        Map<String, String> policies = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher policy = POLICY.matcher(Files.readString(file));
                while (policy.find()) {
                    policies.merge(file.getFileName().toString(), policy.group(), String::concat);
                }
            }
        }

        assertThat(policies).containsOnlyKeys("failures.camel.yaml");
        String policy = policies.getOrDefault("failures.camel.yaml", "");
        assertThat(policy.split("redeliveryPolicy:", -1)).as("one policy").hasSize(2);
        assertThat(policy).contains("{{ferry.delivery.").doesNotContainPattern(": *\"?[0-9]");
        assertThat(properties().keySet())
                .containsAll(PLACEHOLDER
                        .matcher(policy)
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    @Test
    void the_good_route_is_good() throws IOException {
        assertThat(complaints(GOOD)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "id: good-route               | id: Good_Route              | not in kebab case",
                "    description: It is       | ####                        | no description",
                "nodePrefixId: good-route-    | nodePrefixId: good-route    | nodePrefixId",
                "direct:good-route            | direct:another-route        | does not listen to direct:good-route",
                "routeConfigurationId: try-again | routeConfigurationId: t  | no routeConfiguration is called t",
                "id: good-route               | id: process                 | is in",
                "ref: steps                   | reff: steps                 | the YAML DSL says",
                "steps:                       | stepz:                      | the YAML DSL says",
                "expression: \"${body}\"      | expresion: \"${body}\"      | the YAML DSL says",
                "simple:                      | groovy:                     | the language groovy",
                "simple:                      | header:                     | the language header",
                "bridgeEndpoint: true         | bridgeEnpoint: true         | knows no option",
                "bridgeEndpoint: true         | bridgeEndpoint: maybe       | Invalid boolean value",
                "uri: direct:process          | uri: direct:nowhere         | nobody listens to direct:nowhere",
                "uri: direct:process          | uri: seda:process           | seda: has no place",
                "uri: direct:process          | uri: direkt:process         | no component direkt",
                "uri: direct:process          | uri: log:a?level=OFF        | options stand under parameters",
                "uri: outbox:events           | uri: outbox:evnts           | there is one outbox",
                "{{ferry.tiktok.base-url}}    | {{ferry.tiktok.baseurl}}    | {{ferry.tiktok.baseurl}} is neither",
                "name: Access-Token           | name: CamelHttpUri          | a Camel header is set",
                "- bean:                      | - toD:                      | toD has no place",
                "- bean:                      | - wireTap:                  | wireTap has no place",
                "id: say                      | id: Say                     | no id in kebab case",
            },
            delimiter = '|')
    void what_is_wrong_is_told(String good, String bad, String complaint) throws IOException {
        assertThat(GOOD).contains(good);

        assertThat(complaints(GOOD.replace(good, bad)))
                .anySatisfy(said -> assertThat(said).startsWith("routes/").contains(complaint));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "routeTemplateRef: jdbc-source, routeTemplateRef: tables, no routeTemplate is called tables",
        "prefixId: ingest-orders-, prefixId: ingest-orders, needs a dash",
        "routeId: ingest-orders, routeId: ingestOrders, routeId",
        "name: table, name: tabel, jdbc-source has no parameter tabel",
        "name: table, name: tabel, jdbc-source needs the parameter table",
    })
    void a_templated_route_is_read_too(String good, String bad, String complaint) throws IOException {
        String route = """
                - templatedRoute:
                    routeTemplateRef: jdbc-source
                    routeId: ingest-orders
                    prefixId: ingest-orders-
                    parameters:
                      - name: source
                        value: orders
                      - name: datasource
                        value: shop
                      - name: table
                        value: orders
                """;
        assertThat(complaints(route)).isEmpty();

        assertThat(complaints(route.replace(good, bad)))
                .anySatisfy(said -> assertThat(said).contains(complaint));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "description: Where it is, ####, the parameter path has no description",
        "{{path}}, there, the parameter path is used nowhere",
        "{{path}}, {{paht}}, {{paht}} is neither",
        "routeConfigurationId: answer-the-sender, routeConfigurationId: t, no routeConfiguration is called t",
        "httpMethodRestrict, httpMethodRestrickt, httpMethodRestrickt",
        "id: receive, id: Receive, no id in kebab case",
    })
    void a_template_is_read_too(String good, String bad, String complaint) throws IOException {
        String template = """
                - routeTemplate:
                    id: door-source
                    description: A door
                    parameters:
                      - name: path
                        description: Where it is
                    route:
                      routeConfigurationId: answer-the-sender
                      from:
                        uri: "platform-http:/v1/{{path}}"
                        parameters:
                          httpMethodRestrict: POST
                        steps:
                          - bean:
                              id: receive
                              ref: doors
                              method: receive
                """;
        assertThat(complaints(template)).isEmpty();

        assertThat(complaints(template.replace(good, bad)))
                .anySatisfy(said -> assertThat(said).contains(complaint));
    }

    private static List<String> complaints(String yaml) throws IOException {
        return new RouteLint(properties())
                .shipped()
                .add("routes/planted.camel.yaml", yaml)
                .complaints();
    }

    /** What routes may name: what {@code application.properties} names, with the values that Camel sees. */
    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        SettingsFile.read().settings().forEach((key, setting) -> properties.put(key, setting.value()));
        Map<String, String> asCamelSeesThem = Settings.unchecked(Map.of()).placeholders();
        properties.replaceAll(asCamelSeesThem::getOrDefault);
        return properties;
    }
}
