package dev.eventferry.inspect;

import dev.eventferry.event.FieldSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of equal lists keeps one, for the events of a source are mostly read alike: the last {@value #MOST} that were asked for.
 * For one thread.
 */
final class SharedSources {

    static final int MOST = 64;

    private final Map<List<FieldSource>, List<FieldSource>> lists = new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<FieldSource>, List<FieldSource>> eldest) {
            return size() > MOST;
        }
    };

    /** An equal list that is in memory already; null when there was none: now there is. */
    @Nullable
    List<FieldSource> known(List<FieldSource> list) {
        return lists.putIfAbsent(list, list);
    }

    /** What a list takes in memory, about. */
    static int bytes(List<FieldSource> list) {
        int bytes = 0;
        for (FieldSource each : list) {
            bytes += 130 + each.field().length() + each.from().length();
        }
        return bytes;
    }
}
