package dev.eventferry.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document of faults, YAML or JSON: what stands there, its line and its path. Its complaints are
 * {@link IllegalArgumentException}s with a sentence for whoever wrote the document, such as {@code line 4,
 * rules[0].share: must be a number}.
 */
final class Place {

    /** An unquoted key makes it YAML in one line. */
    private static final Pattern JSON_START = Pattern.compile("\\s*\\{\\s*[\"}]");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode json;
    private final String path;
    private final String pointer;
    private final Map<String, Integer> lines;

    private Place(JsonNode json, String path, String pointer, Map<String, Integer> lines) {
        this.json = json;
        this.path = path;
        this.pointer = pointer;
        this.lines = lines;
    }

    /** The whole of a document. */
    static Place of(String document) {
        boolean looksLikeJson = JSON_START.matcher(document).lookingAt();
        ObjectMapper mapper = looksLikeJson ? JSON : YAML;
        try {
            return new Place(mapper.readTree(document), "", "", lines(mapper, document));
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": ";
            boolean twice = String.valueOf(e.getMessage()).contains("Duplicate field");
            throw new IllegalArgumentException(
                    where
                            + (twice
                                    ? "this key stands here twice; keep one of them"
                                    : "this is not " + (looksLikeJson ? "JSON" : "YAML")
                                            + "; look at the " + (looksLikeJson ? "commas" : "indentation")
                                            + " and the quotes here"),
                    e);
        }
    }

    /** What it is, for {@link JsonNode}'s own questions. */
    JsonNode json() {
        return json;
    }

    boolean has(String key) {
        return json.has(key);
    }

    boolean isText() {
        return json.isTextual();
    }

    boolean isObject() {
        return json.isObject();
    }

    /** What stands under that key, or a place where nothing stands. */
    Place at(String key) {
        return new Place(json.path(key), path.isEmpty() ? key : path + "." + key, pointer + "/" + escaped(key), lines);
    }

    /** The elements of a list; anything else is a list of itself, and nothing is an empty one. */
    List<Place> items() {
        if (json.isMissingNode()) {
            return List.of();
        }
        if (!json.isArray()) {
            return List.of(this);
        }
        List<Place> items = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            items.add(new Place(json.get(i), path + "[" + i + "]", pointer + "/" + i, lines));
        }
        return items;
    }

    /** What stands under each key of an object whose keys are secrets: complaints count them instead. */
    Map<String, Place> secrets(String example) {
        object(example);
        Map<String, Place> entries = new LinkedHashMap<>();
        json.properties()
                .forEach(entry -> entries.put(
                        entry.getKey(),
                        new Place(
                                entry.getValue(),
                                path + " (entry " + (entries.size() + 1) + ")",
                                pointer + "/" + escaped(entry.getKey()),
                                lines)));
        return entries;
    }

    /** Refuses anything but an object. */
    Place object(String example) {
        if (!json.isObject()) {
            throw wrong("must be an object such as " + example);
        }
        return this;
    }

    /** Refuses an object with other keys than those. */
    void only(Collection<String> keys) {
        json.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw at(key).wrong("there is no such key; there are "
                        + String.join(", ", keys.stream().sorted().toList()));
            }
        });
    }

    /** A text, which in YAML may look like a number only in quotes. */
    String text(String otherwise) {
        if (json.isMissingNode()) {
            return otherwise;
        }
        if (!json.isTextual()) {
            throw wrong("must be text; put it in quotes");
        }
        return json.textValue();
    }

    /** A text that is not empty. */
    String words() {
        String text = text("");
        if (text.isEmpty()) {
            throw wrong("must be text, and not empty");
        }
        return text;
    }

    boolean yes() {
        if (!json.isMissingNode() && !json.isBoolean()) {
            throw wrong("must be true or false");
        }
        return json.asBoolean();
    }

    int whole(int otherwise) {
        if (json.isMissingNode()) {
            return otherwise;
        }
        if (!json.isIntegralNumber() || !json.canConvertToInt()) {
            throw wrong("must be a whole number");
        }
        return json.intValue();
    }

    long seed() {
        if (!json.isIntegralNumber() || !json.canConvertToLong()) {
            throw wrong("must be a whole number");
        }
        return json.longValue();
    }

    double share() {
        if (!json.isNumber()) {
            throw wrong("must be a number above 0 and at most 1, such as 0.05");
        }
        return json.doubleValue();
    }

    /** Milliseconds as a number, or text such as {@code 500ms}, {@code 30s}, {@code 2m}. */
    Duration duration() {
        if (json.isMissingNode()) {
            return Duration.ZERO;
        }
        if (json.isIntegralNumber() && json.canConvertToInt()) {
            return Duration.ofMillis(json.longValue());
        }
        String text = json.asText();
        try {
            return text.endsWith("ms")
                    ? Duration.ofMillis(Integer.parseInt(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PlacedException(where() + "must be like 500ms, 30s or 2m", e);
        }
    }

    /** Bytes as a number, or text such as {@code 64KB}, {@code 10MB}. */
    int bytes() {
        if (json.isIntegralNumber()) {
            return whole(0);
        }
        String text = json.asText();
        try {
            int number = Integer.parseInt(text.replaceFirst("[KM]B$", ""));
            return text.endsWith("KB")
                    ? Math.multiplyExact(number, 1 << 10)
                    : text.endsWith("MB") ? Math.multiplyExact(number, 1 << 20) : number;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new PlacedException(where() + "must be like 64KB or 10MB", e);
        }
    }

    /** One of those values, by its name. */
    <T> T oneOf(T[] values, T otherwise) {
        if (json.isMissingNode()) {
            return otherwise;
        }
        List<String> names = new ArrayList<>();
        for (T value : values) {
            String name = value.toString().toLowerCase(Locale.ROOT);
            if (name.equals(json.asText())) {
                return value;
            }
            names.add(name);
        }
        throw wrong("must be one of " + String.join(", ", names));
    }

    /** What that makes, with this place before what it complains about. */
    <T> T make(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (PlacedException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new PlacedException(where() + e.getMessage(), e);
        }
    }

    /** The elements, each made by that. */
    <T> List<T> each(Function<Place, T> maker) {
        return items().stream().map(maker).toList();
    }

    /** A complaint about this place. */
    IllegalArgumentException wrong(String complaint) {
        return new PlacedException(where() + complaint, null);
    }

    private String where() {
        int line = line();
        return (line == 0 ? "" : "line " + line + ", ") + (path.isEmpty() ? "the document: " : path + ": ");
    }

    /** Its line, or that of what it should stand in. */
    private int line() {
        for (String at = pointer; ; at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null || at.isEmpty()) {
                return line == null ? 0 : line;
            }
        }
    }

    private static Map<String, Integer> lines(ObjectMapper mapper, String document) throws JsonProcessingException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = mapper.createParser(document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart() || token.isScalarValue()) {
                    boolean start = token.isStructStart();
                    String pointer = (start ? parser.getParsingContext().getParent() : parser.getParsingContext())
                            .pathAsPointer()
                            .toString();
                    lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot fail to be read", e);
        }
        return lines;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** A complaint that already says where. */
    private static final class PlacedException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        PlacedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
