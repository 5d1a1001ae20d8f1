package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import dev.eventferry.intake.GroupItem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each field of one event was read from, by name. */
class MappedFromTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[a, b] | {'a': '', 'b': 'x'} | b",
                "[a, b] | {'a': 'x', 'b': 'x'} | a",
                "{from: [a, b.c]} | {'b': {'c': 'x'}} | b.c",
                "{query: q, of: [a, b]} | {'b': 'https://x.de/?q=1'} | parameter q of b",
                "[{query: q, of: a}, b] | {'a': 'https://x.de/', 'b': 'x'} | b",
                "{cookie: q, of: a} | {'a': 'q=1'} | cookie q of a",
                "{pair: q, of: a} | {'a': [{'name': 'q', 'value': '1'}]} | q in a",
                "{join: [a, b, c], with: '-'} | {'a': 'x', 'c': 'y'} | a and c",
                "{join: [a, b]} | {'b': 'x'} | b",
                "{from: a, split: ',', part: last} | {'a': 'x,y'} | a piece of a",
                "{from: a, map: {x: y}, otherwise: z} | {'a': 'x'} | a table of a",
                "{from: a, map: {x: y}, otherwise: z} | {'b': 'x'} | the mapping itself",
                "{constant: x} | {'b': 'x'} | the mapping itself"
            })
    void of_several_places_the_one_that_was_taken_is_named(String place, String json, String from) throws Exception {
        Mapping mapping = mapping("fields: {properties.description: " + place + "}");
        Item item = Mapped.json(json.replaceFirst("\\{", "{'event': 'Lead', "));

        assertThat(read(mapping, item)).containsEntry("properties.description", from);
    }

    @Test
    void what_could_not_be_read_filled_nothing_and_a_default_did() throws Exception {
        Mapping mapping = mapping("""
                fields: {properties.value: total, properties.currency: money}
                defaults: {properties.value: 5, properties.currency: EUR}
                """);

        assertThat(read(mapping, Mapped.json("{'event': 'Lead', 'total': 'much', 'money': 'SEK'}")))
                .containsEntry("properties.value", "the mapping's defaults")
                .containsEntry("properties.currency", "money");
    }

    @Test
    void contents_are_named_by_their_places_and_those_left_out_are_not_counted() throws Exception {
        Mapping mapping = mapping("""
                contents:
                  each: order.lines
                  when: {field: kind, is: goods}
                  content_id: [sku, id]
                  price: {from: cost.gross}
                  quantity: {constant: 1}
                """);

        assertThat(read(mapping, Mapped.json("""
                {'event': 'Lead', 'order': {'lines': [{'kind': 'fee', 'sku': 'a'}, {'kind': 'goods'},
                 {'kind': 'goods', 'id': 'b', 'cost': {'gross': 1}}]}}""")))
                .isEqualTo(Map.of(
                        "event", "event",
                        "properties.contents[0].content_id", "order.lines[2].id",
                        "properties.contents[0].price", "order.lines[2].cost.gross",
                        "properties.contents[0].quantity", "the mapping itself"));
    }

    @Test
    void rows_that_are_one_event_are_numbered() throws Exception {
        Mapping mapping = mapping("""
                group: order
                contents: {each: rows, content_id: sku, quantity: {constant: 1}}
                """);
        Item rows = new GroupItem(List.of(
                Mapped.row(Map.of("event", "Lead", "order", "1", "sku", "a")),
                Mapped.row(Map.of("event", "Lead", "order", "1", "sku", "b"))));

        assertThat(read(mapping, rows))
                .containsEntry("properties.contents[1].content_id", "sku of row 2")
                .containsEntry("properties.contents[1].quantity", "the mapping itself");
    }

    @Test
    void each_of_several_events_has_its_own() throws Exception {
        Mapping mapping = Mapping.compile("m.yaml", """
                source: s
                event: event
                events: {done: [Purchase, {event: Subscribe, when: {field: plan, exists: true}, fields: {event_id: plan}}]}
                fields: {event_id: id}
                """);

        List<List<FieldSource>> both = mapping.sources(Mapped.json("{'event': 'done', 'id': '1', 'plan': '2'}"));

        assertThat(both).hasSize(2);
        assertThat(byField(both.get(0))).containsEntry("event_id", "id");
        assertThat(byField(both.get(1))).containsEntry("event_id", "plan");
        assertThat(mapping.sources(Mapped.json("{'event': 'done', 'id': '1'}"))).hasSize(1);
    }

    @Test
    void in_tiktoks_own_form_the_name_that_counted_is_named() throws Exception {
        List<FieldSource> read = new CanonicalReader().sources(Mapped.json("""
                        {'event': 'Lead', 'timestamp': '2026-01-01T00:00:00Z', 'user': {'em': 'a@x.de', 'sha256_email': 'x', 'ph': '1'},
                         'user.phone': '2', 'properties': {'Value': 1, 'contents': [{}, {'content_id': 'a', 'price': 'x'}]}}""")).get(0);

        assertThat(byField(read))
                .containsEntry("event", "event")
                .containsEntry("event_time", "timestamp")
                .containsEntry("user.email", "user.em")
                .containsEntry("user.phone", "user.phone")
                .containsEntry("properties.value", "properties.Value")
                .containsEntry("properties.contents[0].content_id", "properties.contents[1].content_id");
    }

    private static Mapping mapping(String lines) throws Exception {
        return Mapping.compile("m.yaml", "source: s\nevent: event\nunlisted: pass\n" + lines);
    }

    private static Map<String, String> read(Mapping mapping, Item item) {
        List<List<FieldSource>> all = mapping.sources(item);
        assertThat(all).hasSize(1);
        return byField(all.get(0));
    }

    private static Map<String, String> byField(List<FieldSource> sources) {
        Map<String, String> byField = new TreeMap<>();
        sources.forEach(source -> byField.put(source.field(), source.from()));
        return byField;
    }
}
