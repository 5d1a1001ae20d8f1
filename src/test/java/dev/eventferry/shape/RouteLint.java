package dev.eventferry.shape;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;

/**
 * Reads routes as data, so that a misspelt option or a call to a route that is not there is told with a file's name, and
 * not in production with a stack trace. No Camel context is started. Camel's own validator does not read YAML.
 */
final class RouteLint {

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

    /** Routing by what came in, and queues in memory: an event would go where a sender says, or be lost in a crash. */
    private static final Set<String> BANNED_STEPS = Set.of(
            "toD",
            "recipientList",
            "dynamicRouter",
            "routingSlip",
            "wireTap",
            "enrich",
            "pollEnrich",
            "script",
            "threads");

    private static final Set<String> BANNED_COMPONENTS =
            Set.of("seda", "vm", "stub", "exec", "language", "class", "dataset", "scheduler");

    /** Logic belongs into Java, where it is tested; what may stand here only selects. */
    private static final Set<String> LANGUAGES = Set.of("constant", "simple", "method", "ref");

    private static final Set<String> ALL_LANGUAGES = Set.of(
            "constant",
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "header",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "language",
            "method",
            "mvel",
            "ognl",
            "python",
            "ref",
            "simple",
            "spel",
            "tokenize",
            "variable",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");

    /** Ours: the catalogue knows Camel's only. */
    private static final Set<String> OUR_COMPONENTS = Set.of("outbox");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();
    private static final JsonSchema SCHEMA = schema();

    private final Map<String, JsonNode> files = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> directs = new HashSet<>();
    private final Map<String, JsonNode> templates = new HashMap<>();
    private final Set<String> configurations = new HashSet<>();
    private final Map<String, String> properties;

    /** @param properties what {@code {{…}}} may name, with values */
    RouteLint(Map<String, String> properties) {
        this.properties = properties;
    }

    static List<Path> shippedFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
            found.forEach(files::add);
        }
        return files;
    }

    /** With the routes that we ship. */
    RouteLint shipped() throws IOException {
        for (Path file : shippedFiles()) {
            add(file.toString(), Files.readString(file));
        }
        return this;
    }

    RouteLint add(String name, String yaml) throws IOException {
        files.put(name, YAML.readTree(yaml));
        return this;
    }

    /** What is wrong, each in a sentence that begins with the file's name. */
    List<String> complaints() {
        files.forEach((name, file) -> file.forEach(entry -> collect(name, entry)));
        files.forEach((name, file) -> {
            for (ValidationMessage message : SCHEMA.validate(file)) {
                if (!isAboutASetting(message)) {
                    complain(name, "the YAML DSL says " + message.getMessage());
                }
            }
            file.forEach(entry -> check(name, entry));
        });
        return complaints;
    }

    private void collect(String name, JsonNode entry) {
        JsonNode route = body(entry);
        String id = route.path("id").asText();
        String other = ids.putIfAbsent(id, name);
        if (other != null && !entry.has("templatedRoute")) {
            complain(name, "the id " + id + " is in " + other + " too");
        }
        if (entry.has("routeTemplate")) {
            templates.put(id, route);
        }
        if (entry.has("routeConfiguration")) {
            configurations.add(id);
        }
        String from = flow(route).path("from").path("uri").asText();
        if (from.startsWith("direct:")) {
            directs.add(from);
        }
    }

    private void check(String name, JsonNode entry) {
        JsonNode route = body(entry);
        Map<String, String> known = new HashMap<>(properties);
        route.path("parameters").forEach(parameter -> {
            if (parameter.isObject() && entry.has("routeTemplate")) {
                known.put(
                        parameter.path("name").asText(),
                        parameter.path("defaultValue").asText("x"));
            }
        });
        if (entry.has("templatedRoute")) {
            checkTemplated(name, route);
        } else {
            checkNames(name, route);
        }
        if (entry.has("routeTemplate")) {
            checkTemplate(name, route);
        }
        String configuration = flow(route).path("routeConfigurationId").asText();
        if (!configuration.isEmpty() && !configurations.contains(configuration)) {
            complain(name, "no routeConfiguration is called " + configuration);
        }
        walk(name, "", route, known);
    }

    private void checkNames(String name, JsonNode route) {
        String id = route.path("id").asText();
        if (!KEBAB.matcher(id).matches()) {
            complain(name, "the id \"" + id + "\" is not in kebab case");
        }
        if (route.path("description").asText().isBlank()) {
            complain(name, id + " has no description");
        }
        String prefix = route.path("nodePrefixId").asText();
        if (route.has("nodePrefixId") && !prefix.equals(id + "-")) {
            complain(name, "nodePrefixId of " + id + " is not " + id + "-");
        }
        String from = flow(route).path("from").path("uri").asText();
        if (from.startsWith("direct:") && !from.equals("direct:" + id)) {
            complain(name, id + " does not listen to direct:" + id);
        }
    }

    /** What an operator fills in is named, described and used. */
    private void checkTemplate(String name, JsonNode template) {
        String text = flow(template).toString();
        template.path("parameters").forEach(parameter -> {
            String called = parameter.path("name").asText();
            if (parameter.path("description").asText().isBlank()) {
                complain(name, "the parameter " + called + " has no description");
            }
            if (!text.contains("{{" + called + "}}")) {
                complain(name, "the parameter " + called + " is used nowhere");
            }
        });
    }

    private void checkTemplated(String name, JsonNode route) {
        String ref = route.path("routeTemplateRef").asText();
        JsonNode template = templates.get(ref);
        if (template == null) {
            complain(name, "no routeTemplate is called " + ref);
        } else {
            checkParameters(name, ref, route, template);
        }
        if (!KEBAB.matcher(route.path("routeId").asText()).matches()) {
            complain(name, "the routeId of a templatedRoute is not in kebab case");
        }
        if (!route.path("prefixId").asText().endsWith("-")) {
            complain(name, "prefixId of a templatedRoute needs a dash at its end");
        }
    }

    private void checkParameters(String name, String ref, JsonNode route, JsonNode template) {
        List<String> given = route.path("parameters").findValuesAsText("name");
        List<String> declared = template.path("parameters").findValuesAsText("name");
        given.stream()
                .filter(parameter -> !declared.contains(parameter))
                .forEach(parameter -> complain(name, ref + " has no parameter " + parameter));
        template.path("parameters").forEach(parameter -> {
            if (!parameter.has("defaultValue")
                    && !given.contains(parameter.path("name").asText())) {
                complain(
                        name,
                        ref + " needs the parameter " + parameter.path("name").asText());
            }
        });
    }

    private void walk(String name, String key, JsonNode node, Map<String, String> known) {
        if (node.isTextual()) {
            checkPlaceholders(name, node.asText(), known);
        }
        if (key.equals("from") || key.equals("to")) {
            checkEndpoint(name, key, node, known);
        }
        if (BANNED_STEPS.contains(key)) {
            complain(name, key + " has no place in a route");
        }
        if (ALL_LANGUAGES.contains(key) && node.isObject() && !LANGUAGES.contains(key)) {
            complain(name, "the language " + key + ": only " + LANGUAGES + " are used");
        }
        if ((key.equals("setHeader") || key.equals("setHeaders"))
                && node.findValuesAsText("name").stream().anyMatch(header -> header.startsWith("Camel"))) {
            complain(name, "a Camel header is set: steps do that in Java, by the component's constant");
        }
        if (node.has("steps")) {
            node.path("steps").forEach(step -> step.forEach(each -> checkStepId(name, each)));
        }
        if (node.isObject()) {
            node.properties().forEach(field -> walk(name, field.getKey(), field.getValue(), known));
        } else {
            node.forEach(child -> walk(name, "", child, known));
        }
    }

    private void checkStepId(String name, JsonNode step) {
        if (step.isObject() && !KEBAB.matcher(step.path("id").asText()).matches()) {
            String text = step.toString();
            complain(name, "a step has no id in kebab case: " + text.substring(0, Math.min(60, text.length())));
        }
    }

    private void checkPlaceholders(String name, String text, Map<String, String> known) {
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            if (!known.containsKey(found.group(1))) {
                complain(name, "{{" + found.group(1) + "}} is neither in application.properties nor a parameter");
            }
        }
    }

    private void checkEndpoint(String name, String role, JsonNode endpoint, Map<String, String> known) {
        String raw = endpoint.path("uri").asText();
        String uri = resolve(raw, known);
        String scheme = scheme(uri);
        if (raw.isEmpty()) {
            complain(name, "an endpoint is not written as uri and parameters");
        } else if (raw.contains("?")) {
            complain(name, raw + ": options stand under parameters, not in the uri");
        } else if (BANNED_COMPONENTS.contains(scheme)) {
            complain(name, scheme + ": has no place in a route");
        } else if (scheme.equals("direct") && !directs.contains(uri)) {
            complain(name, "nobody listens to " + uri);
        } else if (OUR_COMPONENTS.contains(scheme)) {
            if (!uri.equals("outbox:events") || endpoint.has("parameters")) {
                complain(name, "there is one outbox, without options: outbox:events");
            }
        } else {
            checkAgainstCatalogue(name, role, uri, endpoint.path("parameters"), known);
        }
    }

    private void checkAgainstCatalogue(
            String name, String role, String uri, JsonNode parameters, Map<String, String> known) {
        List<String> query = new ArrayList<>();
        parameters
                .properties()
                .forEach(each ->
                        query.add(each.getKey() + "=" + resolve(each.getValue().asText(), known)));
        EndpointValidationResult result = CATALOG.validateEndpointProperties(
                uri + (query.isEmpty() ? "" : "?" + String.join("&", query)),
                false,
                role.equals("from"),
                role.equals("to"));
        if (result.getUnknownComponent() != null) {
            complain(name, "there is no component " + result.getUnknownComponent());
        } else if (result.getLenient() != null) {
            // camel-http would send it to TikTok as a query parameter
            complain(name, scheme(uri) + " knows no option " + result.getLenient());
        } else if (!result.isSuccess()) {
            complain(name, String.valueOf(result.summaryErrorMessage(false)).strip());
        }
    }

    /** The DSL wants a number where a setting will put one. */
    private static boolean isAboutASetting(ValidationMessage message) {
        JsonNode node = message.getInstanceNode();
        return message.getType().equals("type")
                && node != null
                && PLACEHOLDER.matcher(node.asText()).matches();
    }

    private static String resolve(String text, Map<String, String> known) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), "x")));
    }

    private static String scheme(String uri) {
        return uri.substring(0, Math.max(0, uri.indexOf(':')));
    }

    /** Where {@code from:} stands: in a template it may have a {@code route:} of its own. */
    private static JsonNode flow(JsonNode body) {
        return body.has("route") ? body.path("route") : body;
    }

    /** What stands behind {@code route:}, {@code routeTemplate:} and the like. */
    private static JsonNode body(JsonNode entry) {
        return entry.elements().next();
    }

    private void complain(String name, String what) {
        complaints.add(name + ": " + what);
    }

    private static JsonSchema schema() {
        InputStream shipped =
                Objects.requireNonNull(RouteLint.class.getResourceAsStream("/schema/camelYamlDsl.json"), "the schema");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(shipped);
    }
}
