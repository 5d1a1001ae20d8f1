package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ShippedMappingsTest {

    private static final Path FOLDER = Path.of("mappings");

    @TestFactory
    Stream<DynamicNode> every_case_beside_a_mapping_holds() throws Exception {
        List<DynamicNode> files = new ArrayList<>();
        for (Path file : Mappings.files(FOLDER)) {
            Mapping mapping = Mapping.compile(Mappings.nameOf(file), Files.readString(file));
            List<MappingCases.Case> cases = MappingCases.beside(file).cases();
            assertThat(cases).as("cases beside %s", file).isNotEmpty();
            files.add(dynamicContainer(
                    file.toString(),
                    cases.stream()
                            .map(each -> dynamicTest(each.name(), () -> assertThat(each.failures(mapping))
                                    .isEmpty()))));
        }
        return files.stream();
    }

    @Test
    void each_field_of_each_case_is_told_where_it_was_read() throws Exception {
        for (Path file : Mappings.files(FOLDER)) {
            Mapping mapping = Mapping.compile(Mappings.nameOf(file), Files.readString(file));
            for (MappingCases.Case each : MappingCases.beside(file).cases()) {
                for (Item item : mapping.unpack(List.of(each.given()))) {
                    if (mapping.apply(item, 0, "web") instanceof Result.Mapped mapped) {
                        assertThat(mapping.sources(item).stream()
                                        .map(ShippedMappingsTest::fields)
                                        .toList())
                                .as("%s: %s", file, each.name())
                                .isEqualTo(mapped.events().stream()
                                        .map(ShippedMappingsTest::fields)
                                        .toList());
                    }
                }
            }
        }
    }

    private static Set<String> fields(List<FieldSource> sources) {
        Set<String> fields = new TreeSet<>();
        sources.forEach(source -> fields.add(source.field()));
        return fields;
    }

    private static Set<String> fields(ConversionEvent event) {
        Set<String> fields = new TreeSet<>(List.of("event"));
        for (Field field : Field.values()) {
            if (event.values().has(field)) {
                fields.add(field.path());
            }
        }
        if (event.id() != null) {
            fields.add("event_id");
        }
        if (event.time() != null) {
            fields.add("event_time");
        }
        for (int i = 0; i < event.contents().size(); i++) {
            Content content = event.contents().get(i);
            Map<String, Object> parts = new HashMap<>();
            parts.put("content_id", content.contentId());
            parts.put("content_name", content.contentName());
            parts.put("content_category", content.contentCategory());
            parts.put("brand", content.brand());
            parts.put("price", content.price());
            parts.put("quantity", content.quantity());
            String path = "properties.contents[" + i + "].";
            parts.forEach((name, value) -> {
                if (value != null) {
                    fields.add(path + name);
                }
            });
        }
        return fields;
    }

    @Test
    void each_shipped_mapping_is_found_by_its_source() throws Exception {
        Mappings mappings = Mappings.load(FOLDER);

        assertThat(mappings.names()).contains("canonical", "crm", "orders", "segment", "storefront");
        assertThat(mappings.get("crm")).isInstanceOf(Mapping.class);
        assertThat(mappings.get("canonical")).isInstanceOf(CanonicalReader.class);
        assertThat(mappings.get("unheard-of")).isNull();
    }

    @Test
    void each_shipped_mapping_is_valid_under_the_schema_that_editors_use() throws Exception {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());

        for (Path file : Mappings.files(FOLDER)) {
            assertThat(schema.validate(new YAMLMapper().readTree(Files.readString(file))))
                    .as("%s", file)
                    .isEmpty();
        }
    }

    @Test
    void the_schema_takes_every_word_of_the_language() throws Exception {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());
        String everything = """
                source: s
                destination: {from: store, map: {de: web-de}, otherwise: web}
                region: DE
                group: [Name, {from: Order, split: "-", part: 2}]
                nothing: ["#N/A"]
                event: [event, {from: status, map: {paid: order, open: null}}]
                ignore-case: true
                unlisted: pass
                filter:
                  - {field: {from: tags, split: ","}, in: [vip, 1], not: a}
                  - {field: [a, b.c], exists: true}
                events:
                  a: A
                  b: false
                  c: [A, {event: B, when: {field: a, is: 1}, fields: {user.city: false, event_id: id}, contents: false}]
                  d: {event: D, when: [{field: a, matches: b}], destination: web, defaults: {properties.value: 1}}
                fields:
                  event_id: {join: [{constant: a}, id, [b, c]], with: "-"}
                  event_time: {join: [d, t], as: time, pattern: [dd.MM.yyyy, d. MMMM yyyy], locale: de-DE, zone: UTC}
                  user.email: {from: mails, split: ";", as: lower}
                  user.first_name: {from: [name, {pair: name, of: notes}], split: " ", part: first}
                  user.ttclid: [{query: ttclid, of: {pair: url, of: [notes, meta]}}, {cookie: ttclid, of: cookies}]
                  properties.currency: {from: total, as: currency, locale: en-CA}
                  properties.value: {from: total, as: decimal, locale: en-CA}
                  ad.is_retargeting: {from: again, map: {ja: true, nein: false}, otherwise: false, as: boolean}
                contents:
                  - {each: rows, when: {field: sku, exists: true}, content_id: sku}
                  - {each: {from: packed, split: "|"}, content_id: {pair: sku, of: {from: ., split: ","}}}
                defaults: {properties.content_type: product}
                """;

        assertThat(schema.validate(new YAMLMapper().readTree(everything))).isEmpty();
        assertThat(MappingTest.refusal(everything)).isEmpty();
    }

    @Test
    void the_schema_refuses_what_the_compiler_refuses() throws Exception {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());
        String head = "source: s\nevent: e\nunlisted: pass\n";

        for (String wrong : List.of(
                "fields: {user.emial: e}",
                "fields: {properties.value: {from: v, as: iso}}",
                "fields: {user.ttclid: {query: ttclid}}",
                "filter: [{field: a}]",
                "feilds: {}",
                "events: {a: true}",
                "defaults: {properties.contents: a}",
                "contents: {each: items, size: a}",
                "contents: {each: items, when: {field: a, is: b}}",
                "fields: {user.city: {from: a, split: ','}}",
                "fields: {user.city: {from: a, part: first}}",
                "fields: {user.city: {from: a, split: ',', part: 0}}",
                "fields: {user.city: {from: a, otherwise: b}}",
                "fields: {user.city: {from: a, of: b}}",
                "fields: {user.city: {from: a, as: lower, locale: de-DE}}",
                "fields: {user.city: {pair: a}}",
                "fields: {user.city: false}",
                "events: {a: {when: {field: a, is: b}}}",
                "events: {a: {event: A, fields: {user.emial: a}}}",
                "events: {a: [A, false]}",
                "events: {a: []}",
                "destination: {from: store}",
                "destination: {from: store, map: {de: a b}}",
                "ignore-case: maybe")) {
            assertThat(schema.validate(new YAMLMapper().readTree(head + wrong)))
                    .as(wrong)
                    .isNotEmpty();
            assertThat(MappingTest.refusal(head + wrong)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void the_schema_offers_every_field_that_TikTok_knows() throws Exception {
        Set<String> offered = new TreeSet<>();
        schema().at("/properties/fields/properties").fieldNames().forEachRemaining(offered::add);

        assertThat(offered).isEqualTo(EventRuleCompiler.targets());
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = ShippedMappingsTest.class.getResourceAsStream("/schema/mapping.schema.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
