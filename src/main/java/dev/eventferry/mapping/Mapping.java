package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Field;
import dev.eventferry.event.Item;
import dev.eventferry.intake.JsonItem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping file (design 6), compiled: everything that can be looked up, cut or built was, when it was loaded.
 * Immutable; safe for many threads.
 */
public final class Mapping implements ItemMapper {

    /** What happens to an event whose name the table does not list; new names are not sent by accident (mission G14). */
    enum Unlisted {
        DROP,
        PASS,
        REJECT
    }

    /** What the source calls an event, and what TikTok does; null switches it off. */
    record Name(@Nullable String tiktok) {}

    /** A value for a field that nothing filled. */
    record Default(Field field, Object value) {}

    /** The parts of a file, compiled. */
    record Parts(
            String source,
            @Nullable String destination,
            @Nullable String region,
            @Nullable Extraction rowRegion,
            Extraction event,
            String eventPlace,
            Map<String, Name> names,
            Unlisted unlisted,
            List<Condition> filter,
            List<FieldRule> fields,
            List<ContentsRule> contents,
            List<Default> defaults) {}

    private static final Result SWITCHED_OFF = new Result.Filtered("the mapping switches this event off");
    private static final Result UNLISTED = new Result.Filtered("the mapping does not list this event");

    private final Parts parts;

    private Mapping(Parts parts) {
        this.parts = parts;
    }

    /**
     * Compiles a mapping file.
     *
     * @param fileName as messages should name it: {@code mappings/shop.yaml}
     * @throws MappingException for the first thing in it that is wrong
     */
    public static Mapping compile(String fileName, String yaml) throws MappingException {
        return new Mapping(MappingCompiler.compile(YamlTree.parse(fileName, yaml)));
    }

    @Override
    public String source() {
        return parts.source();
    }

    /** The destination that the file names; null when it leaves it to the door and the settings. */
    public @Nullable String destination() {
        return parts.destination();
    }

    /** The country of phone numbers that name none, ISO 3166; null when the item or the settings say. */
    public @Nullable String region() {
        return parts.region();
    }

    @Override
    public Result apply(Item item, int index, String fallbackDestination) {
        if (item instanceof JsonItem json && !json.asJson().isObject()) {
            return new Result.Refused(List.of(Complaints.notAnObject(json.asJson())));
        }
        for (int i = 0; i < parts.filter().size(); i++) {
            if (!parts.filter().get(i).holds(item)) {
                return parts.filter().get(i).otherwise();
            }
        }
        JsonNode found = parts.event().find(item);
        String clientName = found == null ? null : Numbers.text(found);
        if (clientName == null) {
            return new Result.Refused(List.of(Complaints.noName(parts.eventPlace())));
        }
        Name name = parts.names().get(clientName);
        if (name == null) {
            return unlisted(item, index, fallbackDestination, clientName);
        }
        return name.tiktok() == null
                ? SWITCHED_OFF
                : mapped(item, index, fallbackDestination, clientName, name.tiktok());
    }

    private Result unlisted(Item item, int index, String fallbackDestination, String clientName) {
        return switch (parts.unlisted()) {
            case DROP -> UNLISTED;
            case PASS -> mapped(item, index, fallbackDestination, clientName, clientName);
            case REJECT -> new Result.Refused(List.of(Complaints.unlisted()));
        };
    }

    private Result mapped(Item item, int index, String fallbackDestination, String clientName, String tiktokName) {
        Draft draft = new Draft();
        draft.region = rowRegion(item);
        for (int i = 0; i < parts.fields().size(); i++) {
            parts.fields().get(i).read(item, draft);
        }
        for (int i = 0; i < parts.contents().size() && !draft.hasContents(); i++) {
            parts.contents().get(i).read(item, draft);
        }
        for (int i = 0; i < parts.defaults().size(); i++) {
            fill(parts.defaults().get(i), draft);
        }
        String destination = parts.destination() == null ? fallbackDestination : parts.destination();
        return new Result.Mapped(List.of(draft.toEvent(index, destination, clientName, tiktokName)));
    }

    private @Nullable String rowRegion(Item item) {
        JsonNode found = parts.rowRegion() == null
                ? null
                : Presence.orNull(parts.rowRegion().find(item));
        return found == null ? null : Numbers.text(found);
    }

    /** A content type without items means nothing, and TikTok warns of it (asks 3). */
    private static void fill(Default value, Draft draft) {
        if (!draft.values.has(value.field()) && (value.field() != Field.CONTENT_TYPE || draft.namesItems())) {
            draft.values.put(value.field(), value.value());
        }
    }

    @Override
    public String toString() {
        return "Mapping[" + parts.source() + "]";
    }
}
