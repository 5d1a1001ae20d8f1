package dev.eventferry.e2e;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.DisallowUnknownKeywordFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What {@code docs/openapi.yaml} says, and whether an answer is as it says. */
final class ApiDocument {

    /** Where it is. */
    static final Path FILE = Path.of("docs/openapi.yaml");

    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete", "options");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A misspelt keyword would check nothing; the components lie beside each schema, so that references find them. */
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .keyword(new NonValidationKeyword("components"))
                    .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
                    .build()));

    private static final SchemaValidatorsConfig FORMATS_COUNT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode root;

    /** A method at a path; a template is written as it is in the document. */
    record Operation(String method, String path, JsonNode said) {

        String id() {
            return said.path("operationId").asText();
        }

        /** Whether it is asked for without a key. */
        boolean isOpen() {
            return said.has("security") && said.path("security").isEmpty();
        }

        /** Whether it answers for as long as somebody listens. */
        boolean isStream() {
            return said.at("/responses/200/content").has("text/event-stream");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private ApiDocument(JsonNode root) {
        this.root = root;
    }

    static ApiDocument read() throws IOException {
        return new ApiDocument(YAML.readTree(Files.readString(FILE)));
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(
                            new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                }
            }
        }
        return operations;
    }

    Operation operation(String id) {
        return operations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no operation " + id));
    }

    /** Parameters in the path or in the query, each without a reference. */
    List<JsonNode> parameters(Operation operation, String in) {
        List<JsonNode> parameters = new ArrayList<>();
        for (JsonNode each : operation.said().path("parameters")) {
            JsonNode parameter = resolve(each);
            if (parameter.path("in").asText().equals(in)) {
                parameters.add(parameter);
            }
        }
        return parameters;
    }

    /** What a reference leads to; anything else as it is. */
    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.path("$ref").asText().substring(1));
        }
        return resolved;
    }

    /** What of a body is not as the operation wants it. */
    List<String> complaints(Operation operation, JsonNode body) {
        JsonNode wanted = resolve(operation.said().path("requestBody")).at("/content/application~1json/schema");
        return complaints(wanted, body);
    }

    /** What of an answer is not as the document says; empty when all is. */
    List<String> complaints(Operation operation, Sender.Answer answer) {
        JsonNode responses = operation.said().path("responses");
        String status = Integer.toString(answer.status());
        if (!responses.has(status) && answer.status() < 400) {
            return List.of(operation + " is not said to answer " + status);
        }
        JsonNode response = resolve(responses.has(status) ? responses.path(status) : responses.path("default"));
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            return answer.body().isEmpty() ? List.of() : List.of(operation + " answers " + status + " with a body");
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (!content.has(type)) {
            return List.of(operation + " answers " + status + " as " + type);
        }
        List<String> complaints = new ArrayList<>();
        for (String header : (Iterable<String>) response.path("headers")::fieldNames) {
            if (answer.headers().firstValue(header).isEmpty()) {
                complaints.add(operation + " answers " + status + " without " + header);
            }
        }
        if (type.equals("application/json")) {
            complaints.addAll(complaints(content.path(type).path("schema"), answer.json()));
        }
        return complaints;
    }

    /** What of a value is not as a schema of the document says. */
    List<String> complaints(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", root.path("components"));
        return SCHEMAS.getSchema(whole, FORMATS_COUNT).validate(value).stream()
                .map(each -> each.getMessage())
                .toList();
    }
}
