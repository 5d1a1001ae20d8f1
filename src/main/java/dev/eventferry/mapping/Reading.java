package dev.eventferry.mapping;

import dev.eventferry.event.Field;
import java.util.List;
import java.util.Locale;

/** What kinds of value a place in an event takes, so that {@code as: iso} for a price is refused when it is loaded. */
enum Reading {
    TEXT(List.of("text", "lower", "upper", "currency", "salesforce-id")),
    NUMBER(List.of("decimal", "integer")),
    WHOLE(List.of("integer", "decimal")),
    YES_OR_NO(List.of("boolean")),
    TIME(List.of("iso", "epoch-s", "epoch-ms", "epoch-us", "time"));

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> words;

    Reading(List<String> words) {
        this.words = words;
    }

    /** What may stand after {@code as}. */
    List<String> words() {
        return words;
    }

    /** Whether a locale means anything. */
    boolean isNumber() {
        return this == NUMBER || this == WHOLE;
    }

    /** What a place takes. */
    record Place(String name, Reading kind, boolean many, Conversion usual) {}

    static Place of(Target target) {
        if (target instanceof Target.OfField of) {
            Field.Type type = of.field().type();
            boolean many = type == Field.Type.TEXTS || type == Field.Type.DECIMALS;
            return new Place(of.field().path(), of(type), many, target.usual());
        }
        return target == Target.Time.EVENT_TIME
                ? new Place("event_time", TIME, false, target.usual())
                : new Place("event_id", TEXT, false, target.usual());
    }

    /** Where a text stands that is no field of its own. */
    static Place text(String name) {
        return new Place(name, TEXT, false, Conversion.TEXT);
    }

    static Place of(ContentKey key) {
        return switch (key) {
            case PRICE -> new Place("price", NUMBER, false, key.usual());
            case QUANTITY -> new Place("quantity", WHOLE, false, key.usual());
            default -> new Place(key.name().toLowerCase(Locale.ROOT), TEXT, false, key.usual());
        };
    }

    private static Reading of(Field.Type type) {
        return switch (type) {
            case TEXT, TEXTS, ITEMS -> TEXT;
            case DECIMAL, DECIMALS -> NUMBER;
            case INTEGER -> WHOLE;
            case BOOLEAN -> YES_OR_NO;
        };
    }
}
