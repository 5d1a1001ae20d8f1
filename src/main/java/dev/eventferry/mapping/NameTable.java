package dev.eventferry.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is made of an event by the name that its source gives it; an empty list switches it off. */
record NameTable(Function<String, @Nullable List<EventRule>> find) {

    /** @param anyCase whether the names of one event may differ in case */
    static NameTable of(Map<String, List<EventRule>> names, boolean anyCase) {
        if (anyCase) {
            return new NameTable(new AnyCase<>(names)::find);
        }
        Map<String, List<EventRule>> exact = new HashMap<>(names);
        return new NameTable(exact::get);
    }
}
