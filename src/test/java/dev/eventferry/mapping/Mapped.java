package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways to say what a few lines of a mapping make of an item; JSON is written with single quotes. */
final class Mapped {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Mapped() {}

    /** The lines under a source {@code s} whose events are named at {@code event}. */
    static Result result(String lines, String json) throws Exception {
        return Mapping.compile("m.yaml", "source: s\nevent: event\n" + lines).apply(json(json), 7, "fallback");
    }

    /** All events that come out. */
    static List<ConversionEvent> events(String lines, String json) throws Exception {
        Result result = result(lines, json);
        assertThat(result).isInstanceOf(Result.Mapped.class);
        return ((Result.Mapped) result).events();
    }

    /** The one event that comes out, of an item whose name is passed on. */
    static ConversionEvent event(String fields, String json) throws Exception {
        List<ConversionEvent> events = events("unlisted: pass\n" + fields, json);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** What a place finds as {@code properties.description}, with no warning; null for nothing. */
    static @Nullable String text(String place, String json) throws Exception {
        ConversionEvent event = event("fields: {properties.description: " + place + "}", json);
        assertThat(event.problems()).isEmpty();
        return event.values().text(Field.DESCRIPTION);
    }

    /** What a place finds as {@code properties.content_ids}, with no warning. */
    static List<String> texts(String place, String json) throws Exception {
        ConversionEvent event = event("fields: {properties.content_ids: " + place + "}", json);
        assertThat(event.problems()).isEmpty();
        return event.values().has(Field.CONTENT_IDS) ? event.values().texts(Field.CONTENT_IDS) : List.of();
    }

    static List<String> codes(ConversionEvent event) {
        return event.problems().stream().map(Problem::code).toList();
    }

    static JsonItem json(String json) throws JsonProcessingException {
        return new JsonItem(JSON.readTree(json.replace('\'', '"')));
    }

    static RowItem row(Map<String, String> cells) {
        return new RowItem(RowHeader.of(List.copyOf(cells.keySet())), List.copyOf(cells.values()));
    }
}
