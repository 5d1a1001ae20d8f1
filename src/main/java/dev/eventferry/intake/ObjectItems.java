package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Item;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Items that came as Java's own objects: maps, JSON trees, or a list of either, as components of Camel bring rows and documents.
 * Numbers stay exact; what JSON has no word for becomes its text, a date the moment in ISO 8601.
 */
public final class ObjectItems {

    /** As deep as JSON may be; a map that contains itself ends here too. */
    private static final int DEEPEST = 32;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ObjectItems() {}

    /**
     * The items of a map or of a list of maps.
     *
     * @throws RequestRefused when it is another thing, or too deep
     */
    public static List<Item> of(Object body) {
        Iterable<?> all = body instanceof List || body instanceof ArrayNode ? (Iterable<?>) body : List.of(body);
        List<Item> items = new ArrayList<>();
        for (Object each : all) {
            if (!(each instanceof Map) && !(each instanceof ObjectNode)) {
                throw new RequestRefused(
                        400,
                        "body_not_events",
                        "Element " + items.size() + " of the list is "
                                + (each == null ? "null" : each.getClass().getName())
                                + ", not a map: convert it before.");
            }
            items.add(new JsonItem(node(each, 1)));
        }
        return items;
    }

    private static JsonNode node(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new RequestRefused(400, "body_too_deep", "The maps and lists are nested too deep.");
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((name, member) -> object.set(String.valueOf(name), node(member, depth + 1)));
            return object;
        }
        if (value instanceof Iterable<?> list && !(value instanceof JsonNode)) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(element -> array.add(node(element, depth + 1)));
            return array;
        }
        return scalar(value);
    }

    private static JsonNode scalar(@Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof JsonNode json) {
            return json;
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        return JSON.textNode(value instanceof Date date ? text(date) : value.toString());
    }

    /** The moment; of a driver's day or hour, which is none, its text. */
    @SuppressWarnings("JavaUtilDate") // it is what drivers give
    private static String text(Date date) {
        try {
            return date.toInstant().toString();
        } catch (UnsupportedOperationException e) {
            return date.toString();
        }
    }

    private static JsonNode number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return DecimalNode.valueOf(decimal);
        }
        if (number instanceof Double || number instanceof Float) {
            double given = number.doubleValue();
            return Double.isFinite(given) ? DecimalNode.valueOf(new BigDecimal(number.toString())) : JSON.nullNode();
        }
        return number instanceof BigInteger whole ? JSON.numberNode(whole) : JSON.numberNode(number.longValue());
    }
}
