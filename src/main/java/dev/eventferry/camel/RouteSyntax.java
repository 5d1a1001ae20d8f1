package dev.eventferry.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.eventferry.mapping.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What only Camel knows of a file of routes: the words of its YAML, components, their options and values, and the form of
 * expressions. It asks a Camel of its own that never starts, so it needs no running Eventferry. {@link RouteCheck} looks
 * at the rest.
 */
public final class RouteSyntax {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Pattern UNKNOWN_WORD =
            Pattern.compile("(?:Unsupported field|Unknown node id|Unknown expression with id): ([\\w.-]+)");
    private static final String SCHEMA = "/schema/camelYamlDsl.json";

    /** Not ours to look at: {@link RouteCheck} knows our outbox, and what is forbidden need not be right as well. */
    private static final String OUTBOX = "outbox";

    /** What most routes use, to name the nearest. */
    private static final Set<String> COMPONENTS =
            Set.of("direct", "file", "http", "https", "jdbc", "log", OUTBOX, "platform-http", "timer");

    private final String folder;
    private final Map<String, String> settings;
    private final Map<String, Class<?>> beans;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param folder the name of the folder, as messages show it
     * @param settings what {@code {{…}}} may name, with values
     * @param beans what routes may name as {@code #name}
     */
    public RouteSyntax(String folder, Map<String, String> settings, Map<String, Class<?>> beans) {
        this.folder = folder;
        this.settings = settings;
        this.beans = beans;
    }

    /**
     * Checks files, which need be YAML only.
     *
     * @param files texts by file name
     * @return what is wrong; empty when nothing is
     */
    public List<Finding> check(Map<String, String> files) throws IOException {
        List<RouteFile.Entry> entries = new ArrayList<>();
        files.forEach((name, yaml) ->
                entries.addAll(RouteFile.read(name, folder + "/" + name, yaml).entries()));
        // a templated route is made when it is read
        entries.sort(Comparator.comparing(entry -> entry.unit().kind() != RouteUnit.Kind.TEMPLATE));
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.setAutoStartup(false);
            camel.disableJMX();
            camel.getPropertiesComponent().setInitialProperties(properties());
            beans.forEach((name, type) -> {
                if (DataSource.class.isAssignableFrom(type)) {
                    camel.getRegistry().bind(name, new HikariDataSource()); // never opened
                }
            });
            camel.build();
            for (RouteFile.Entry entry : entries) {
                words(entry.unit(), camel);
                walk(entry.unit().file(), "", entry.body(), camel);
            }
        }
        return List.copyOf(findings);
    }

    private java.util.Properties properties() {
        java.util.Properties properties = new java.util.Properties();
        properties.putAll(settings);
        return properties;
    }

    /** One entry at a time, so that each tells its first mistake and not only the file. */
    private void words(RouteUnit unit, DefaultCamelContext camel) {
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(unit.file(), unit.yaml()));
        } catch (Exception e) {
            MarkedYamlEngineException marked = ObjectHelper.getException(MarkedYamlEngineException.class, e);
            if (marked == null) {
                find(unit.file(), unit.line(), "Camel does not take it: " + firstLine(StartFailed.sentence(e)));
                return;
            }
            int line = marked.getProblemMark().map(Mark::getLine).orElse(unit.line() - 1) + 1;
            String problem = firstLine(String.valueOf(marked.getProblem()));
            Matcher unknown = UNKNOWN_WORD.matcher(problem);
            if (unknown.find()) {
                String word = unknown.group(1);
                find(
                        unit.file(),
                        lineOf(word, unit.yaml(), line),
                        "Camel knows no " + word + " here" + Nearest.suggestion(word, vocabulary()));
            } else {
                find(unit.file(), line, "Camel does not take it: " + problem);
            }
        }
    }

    private void walk(String file, String key, Node node, DefaultCamelContext camel) {
        if (key.equals("from") || key.equals("to") || key.equals("interceptSendToEndpoint")) {
            endpoint(file, node, camel);
        }
        if (key.equals("simple")) {
            simple(file, node, camel);
        }
        if (node instanceof ScalarNode scalar) {
            bean(file, scalar);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(file, "", item, camel));
        } else if (node instanceof MappingNode object) {
            for (NodeTuple tuple : object.getValue()) {
                walk(file, RouteFile.text(tuple.getKeyNode()), tuple.getValueNode(), camel);
            }
        }
    }

    /** {@code "#dedup"}. */
    private void bean(String file, ScalarNode scalar) {
        String text = scalar.getValue();
        if (text.startsWith("#") && !text.contains(":") && !beans.containsKey(text.substring(1))) {
            find(
                    file,
                    RouteFile.line(scalar),
                    "there is no bean " + text.substring(1)
                            + Nearest.suggestion(text.substring(1), new TreeSet<>(beans.keySet())));
        }
    }

    private void simple(String file, Node node, DefaultCamelContext camel) {
        Node expression = node instanceof MappingNode ? RouteFile.child(node, "expression") : node;
        if (expression == null
                || PLACEHOLDER.matcher(RouteFile.text(expression)).find()) {
            return;
        }
        try {
            camel.resolveLanguage("simple").createExpression(RouteFile.text(expression));
        } catch (RuntimeException e) {
            find(
                    file,
                    RouteFile.line(expression),
                    "the simple expression is none: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private void endpoint(String file, Node node, DefaultCamelContext camel) {
        String uri = resolve(RouteFile.uri(node));
        int colon = uri.indexOf(':');
        if (colon < 1 || uri.startsWith(OUTBOX + ":") || uri.startsWith("{{")) {
            return;
        }
        String scheme = uri.substring(0, colon);
        if (camel.getComponent(scheme, true, false) == null) {
            find(
                    file,
                    RouteFile.line(uriOf(node)),
                    "there is no component " + scheme + " on the class path" + Nearest.suggestion(scheme, COMPONENTS));
            return;
        }
        Map<String, Node> options = options(node);
        if (known(file, scheme, options, camel)) {
            values(file, node, uri, options, camel);
        }
    }

    /** Whether the component has all those options; camel-http would send another one to TikTok as a query parameter. */
    private boolean known(String file, String scheme, Map<String, Node> options, DefaultCamelContext camel) {
        EndpointUriFactory component = camel.getCamelContextExtension().getEndpointUriFactory(scheme);
        if (component == null) {
            return true;
        }
        boolean all = true;
        for (Map.Entry<String, Node> option : options.entrySet()) {
            boolean group = component.multiValuePrefixes().values().stream().anyMatch(option.getKey()::startsWith);
            if (!group && !component.propertyNames().contains(option.getKey())) {
                all = false;
                find(
                        file,
                        RouteFile.line(option.getValue()),
                        scheme + " knows no option " + option.getKey()
                                + Nearest.suggestion(option.getKey(), new TreeSet<>(component.propertyNames())));
            }
        }
        return all;
    }

    /** The options' values, as far as the endpoint takes them when it is made. */
    private void values(String file, Node node, String uri, Map<String, Node> options, DefaultCamelContext camel) {
        Map<String, Object> given = new HashMap<>();
        options.forEach((name, value) -> {
            String text = resolve(RouteFile.text(value));
            if (!text.startsWith("#") && !text.contains("{{")) {
                given.put(name, text);
            }
        });
        if (uri.contains("{{")) {
            return;
        }
        try {
            camel.getEndpoint(uri, new HashMap<>(given));
        } catch (RuntimeException e) {
            PropertyBindingException wrong = ObjectHelper.getException(PropertyBindingException.class, e);
            NoSuchBeanException missing = ObjectHelper.getException(NoSuchBeanException.class, e);
            Node option = wrong == null ? null : options.get(String.valueOf(wrong.getPropertyName()));
            if (option != null) {
                find(
                        file,
                        RouteFile.line(option),
                        "the option " + Objects.requireNonNull(wrong).getPropertyName() + " cannot be "
                                + RouteFile.text(option));
            } else if (missing != null) {
                find(
                        file,
                        RouteFile.line(uriOf(node)),
                        "there is no " + missing.getName() + "; a table's database is set up as ferry.datasource."
                                + missing.getName() + ".url");
            } else {
                find(file, RouteFile.line(uriOf(node)), "Camel does not take it: " + lastLine(e));
            }
        }
    }

    private static Map<String, Node> options(Node endpoint) {
        Map<String, Node> options = new TreeMap<>();
        if (RouteFile.child(endpoint, "parameters") instanceof MappingNode parameters) {
            for (NodeTuple tuple : parameters.getValue()) {
                options.put(RouteFile.text(tuple.getKeyNode()), tuple.getValueNode());
            }
        }
        return options;
    }

    private static Node uriOf(Node endpoint) {
        Node uri = RouteFile.child(endpoint, "uri");
        return uri == null ? endpoint : uri;
    }

    private String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group().substring(2, found.group().length() - 2).strip();
            return Matcher.quoteReplacement(settings.getOrDefault(name, found.group()));
        });
    }

    /** Camel marks the value; the word is at most a few lines above. */
    private static int lineOf(String word, String yaml, int marked) {
        String[] lines = yaml.split("\n", -1);
        for (int line = Math.min(marked, lines.length); line > 0; line--) {
            if (lines[line - 1].contains(word + ":")) {
                return line;
            }
        }
        return marked;
    }

    /** Every word that Camel's YAML has anywhere. */
    private static Set<String> vocabulary() {
        Set<String> words = new TreeSet<>();
        try (@Nullable InputStream in = RouteSyntax.class.getResourceAsStream(SCHEMA)) {
            if (in != null) {
                for (JsonNode properties : new ObjectMapper().readTree(in).findValues("properties")) {
                    properties.fieldNames().forEachRemaining(words::add);
                }
            }
        } catch (IOException e) {
            // then none is suggested
        }
        return words;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    private static String lastLine(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return firstLine(String.valueOf(deepest.getMessage()));
    }

    private void find(String file, int line, String message) {
        findings.add(new Finding(folder + "/" + file, line, message));
    }
}
