package dev.eventferry.camel;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A file of routes as data, with the line of everything in it; what it cannot be read for is a finding. */
final class RouteFile {

    private static final int DEEPEST = 60;

    /** One entry of the file, and its YAML. */
    record Entry(RouteUnit unit, MappingNode body) {}

    private final String place;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private RouteFile(String place) {
        this.place = place;
    }

    /**
     * Reads a file.
     *
     * @param place the file as messages name it
     */
    static RouteFile read(String name, String place, String yaml) {
        RouteFile file = new RouteFile(place);
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(DEEPEST);
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
            file.read(name, yaml, root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            file.findings.add(new Finding(
                    place,
                    line,
                    "this is not YAML: " + e.getProblem() + "; look at the indentation and the quotes here"));
        } catch (YAMLException e) {
            file.findings.add(new Finding(place, 1, "this is not YAML: " + e.getMessage()));
        }
        return file;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Finding> findings() {
        return findings;
    }

    private void read(String name, String yaml, @Nullable Node root) {
        if (!(root instanceof SequenceNode list)) {
            findings.add(new Finding(place, 1, "a file of routes is a list; begin each entry with - route:"));
            return;
        }
        if (!isTree(root, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            findings.add(new Finding(place, 1, "anchors and aliases have no place in a route; write it out"));
            return;
        }
        String[] lines = yaml.split("\n", -1);
        int begin = 0;
        for (Node item : list.getValue()) {
            int end = Math.min(lines.length, Math.max(begin + 1, lineAfter(item)));
            entry(name, item, only(lines, begin, end));
            begin = end;
        }
    }

    private void entry(String name, Node item, String yaml) {
        if (!(item instanceof MappingNode entry) || entry.getValue().size() != 1) {
            findings.add(finding(item, "an entry is one of route, routeConfiguration, routeTemplate, templatedRoute"));
            return;
        }
        NodeTuple only = entry.getValue().get(0);
        String key = text(only.getKeyNode());
        RouteUnit.Kind kind = RouteUnit.Kind.of(key);
        if (kind == null) {
            findings.add(finding(
                    item,
                    key + " has no place here: a file has route (with an id), routeConfiguration, routeTemplate and"
                            + " templatedRoute only"));
            return;
        }
        if (!(only.getValueNode() instanceof MappingNode body)) {
            findings.add(finding(item, key + " says nothing; write what it is below it"));
            return;
        }
        String id = text(child(body, kind == RouteUnit.Kind.TEMPLATED ? "routeId" : "id"));
        if (id.isEmpty()) {
            findings.add(finding(
                    item,
                    key + " has no " + (kind == RouteUnit.Kind.TEMPLATED ? "routeId" : "id")
                            + "; give it one, so that it can be replaced while Eventferry runs"));
            return;
        }
        String uses = text(child(body, kind == RouteUnit.Kind.TEMPLATED ? "routeTemplateRef" : "routeConfigurationId"));
        StringBuilder content = new StringBuilder();
        write(item, content);
        entries.add(new Entry(
                new RouteUnit(
                        kind,
                        id,
                        name,
                        line(item),
                        content.toString(),
                        yaml,
                        kind == RouteUnit.Kind.ROUTE ? from(body) : null,
                        uses.isEmpty() ? null : uses),
                body));
    }

    private static @Nullable String from(MappingNode body) {
        String uri = uri(child(body, "from"));
        return uri.isEmpty() ? null : uri;
    }

    /** The uri of an endpoint, written as text or as an object; empty when there is none. */
    static String uri(@Nullable Node endpoint) {
        return endpoint instanceof MappingNode object ? text(child(object, "uri")) : text(endpoint);
    }

    /** What stands under a key; null when nothing does. */
    static @Nullable Node child(@Nullable Node node, String key) {
        if (node instanceof MappingNode object) {
            for (NodeTuple tuple : object.getValue()) {
                if (text(tuple.getKeyNode()).equals(key)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    /** A scalar's text; empty for anything else. */
    static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** A node's line, from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private Finding finding(Node node, String message) {
        return new Finding(place, line(node), message);
    }

    /** Where the next entry begins, from 0. */
    private static int lineAfter(Node item) {
        int line = item.getEndMark().getLine();
        return item.getEndMark().getColumn() == 0 ? line : line + 1;
    }

    /** The same number of lines, empty but for some. */
    private static String only(String[] lines, int begin, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < end; i++) {
            text.append(i < begin ? "" : lines[i]).append('\n');
        }
        return text.toString();
    }

    private static boolean isTree(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return false;
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().allMatch(item -> isTree(item, seen));
        }
        return !(node instanceof MappingNode object)
                || object.getValue().stream()
                        .allMatch(tuple -> isTree(tuple.getKeyNode(), seen) && isTree(tuple.getValueNode(), seen));
    }

    private static void write(Node node, StringBuilder to) {
        if (node instanceof ScalarNode scalar) {
            to.append('"')
                    .append(scalar.getValue().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        } else if (node instanceof SequenceNode list) {
            to.append('[');
            list.getValue().forEach(item -> {
                write(item, to);
                to.append(',');
            });
            to.append(']');
        } else if (node instanceof MappingNode object) {
            to.append('{');
            object.getValue().forEach(tuple -> {
                write(tuple.getKeyNode(), to);
                to.append(':');
                write(tuple.getValueNode(), to);
                to.append(',');
            });
            to.append('}');
        }
    }
}
