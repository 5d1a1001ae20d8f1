package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line under {@code fields}: what fills a field.
 *
 * @param sources in the order they are asked; the first that has something counts
 */
record FieldRule(Target target, List<Source> sources) {

    /** A place, and how what stands there is read. */
    record Source(Extraction place, Conversion conversion) {}

    FieldSource words() {
        return new FieldSource(
                target.path(),
                String.join(
                        ", else ",
                        sources.stream().map(source -> source.place().words()).toList()));
    }

    /** The place in that item that filled the field; null when none did. */
    @Nullable
    FieldSource source(Item item) {
        Found first = Found.first(sources, item);
        return first != null && target.takes(first.value(), first.source().conversion())
                ? new FieldSource(
                        target.path(), first.source().place().chosen(item).words())
                : null;
    }

    /** Something, and the source that has it. */
    record Found(Source source, JsonNode value) {

        /** Of the first source that has something in that item; null when none has. */
        static @Nullable Found first(List<Source> sources, Item item) {
            for (Source source : sources) {
                JsonNode value = Presence.orNull(source.place().find(item));
                if (value != null) {
                    return new Found(source, value);
                }
            }
            return null;
        }
    }

    void read(Item item, Draft draft) {
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            JsonNode found = Presence.orNull(source.place().find(item));
            if (found != null) {
                target.read(found, source.conversion(), draft);
                return;
            }
        }
    }
}
