package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteCheckTest {

    /** A file in which nothing is wrong; each test spoils one thing of it. */
    private static final String GOOD = """
            - route:
                id: feed
                nodePrefixId: feed-
                from:
                  uri: "file:{{ferry.data-dir}}/feed"
                  parameters:
                    move: "{{ferry.data-dir}}/done/${file:name}"
                  steps:
                    - setBody:
                        id: words
                        expression:
                          simple:
                            expression: "${body}"
                    - bean:
                        id: read
                        ref: steps
                        method: map
                    - to:
                        id: go
                        uri: direct:process
            - route:
                id: process
                from:
                  uri: direct:process
                  steps:
                    - to:
                        id: keep
                        uri: outbox:events
            """;

    @Test
    void the_good_file_is_good() {
        assertThat(check(GOOD)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "- setBody:                | - toD:                           | 9  | toD has no place",
                "- setBody:                | - recipientList:                 | 9  | recipientList has no place",
                "- setBody:                | - script:                        | 9  | script has no place",
                "- setBody:                | - pollEnrich:                    | 9  | pollEnrich has no place",
                "simple:                   | groovy:                          | 12 | the language groovy",
                "simple:                   | ognl:                            | 12 | the language ognl",
                "${body}                   | ${bean:steps?method=map}         | 14 | may read the message",
                "${body}                   | ${type:java.lang.Runtime}        | 14 | may read the message",
                "${body}                   | ${camelContext.stop()}           | 14 | may read the message",
                "${body}                   | ${body.getClass().forName('x')}  | 14 | may read the message",
                "${body}                   | {{env:HOME}}                     | 14 | reaches beyond the settings",
                "${body}                   | {{ferry.nonsense}}               | 14 | is neither a setting",
                "ref: steps                | beanType: java.lang.Runtime      | 16 | a step calls a bean by ref",
                "ref: steps                | ref: `#class:java.lang.Runtime`  | 17 | beans are named, not made",
                "ref: steps                | ref: stepz                       | 17 | there is no bean stepz",
                "method: map               | method: mpa                      | 18 | steps has no method mpa",
                "uri: outbox:events        | uri: exec:rm                     | 27 | exec: has no place",
                "uri: outbox:events        | uri: seda:later                  | 27 | seda: has no place",
                "uri: outbox:events        | uri: language:simple:x           | 27 | language: has no place",
                "uri: outbox:events        | uri: class:java.lang.Runtime     | 27 | class: has no place",
                "uri: outbox:events        | uri: outbox:others               | 27 | there is one outbox",
                "uri: outbox:events        | uri: direct:nowhere              | 27 | nobody listens to direct:nowhere",
                "file:{{ferry.data-dir}}/feed | file:/etc                     | 5  | below ferry.data-dir only",
                "file:{{ferry.data-dir}}/feed | file:{{ferry.data-dir}}       | 5  | below ferry.data-dir only",
                "file:{{ferry.data-dir}}/feed | file:{{ferry.data-dir}}/../x  | 5  | below ferry.data-dir only",
                "{{ferry.data-dir}}/done   | /tmp                             | 7  | below ferry.data-dir only",
                "- route:                  | - beans:                         | 1  | beans has no place here",
                "id: process               | id: feed                         | 21 | the id feed is in routes/x.camel.yaml:1",
                "id: process               | nodePrefixId: process-           | 21 | route has no id",
                "id: words                 | id: !!java.net.URL [x]           | 11 | tag is not allowed",
                "nodePrefixId: feed-       | nodePrefixId: [                  | 4  | not YAML",
            })
    void what_is_wrong_is_told_with_its_line(String good, String bad, int line, String message) {
        assertThat(GOOD).contains(good);
        String spoilt =
                line > 20 ? lastReplaced(good, bad.replace("`", "\"")) : GOOD.replace(good, bad.replace("`", "\""));

        assertThat(check(spoilt)).as(spoilt).anySatisfy(finding -> {
            assertThat(finding.message()).contains(message);
            assertThat(finding.line()).isBetween(line - 1, line + 1);
            assertThat(finding.sentence()).startsWith("routes/x.camel.yaml:");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "process: {ref: accept} | process: {ref: acept}  | acept is no Processor of ours",
                "process: {ref: accept} | process: {ref: steps}  | steps is no Processor of ours",
                "expression: dedupKey   | expression: accept     | accept is no Expression of ours",
            })
    void what_is_named_as_processor_or_expression_is_one(String good, String bad, String message) {
        String route = """
                - route:
                    id: each
                    from:
                      uri: direct:each
                      steps:
                        - filter:
                            expression:
                              ref: {expression: dedupKey}
                            steps:
                              - process: {ref: accept}
                """;

        assertThat(check(route)).isEmpty();
        assertThat(check(route.replace(good, bad)))
                .anySatisfy(finding -> assertThat(finding.message()).contains(message));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "value: drops/erp      | value: ../../etc             | 17 | below ferry.data-dir only",
                "value: drops/erp      | value: .                     | 17 | below ferry.data-dir only",
                "value: direct         | value: seda                  | 17 | seda: has no place",
                "value: direct         | value: outbox                | 17 | there is one outbox",
                "name: folder, value   | name: foldr, value           | 21 | dropper has no parameter foldr; it has",
                "name: folder, value   | name: foldr, value           | 17 | dropper needs the parameters folder",
            })
    void what_a_route_fills_into_a_template_is_checked_too(String good, String bad, int line, String message) {
        String yaml = """
                - routeTemplate:
                    id: dropper
                    parameters:
                      - {name: folder}
                      - {name: scheme, defaultValue: direct}
                    route:
                      from:
                        uri: "file:{{ferry.data-dir}}/{{folder}}"
                        steps:
                          - to: {id: go, uri: "{{scheme}}:process"}
                - route:
                    id: process
                    from:
                      uri: direct:process
                      steps:
                        - to: {id: keep, uri: outbox:events}
                - templatedRoute:
                    routeTemplateRef: dropper
                    routeId: erp
                    parameters:
                      - {name: folder, value: drops/erp}
                      - {name: scheme, value: direct}
                """;
        assertThat(check(yaml)).isEmpty();
        assertThat(yaml).contains(good);

        assertThat(check(yaml.replace(good, bad))).anySatisfy(finding -> {
            assertThat(finding.message()).contains(message);
            assertThat(finding.line()).isEqualTo(line);
        });
    }

    @Test
    void an_alias_bomb_is_refused_unread() {
        StringBuilder bomb = new StringBuilder("- route: &a0 {id: x}\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("- route: &a%d [*a%d, *a%d]%n".formatted(i, i - 1, i - 1));
        }

        assertThat(check("- route: &a {id: x}\n- route: *a\n"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("anchors and aliases"));
        assertThat(check(bomb.toString())).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("aliases"));
    }

    private static String lastReplaced(String good, String bad) {
        int at = GOOD.lastIndexOf(good);
        return GOOD.substring(0, at) + bad + GOOD.substring(at + good.length());
    }

    private static List<Finding> check(String yaml) {
        return new RouteCheck(
                        "routes",
                        Map.of("ferry.data-dir", "/srv/data"),
                        Path.of("/srv/data"),
                        Map.of("steps", Steps.class, "accept", Processor.class, "dedupKey", Expression.class))
                .check(Map.of("x.camel.yaml", yaml));
    }
}
