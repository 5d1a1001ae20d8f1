package dev.eventferry.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventferry.event.Field;
import dev.eventferry.event.Origin;
import dev.eventferry.intake.BodyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a source's items have where: read from its mapping file, so that a new mapping is fuzzed without a line of code.
 *
 * @param source the mapping's name
 * @param samples good items: a mapping's own cases, the fixtures of the canonical door
 * @param all each place and the field that it is for; null where that is none of a mapping's fields
 */
record Places(String source, List<ObjectNode> samples, List<Place> all) {

    private static final Path MAPPINGS = Path.of("mappings");
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Other senders' names of match keys, which the canonical door takes (asks 9). */
    private static final Map<String, Field> ALIASES = Map.ofEntries(
            Map.entry("user.em", Field.EMAIL),
            Map.entry("user.email_address", Field.EMAIL),
            Map.entry("user.sha256_email_address", Field.EMAIL),
            Map.entry("user.hashed_email", Field.EMAIL),
            Map.entry("user.ph", Field.PHONE),
            Map.entry("user.phone_number", Field.PHONE),
            Map.entry("user.sha256_phone_number", Field.PHONE),
            Map.entry("user.user_id", Field.EXTERNAL_ID),
            Map.entry("user.external_ids", Field.EXTERNAL_ID),
            Map.entry("user.fn", Field.FIRST_NAME),
            Map.entry("user.ln", Field.LAST_NAME),
            Map.entry("user.zp", Field.ZIP_CODE),
            Map.entry("user.postal_code", Field.ZIP_CODE));

    /**
     * A place in an item.
     *
     * @param field what is made of it; null where nothing a field holds
     */
    record Place(String path, @Nullable Field field) {

        /** Whether nothing but digests is made of what stands there. */
        boolean isPersonal() {
            return field != null && field.hashed();
        }
    }

    /** Of the canonical door and of every mapping that we ship. */
    static List<Places> ofAllSources() throws IOException {
        List<Places> sources = new ArrayList<>();
        sources.add(canonical());
        try (Stream<Path> files = Files.list(MAPPINGS).sorted()) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".yaml") && !name.endsWith(".test.yaml")) {
                    sources.add(ofMapping(file));
                }
            }
        }
        return sources;
    }

    /** Every request of the fixtures, valid or not, without its line ends. */
    static List<byte[]> requests() throws IOException {
        List<byte[]> requests = new ArrayList<>();
        for (String folder : List.of("valid", "invalid")) {
            for (Path file : jsonFiles(FIXTURES.resolve(folder))) {
                requests.add(BodyReader.JSON.writeValueAsBytes(BodyReader.JSON.readTree(file.toFile())));
            }
        }
        return requests;
    }

    /** Every answer of TikTok's in the fixtures, with whatever stands around it in its file. */
    static List<byte[]> answers() throws IOException {
        List<byte[]> answers = new ArrayList<>();
        for (Path file : jsonFiles(FIXTURES.resolve("responses"))) {
            answers.add(Files.readAllBytes(file));
            JsonNode body = BodyReader.JSON.readTree(file.toFile()).path("body");
            if (!body.isMissingNode()) {
                answers.add(BodyReader.JSON.writeValueAsBytes(body));
            }
        }
        return answers;
    }

    private static Places canonical() throws IOException {
        List<ObjectNode> samples = new ArrayList<>();
        for (Path file : jsonFiles(FIXTURES.resolve("valid"))) {
            for (JsonNode event : BodyReader.JSON.readTree(file.toFile()).path("data")) {
                samples.add((ObjectNode) event);
            }
        }
        List<Place> places = new ArrayList<>();
        for (String name : List.of("event", "event_id", "event_time", "timestamp", "event_source", "test_event_code")) {
            places.add(new Place(name, null));
        }
        for (Field field : Field.values()) {
            places.add(new Place(field.path(), field));
        }
        ALIASES.forEach((path, field) -> places.add(new Place(path, field)));
        return new Places(Origin.CANONICAL, samples, places);
    }

    private static Places ofMapping(Path file) throws IOException {
        JsonNode mapping = YAML.readTree(file.toFile());
        Set<String> others = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> part : mapping.properties()) {
            if (!part.getKey().equals("fields")) {
                texts(part.getValue(), others);
            }
        }
        Map<String, @Nullable Field> byPath = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : mapping.path("fields").properties()) {
            Field field = Field.at(entry.getKey());
            Set<String> paths = new LinkedHashSet<>();
            texts(entry.getValue(), paths);
            for (String path : paths) {
                boolean another = byPath.containsKey(path) && byPath.get(path) != field;
                byPath.put(path, another ? null : field);
            }
        }
        others.forEach(path -> byPath.put(path, null));
        List<Place> places = new ArrayList<>();
        byPath.forEach((path, field) -> places.add(new Place(path, field)));
        return new Places(mapping.path("source").asText(), cases(file), places);
    }

    private static List<ObjectNode> cases(Path mapping) throws IOException {
        List<ObjectNode> cases = new ArrayList<>();
        Path file = Path.of(mapping.toString().replace(".yaml", ".test.yaml"));
        if (Files.exists(file)) {
            for (JsonNode one : YAML.readTree(file.toFile())) {
                if (one.path("given") instanceof ObjectNode given) {
                    cases.add(given);
                }
            }
        }
        return cases.isEmpty() ? List.of(YAML.createObjectNode()) : cases;
    }

    /** All texts in a piece of a mapping: its paths, and words that are no worse as keys than others. */
    private static void texts(JsonNode node, Set<String> into) {
        if (node.isTextual()) {
            into.add(node.asText());
        } else if (node.isContainerNode()) {
            node.forEach(child -> texts(child, into));
        }
    }

    private static List<Path> jsonFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
