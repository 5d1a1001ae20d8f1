package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Values;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.mapping.CanonicalReader;
import dev.eventferry.mapping.Result;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ferry.source.NAME.preset.*} and {@code .time-offset} say of a source: used where its mapping leaves a field
 * empty, and added to the times that it says. Immutable.
 *
 * @param event what an event without a name is; null for nothing
 * @param fields those that are preset
 */
record SourceDefaults(@Nullable String event, List<Field> fields, Values values, Duration offset) {

    private static final SourceDefaults NONE = new SourceDefaults(null, List.of(), Values.NONE, Duration.ZERO);

    /**
     * Those of every source that has some.
     *
     * @throws SettingsException for a preset that its field cannot have
     */
    static Map<String, SourceDefaults> of(Settings settings) {
        Map<String, SourceDefaults> all = new HashMap<>();
        for (String source : settings.sources()) {
            all.put(source, of(settings, source));
        }
        return Map.copyOf(all);
    }

    private static SourceDefaults of(Settings settings, String source) {
        Map<String, String> presets = settings.presets(source);
        Duration offset = settings.timeOffset(source);
        if (presets.isEmpty()) {
            return offset.isZero() ? NONE : new SourceDefaults(null, List.of(), Values.NONE, offset);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        presets.forEach(json::put);
        if (!presets.containsKey("event")) {
            json.put("event", "Purchase");
        }
        Result read = new CanonicalReader().apply(new JsonItem(json), 0, "");
        ConversionEvent event =
                read instanceof Result.Mapped mapped ? mapped.events().get(0) : null;
        if (event == null || !event.problems().isEmpty()) {
            throw new SettingsException("ferry.source." + source + ".preset: "
                    + (event == null
                            ? "no event can be read with it"
                            : event.problems().get(0).message()));
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : Field.values()) {
            if (event.values().has(field)) {
                fields.add(field);
            }
        }
        return new SourceDefaults(presets.get("event"), List.copyOf(fields), event.values(), offset);
    }

    /** An event of that source with what it leaves empty, at the time that it means. */
    ConversionEvent apply(ConversionEvent event) {
        ConversionEvent filled = event;
        Values.Builder builder = null;
        for (Field field : fields) {
            if (!event.values().has(field)) {
                builder = builder == null ? event.values().toBuilder() : builder;
                builder.put(field, values.get(field));
            }
        }
        if (builder != null) {
            filled = filled.withValues(builder.build());
        }
        return offset.isZero() || event.time() == null
                ? filled
                : filled.withTime(event.time().plus(offset));
    }
}
