package dev.eventferry.camel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A template's parameters as one route fills them in.
 *
 * @param values those given, and the defaults of those not given
 * @param unknown what is wrong with those that the template does not have, which Camel would pass over in silence
 * @param missing says which are needed but not given; null when all are there
 */
record TemplateParameters(
        Map<String, String> values,
        Map<Node, String> unknown,
        @Nullable String missing) {

    /** @param route of the kind {@code templatedRoute}; the other is its {@code routeTemplate} */
    static TemplateParameters of(MappingNode route, MappingNode template) {
        Map<String, Node> declared = byName(RouteFile.child(template, "parameters"));
        Map<String, Node> given = byName(RouteFile.child(route, "parameters"));
        String name = RouteFile.text(RouteFile.child(template, "id"));
        Map<String, String> values = new TreeMap<>();
        Map<Node, String> unknown = new LinkedHashMap<>();
        StringBuilder missing = new StringBuilder();
        declared.forEach((parameter, node) -> {
            Node value = RouteFile.child(node, "defaultValue");
            if (value != null) {
                values.put(parameter, RouteFile.text(value));
            } else if (!given.containsKey(parameter)
                    && !RouteFile.text(RouteFile.child(node, "required")).equals("false")) {
                missing.append(missing.isEmpty() ? "" : ", ").append(parameter);
            }
        });
        given.forEach((parameter, node) -> {
            values.put(parameter, RouteFile.text(RouteFile.child(node, "value")));
            if (!declared.containsKey(parameter)) {
                unknown.put(
                        node,
                        name + " has no parameter " + parameter + "; it has " + String.join(", ", declared.keySet()));
            }
        });
        String needs = missing.isEmpty()
                ? null
                : name + " needs the parameters " + missing + ", which have no default; give them";
        return new TemplateParameters(values, unknown, needs);
    }

    private static Map<String, Node> byName(@Nullable Node parameters) {
        Map<String, Node> byName = new LinkedHashMap<>();
        if (parameters instanceof SequenceNode list) {
            list.getValue().forEach(each -> byName.put(RouteFile.text(RouteFile.child(each, "name")), each));
        }
        return byName;
    }
}
