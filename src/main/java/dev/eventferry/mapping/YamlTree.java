package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file that knows where each thing in it stands. Scalars are what they look like in JSON and text otherwise: YAML
 * 1.1 would make {@code no} false, {@code 0049} a number of base eight and {@code 12:30} one of base sixty.
 */
final class YamlTree {

    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");
    private static final int DEEPEST = 40;

    private final String fileName;
    private final Node node;

    private YamlTree(String fileName, Node node) {
        this.fileName = fileName;
        this.node = node;
    }

    static YamlTree parse(String fileName, String yaml) throws MappingException {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
            if (root == null) {
                throw new MappingException(fileName, 1, 1, "the file is empty; write the mapping, or remove it");
            }
            return new YamlTree(fileName, root);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new MappingException(
                    fileName,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "this is not YAML: " + e.getProblem() + "; look at the indentation and the quotes here");
        } catch (YAMLException e) {
            throw new MappingException(fileName, 1, 1, "this is not YAML: " + e.getMessage());
        }
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isObject() {
        return node instanceof MappingNode;
    }

    /** Whether it stands there without a value. */
    boolean isNull() {
        return node instanceof ScalarNode && scalar().isNull();
    }

    /** A scalar as written, or a complaint that says what belongs there. */
    String text(String what) throws MappingException {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw error(what);
    }

    /** A scalar as written, also a blank one; empty for anything else. */
    String scalarText() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The elements of a list; anything else is a list of itself. */
    List<YamlTree> items() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<YamlTree> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlTree(fileName, item));
        }
        return items;
    }

    /** A key and what stands under it. */
    record Entry(YamlTree key, YamlTree value) {}

    /** The entries of an object, whatever their keys; refuses a key twice. */
    Map<String, Entry> entries(String what) throws MappingException {
        if (!(node instanceof MappingNode mapping)) {
            throw error(what);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlTree key = new YamlTree(fileName, tuple.getKeyNode());
            String name = key.text("a key must be a text");
            if (entries.put(name, new Entry(key, new YamlTree(fileName, tuple.getValueNode()))) != null) {
                throw key.error(name + " stands here twice; keep one of them");
            }
        }
        return entries;
    }

    /** The entries of an object that may have those keys only. */
    Map<String, Entry> entries(String what, Collection<String> known) throws MappingException {
        Map<String, Entry> entries = entries(what);
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw entry.getValue().key().unknown("key", entry.getKey(), known);
            }
        }
        return entries;
    }

    /** The value under a key, or null. */
    static @Nullable YamlTree value(Map<String, Entry> entries, String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** The line at which it begins, from 1. */
    int line() {
        return node.getStartMark().getLine() + 1;
    }

    MappingException error(String message) {
        Mark mark = node.getStartMark();
        return new MappingException(fileName, mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    MappingException unknown(String kind, String name, Collection<String> known) {
        String nearest = Nearest.to(name, known);
        return error("unknown " + kind + " " + name
                + (nearest == null ? "; known are " + String.join(", ", known) : "; did you mean " + nearest + "?"));
    }

    /** The whole as JSON. */
    JsonNode toJson() throws MappingException {
        return toJson(0);
    }

    private JsonNode toJson(int depth) throws MappingException {
        if (depth > DEEPEST) {
            throw error("this is nested too deeply, or within itself");
        }
        if (isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, Entry> entry : entries("an object").entrySet()) {
                object.set(entry.getKey(), entry.getValue().value().toJson(depth + 1));
            }
            return object;
        }
        if (isList()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (YamlTree item : items()) {
                array.add(item.toJson(depth + 1));
            }
            return array;
        }
        return scalar();
    }

    /** A scalar as JSON has it. */
    JsonNode scalar() {
        ScalarNode scalar = (ScalarNode) node;
        String text = scalar.getValue();
        if (scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return TextNode.valueOf(text);
        }
        return switch (text) {
            case "", "null", "~" -> NullNode.getInstance();
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> JSON_NUMBER.matcher(text).matches() ? number(text) : TextNode.valueOf(text);
        };
    }

    private static JsonNode number(String text) {
        BigDecimal number = new BigDecimal(text);
        return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9')) && text.length() < 19
                ? JsonNodeFactory.instance.numberNode(number.longValueExact())
                : DecimalNode.valueOf(number);
    }
}
