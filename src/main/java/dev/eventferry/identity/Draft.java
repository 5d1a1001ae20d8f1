package dev.eventferry.identity;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event while its match keys are brought to their normal form; copies nothing until something changes. */
final class Draft {

    private final ConversionEvent event;
    private final Values values;
    private Values.@Nullable Builder changed;
    private @Nullable List<Problem> problems;

    Draft(ConversionEvent event) {
        this.event = event;
        this.values = event.values();
    }

    /** The value as it stands now. */
    @Nullable
    Object get(Field field) {
        return changed == null ? values.get(field) : changed.get(field);
    }

    /** Replaces a value, or with null removes it. */
    void put(Field field, @Nullable Object value) {
        if (changed == null) {
            changed = values.toBuilder();
        }
        changed.put(field, value);
    }

    /** Tells the sender; {@code kind} is the end of the code, which begins with the field's name. */
    void warn(Field field, String kind, String message) {
        if (problems == null) {
            problems = new ArrayList<>(2);
        }
        problems.add(Problem.warning(field.path(), field.leaf() + kind, field.path() + ": " + message));
    }

    /** The event with all that changed. */
    ConversionEvent event() {
        ConversionEvent result = changed == null ? event : event.withValues(changed.build());
        return problems == null ? result : result.withProblems(problems);
    }
}
