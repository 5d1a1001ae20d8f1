package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Content;
import dev.eventferry.event.Problem;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of one item of {@code properties.contents} (tiktok-events-api 1.3.2). */
enum ContentKey {
    CONTENT_ID("content_id", Conversion.TEXT),
    CONTENT_NAME("content_name", Conversion.TEXT),
    CONTENT_CATEGORY("content_category", Conversion.TEXT),
    BRAND("brand", Conversion.TEXT),
    PRICE("price", Conversion.decimal(null)),
    QUANTITY("quantity", Conversion.integer(null));

    private static final Map<String, ContentKey> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(key -> key.key, Function.identity()));
    private static final List<String> KEYS =
            Arrays.stream(values()).map(key -> key.key).toList();

    private static final List<String> PATHS =
            KEYS.stream().map(key -> "contents." + key).toList();

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // a record of a text and a pure function
    private final Conversion usual;

    ContentKey(String key, Conversion usual) {
        this.key = key;
        this.usual = usual;
    }

    /** Its name. */
    String word() {
        return key;
    }

    /** The key of that name, or null. */
    static @Nullable ContentKey named(String name) {
        return BY_NAME.get(name);
    }

    /** All names as {@code contents.price}. */
    static List<String> paths() {
        return PATHS;
    }

    /** All names. */
    static List<String> keys() {
        return KEYS;
    }

    Conversion usual() {
        return usual;
    }

    private boolean isNumber() {
        return this == PRICE || this == QUANTITY;
    }

    Problem complaint(int index, JsonNode given, Conversion conversion) {
        String path = "properties.contents[" + index + "]." + key;
        return isNumber()
                ? Complaints.notANumber(path, key, given, conversion)
                : Complaints.unreadable(path, given, conversion.wanted());
    }

    /** Collects one item; used again for the next after {@link #take}. */
    static final class Slots {

        private final @Nullable Object[] values = new Object[ContentKey.values().length];

        void read(ContentKey key, int index, JsonNode given, Conversion conversion, Draft draft) {
            Object value = conversion.read(given);
            if (value == null) {
                draft.add(key.complaint(index, given, conversion));
            }
            values[key.ordinal()] = value;
        }

        /** Adds the item to the draft and empties the slots. A quantity of nothing is no item. */
        void take(Draft draft) {
            Content content = new Content(
                    (String) values[CONTENT_ID.ordinal()],
                    (String) values[CONTENT_NAME.ordinal()],
                    (String) values[CONTENT_CATEGORY.ordinal()],
                    (String) values[BRAND.ordinal()],
                    (BigDecimal) values[PRICE.ordinal()],
                    (Long) values[QUANTITY.ordinal()]);
            values[QUANTITY.ordinal()] = null;
            for (Object value : values) {
                if (value != null) {
                    draft.add(content);
                    break;
                }
            }
            clear();
        }

        void clear() {
            Arrays.fill(values, null);
        }
    }
}
