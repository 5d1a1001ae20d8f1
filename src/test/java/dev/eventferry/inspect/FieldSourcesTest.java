package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldSourcesTest {

    private static final Instant TIME = Instant.EPOCH;

    @Test
    void what_settings_steps_and_rules_fill_in_is_told_as_theirs() {
        ConversionEvent mapped = event(values(Field.EMAIL, List.of("a@x.de")), List.of());
        ConversionEvent ready = mapped.withTime(TIME)
                .withId("row-1")
                .withValues(
                        mapped.values().toBuilder().put(Field.CURRENCY, "EUR").build());
        FieldSources sources = new FieldSources(List.of(new FieldSource("user.email", "mail")), mapped, ready, "shop");
        sources.add(List.of(new FieldSource("user.ip", "the visitor's request")));
        Values enriched =
                ready.values().toBuilder().put(Field.IP, "203.0.113.7").build();
        Values judged = enriched.toBuilder()
                .put(Field.QUERY, "q")
                .put(Field.EMAIL, null)
                .build();
        sources.judged(ready.withValues(enriched), ready.withValues(judged));
        Values routed = judged.toBuilder().put(Field.SHOP_ID, "7").build();

        assertThat(sources.of(true, true, routed, List.of()))
                .containsExactly(
                        new FieldSource("event", "ferry.source.shop.preset.event"),
                        new FieldSource("event_time", "when it came in"),
                        new FieldSource("event_id", "made of the row's key"),
                        new FieldSource("user.ip", "the visitor's request"),
                        new FieldSource("properties.currency", "ferry.source.shop.preset.properties.currency"),
                        new FieldSource("properties.query", "the rules, by its other fields"),
                        new FieldSource("properties.shop_id", "a step of its route"));
        assertThat(sources.of(false, false, Values.NONE, List.of())).hasSize(1);
    }

    @Test
    void contents_keep_their_places_when_a_rule_leaves_some_out() {
        List<Content> contents = List.of(content("a", 0L), content("b", 1L), content("c", 0L), content("d", 2L));
        List<FieldSource> read = IntStream.range(0, 4)
                .mapToObj(i -> new FieldSource("properties.contents[" + i + "].content_id", "lines[" + i + "].sku"))
                .toList();
        ConversionEvent event = event(Values.NONE, contents);
        FieldSources sources = new FieldSources(read, event, event, "shop");
        Content withoutPrice = new Content("d", null, null, null, null, 2L);
        List<Content> left = List.of(contents.get(1), withoutPrice);
        sources.judged(event, event(Values.NONE, left));

        assertThat(sources.of(false, false, Values.NONE, left))
                .contains(
                        new FieldSource("properties.contents[0].content_id", "lines[1].sku"),
                        new FieldSource("properties.contents[1].content_id", "lines[3].sku"))
                .noneMatch(each -> each.field().equals("properties.contents[1].price"));
    }

    @Test
    void a_thousand_contents_are_not_told_each() {
        List<Content> contents =
                IntStream.range(0, 1000).mapToObj(i -> content("a" + i, 1L)).toList();
        ConversionEvent event = event(Values.NONE, contents);

        assertThat(new FieldSources(List.of(), event, event, "shop").of(true, true, Values.NONE, contents))
                .hasSize(FieldSources.MOST);
    }

    private static Content content(String id, long quantity) {
        return new Content(id, null, null, null, BigDecimal.ONE, quantity);
    }

    private static Values values(Field field, Object value) {
        return Values.builder().put(field, value).build();
    }

    private static ConversionEvent event(Values values, List<Content> contents) {
        return new ConversionEvent(0, "web", "lead", "Lead", null, null, values, contents, List.of());
    }
}
