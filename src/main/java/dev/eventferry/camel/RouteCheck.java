package dev.eventferry.camel;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What a file of routes must not do, before Camel reads it (reliability B.3 12): run code or programs, choose its target
 * by what came in, name classes, touch files outside the data folder, lose events in memory; and what would only show
 * when the first event comes: a route, bean, method or setting that is not there. Reads files as data, starts nothing.
 */
public final class RouteCheck {

    /** Routing by what came in, other programs' code, and queues in memory. */
    private static final Set<String> STEPS = Set.of(
            "toD",
            "recipientList",
            "dynamicRouter",
            "routingSlip",
            "wireTap",
            "enrich",
            "pollEnrich",
            "poll",
            "script",
            "threads",
            "kamelet",
            "serviceCall",
            "beans",
            "templateBean");

    private static final Set<String> COMPONENTS = Set.of(
            "seda",
            "vm",
            "stub",
            "disruptor",
            "exec",
            "ssh",
            "language",
            "class",
            "bean",
            "groovy",
            "dataset",
            "dataset-test",
            "controlbus",
            "kamelet",
            "rest",
            "rest-api",
            "docker",
            "browse",
            "mock");

    private static final Set<String> LANGUAGES = Set.of(
            "csimple", "groovy", "java", "joor", "js", "language", "mvel", "ognl", "python", "quickjs", "spel", "wasm");

    private static final Set<String> PARAMETERS = Set.of(
            "transferException",
            "allowJavaSerializedObject",
            "transferExchange",
            "useMessageBodyForSql",
            "allowTemplateFromHeader",
            "allowContextMapAll",
            "beanType",
            "scriptLanguage");

    /** Parts of a simple expression that reach beyond the message. */
    private static final Pattern REACHES_OUT = Pattern.compile(
            "\\$\\{\\s*(bean|type|ref|sys|sysenv|env|camelContext|context|properties|class)\\b|\\$\\{[^}]*(exchange\\.|[gG]etClass|\\.class\\b|\\.context\\b)");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*[?!]?([^{}:]+)(:[^{}]*)?}}");
    private static final Pattern BEAN = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    private static final Set<Tag> TAGS = Set.of(
            Tag.STR,
            Tag.INT,
            Tag.FLOAT,
            Tag.BOOL,
            Tag.NULL,
            Tag.MAP,
            Tag.SEQ,
            Tag.TIMESTAMP,
            Tag.MERGE,
            new Tag(Tag.PREFIX + "value"));

    /** The parameter of templates by which a route names its database. */
    private static final String DATABASE = "datasource";

    private final String folder;
    private final Map<String, String> settings;
    private final Path dataDir;
    private final Map<String, Class<?>> beans;

    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> listened = new HashSet<>();
    private final Map<String, MappingNode> templates = new HashMap<>();

    /**
     * @param folder the name of the folder, as messages show it
     * @param settings what {@code {{…}}} may name, with values
     * @param dataDir the only folder below which files may be read and written
     * @param beans what steps may call, by name; empty when they are not known
     */
    public RouteCheck(String folder, Map<String, String> settings, Path dataDir, Map<String, Class<?>> beans) {
        this.folder = folder;
        this.settings = settings;
        this.dataDir = dataDir.toAbsolutePath().normalize();
        this.beans = beans;
    }

    /**
     * Checks all files of a folder together, because they name each other.
     *
     * @param files texts by file name
     * @return what is wrong; empty when nothing is
     */
    public List<Finding> check(Map<String, String> files) {
        return checkRead(read(files));
    }

    /** The files, read. */
    Map<String, RouteFile> read(Map<String, String> files) {
        Map<String, RouteFile> read = new TreeMap<>();
        files.forEach((name, yaml) -> read.put(name, RouteFile.read(name, folder + "/" + name, yaml)));
        return read;
    }

    /** What is wrong with files that were read. */
    synchronized List<Finding> checkRead(Map<String, RouteFile> files) {
        findings.clear();
        listened.clear();
        templates.clear();
        Map<String, RouteUnit> units = new LinkedHashMap<>();
        files.values().forEach(file -> {
            findings.addAll(file.findings());
            file.entries().forEach(entry -> collect(entry, units));
        });
        files.values().forEach(file -> file.entries().forEach(entry -> check(entry, units)));
        return List.copyOf(findings);
    }

    private void collect(RouteFile.Entry entry, Map<String, RouteUnit> units) {
        RouteUnit unit = entry.unit();
        RouteUnit other = units.putIfAbsent(unit.key(), unit);
        if (other != null) {
            find(
                    unit.file(),
                    unit.line(),
                    "the id " + unit.id() + " is in " + folder + "/" + other.file() + ":" + other.line()
                            + " too; give it another");
        }
        String from = unit.from();
        if (unit.kind() == RouteUnit.Kind.TEMPLATE) {
            templates.put(unit.id(), entry.body());
            from = RouteFile.uri(RouteFile.child(entry.body(), "from"));
            if (from.isEmpty()) {
                from = RouteFile.uri(RouteFile.child(RouteFile.child(entry.body(), "route"), "from"));
            }
        }
        if (from != null) {
            listened.add(withoutOptions(from));
        }
    }

    private void check(RouteFile.Entry entry, Map<String, RouteUnit> units) {
        RouteUnit unit = entry.unit();
        Map<String, String> known = new HashMap<>(settings);
        if (unit.kind() == RouteUnit.Kind.TEMPLATE
                && RouteFile.child(entry.body(), "parameters") instanceof SequenceNode parameters) {
            parameters.getValue().forEach(each -> known.put(RouteFile.text(RouteFile.child(each, "name")), "{{}}"));
        }
        String uses = unit.uses();
        if (uses != null) {
            boolean template = unit.kind() == RouteUnit.Kind.TEMPLATED;
            RouteUnit.Kind kind = template ? RouteUnit.Kind.TEMPLATE : RouteUnit.Kind.CONFIGURATION;
            if (!units.containsKey(kind.key() + " " + uses)) {
                find(unit.file(), unit.line(), "no " + kind.key() + " is called " + uses);
            }
        }
        walk(unit.file(), entry.body(), entry.body(), known);
        MappingNode template = templates.get(uses);
        if (unit.kind() == RouteUnit.Kind.TEMPLATED && template != null) {
            checkTemplated(entry, template);
        }
    }

    /** A template's endpoints with the values that one route gives it: what is wrong with them is that route's. */
    private void checkTemplated(RouteFile.Entry entry, MappingNode template) {
        RouteUnit unit = entry.unit();
        TemplateParameters parameters = TemplateParameters.of(entry.body(), template);
        parameters.unknown().forEach((node, message) -> find(unit.file(), node, message));
        if (parameters.missing() != null) {
            find(unit.file(), unit.line(), parameters.missing());
        }
        String database = parameters.values().get(DATABASE);
        if (database != null && !beans.isEmpty() && !beans.containsKey(database)) {
            find(
                    unit.file(),
                    unit.line(),
                    "there is no " + database + "; a table's database is set up as ferry.datasource." + database
                            + ".url");
        }
        Map<String, String> known = new HashMap<>(settings);
        known.putAll(parameters.values());
        int before = findings.size();
        checkEndpoints(unit.file(), template, known);
        findings.subList(before, findings.size())
                .replaceAll(finding -> new Finding(finding.file(), unit.line(), finding.message()));
    }

    private void checkEndpoints(String file, Node node, Map<String, String> known) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> checkEndpoints(file, item, known));
        } else if (node instanceof MappingNode object) {
            for (NodeTuple tuple : object.getValue()) {
                String key = RouteFile.text(tuple.getKeyNode());
                if (key.equals("from") || key.equals("to")) {
                    checkEndpoint(file, tuple.getValueNode(), known);
                }
                checkEndpoints(file, tuple.getValueNode(), known);
            }
        }
    }

    /** @param at the key that it stands under, where a person looks first; itself in a list */
    private void walk(String file, Node at, Node node, Map<String, String> known) {
        String key = RouteFile.text(at);
        if (!TAGS.contains(node.getTag())) {
            find(file, node, "the tag " + node.getTag().getValue() + " has no place in a route");
        }
        if (STEPS.contains(key)) {
            find(file, at, key + " has no place in a route: what it does may depend on what came in, or be lost");
        }
        if (LANGUAGES.contains(key) && node instanceof MappingNode) {
            find(file, at, "the language " + key + " runs code; write a step in Java, or use simple");
        }
        if (PARAMETERS.contains(key)) {
            find(file, at, "the option " + key + " lets others' data become code; leave it out");
        }
        if (key.equals("bean") || key.equals("method")) {
            checkBean(file, node);
        }
        if (key.equals("process")) {
            checkNamed(file, RouteFile.child(node, "ref"), Processor.class);
        }
        if (key.equals("ref") && node instanceof MappingNode) {
            checkNamed(file, RouteFile.child(node, "expression"), Expression.class);
        }
        if (key.equals("from") || key.equals("to") || key.equals("interceptSendToEndpoint")) {
            checkEndpoint(file, node, known);
        }
        if (node instanceof ScalarNode scalar) {
            checkText(file, scalar, known);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(file, list, item, known));
        } else if (node instanceof MappingNode object) {
            for (NodeTuple tuple : object.getValue()) {
                walk(file, tuple.getKeyNode(), tuple.getValueNode(), known);
            }
        }
    }

    private void checkText(String file, ScalarNode scalar, Map<String, String> known) {
        String text = scalar.getValue();
        if (text.startsWith("#class:") || text.startsWith("#type:") || text.startsWith("#autowired")) {
            find(file, scalar, "beans are named, not made: no #class: and no #type: in a route");
        }
        if (REACHES_OUT.matcher(text).find()) {
            find(
                    file,
                    scalar,
                    "an expression may read the message and its variables only, not beans, classes,"
                            + " the environment or Camel itself");
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1).strip();
            if (Set.of("env", "sys", "bean", "service", "secret", "properties").contains(name)) {
                find(file, scalar, "{{" + name + ":...}} reaches beyond the settings; make it a setting");
            } else if (!known.containsKey(name) && placeholder.group(2) == null) {
                find(file, scalar, "{{" + name + "}} is neither a setting that routes may name nor a parameter");
            }
        }
    }

    private void checkBean(String file, Node node) {
        if (!(node instanceof MappingNode)) {
            return;
        }
        Node ref = RouteFile.child(node, "ref");
        String name = RouteFile.text(ref);
        if (ref == null || !BEAN.matcher(name).matches()) {
            find(file, node, "a step calls a bean by ref, and its method by method; a class cannot be named");
            return;
        }
        if (beans.isEmpty()) {
            return;
        }
        Class<?> bean = beans.get(name);
        if (bean == null) {
            find(file, ref, "there is no bean " + name + "; the known ones are " + new TreeMap<>(beans).keySet());
            return;
        }
        Node method = RouteFile.child(node, "method");
        String called = RouteFile.text(method).replaceAll("\\(.*", "").strip();
        if (method != null && !has(bean, called)) {
            find(file, method, name + " has no method " + called);
        }
    }

    private void checkNamed(String file, @Nullable Node ref, Class<?> type) {
        if (beans.isEmpty() || ref == null) {
            return;
        }
        Class<?> bean = beans.get(RouteFile.text(ref));
        if (bean == null || !type.isAssignableFrom(bean)) {
            Map<String, Class<?>> known = new TreeMap<>(beans);
            known.values().removeIf(other -> !type.isAssignableFrom(other));
            find(
                    file,
                    ref,
                    RouteFile.text(ref) + " is no " + type.getSimpleName() + " of ours; the known ones are "
                            + known.keySet());
        }
    }

    private static boolean has(Class<?> bean, String called) {
        for (Method method : bean.getMethods()) {
            if (method.getName().equals(called)) {
                return true;
            }
        }
        return false;
    }

    private void checkEndpoint(String file, Node node, Map<String, String> known) {
        String raw = RouteFile.uri(node);
        if (raw.isEmpty()) {
            find(file, node, "an endpoint is missing: write its uri");
            return;
        }
        Node at = Objects.requireNonNullElse(RouteFile.child(node, "uri"), node);
        String uri = resolve(raw, known);
        String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
        String problem = componentProblem(scheme, uri);
        if (problem != null) {
            find(file, at, problem);
        }
        if (scheme.equals("direct") && !uri.contains("{{") && !isListened(raw) && !isListened(uri)) {
            find(file, at, "nobody listens to " + withoutOptions(uri));
        }
        if (scheme.equals("file")) {
            checkFiles(file, node, uri, known);
        }
    }

    private boolean isListened(String uri) {
        return listened.contains(withoutOptions(uri));
    }

    /** What is wrong with using that component; null when nothing is. */
    @Nullable
    String componentProblem(String scheme, String uri) {
        if (COMPONENTS.contains(scheme)) {
            return scheme + ": has no place in a route: it runs code, or holds events where a crash loses them";
        }
        if (scheme.equals("outbox") && !uri.equals("outbox:events")) {
            return "there is one outbox, without options: outbox:events";
        }
        return null;
    }

    private void checkFiles(String file, Node node, String uri, Map<String, String> known) {
        String folderOf = withoutOptions(uri).substring("file:".length()).replaceFirst("^//", "");
        if (!folderOf.contains("{{") && !isInside(folderOf)) {
            find(file, node, "files may be read and written below ferry.data-dir only");
        }
        if (RouteFile.child(node, "parameters") instanceof MappingNode parameters) {
            for (NodeTuple tuple : parameters.getValue()) {
                String value = resolve(RouteFile.text(tuple.getValueNode()), known);
                boolean absolute = value.startsWith("/") || value.startsWith("file:/");
                if (value.contains("..") || (absolute && !isInside(value.replaceFirst("^file:", "")))) {
                    find(file, tuple.getValueNode(), "files may be read and written below ferry.data-dir only");
                }
            }
        }
    }

    /** Whether a path is below the data folder. */
    boolean isInside(String path) {
        if (path.startsWith("$") || path.contains("..")) {
            return false;
        }
        Path resolved = Path.of(path).toAbsolutePath().normalize();
        return resolved.startsWith(dataDir) && !resolved.equals(dataDir);
    }

    private static String withoutOptions(String uri) {
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }

    private static String resolve(String text, Map<String, String> known) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        known.getOrDefault(found.group(1).strip(), found.group())));
    }

    private void find(String file, Node node, String message) {
        find(file, RouteFile.line(node), message);
    }

    private void find(String file, int line, String message) {
        findings.add(new Finding(folder + "/" + file, line, message));
    }
}
