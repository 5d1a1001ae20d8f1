package dev.eventferry.mapping;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of names that finds them in any case: exactly as written first, else whatever the case. */
final class AnyCase<V> {

    private final Map<String, V> byName;

    AnyCase(Map<String, V> exact) {
        Map<String, V> names = new HashMap<>(exact);
        exact.forEach((name, value) -> names.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        this.byName = Map.copyOf(names);
    }

    @Nullable
    V find(String name) {
        V found = byName.get(name);
        return found == null ? byName.get(name.toLowerCase(Locale.ROOT)) : found;
    }
}
