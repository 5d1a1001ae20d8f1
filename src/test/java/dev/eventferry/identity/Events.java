package dev.eventferry.identity;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import java.util.List;

/** Events with the match keys that a test is about. */
final class Events {

    private Events() {}

    static ConversionEvent with(Values values) {
        return new ConversionEvent(0, "web", "purchase", "Purchase", "o-1", null, values, List.of(), List.of());
    }

    static ConversionEvent with(Field field, Object value) {
        return with(Values.builder().put(field, value).build());
    }

    static List<String> codes(ConversionEvent event) {
        return event.problems().stream().map(Problem::code).toList();
    }
}
