package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The place in an event that a value is for. */
sealed interface Target {

    /** How a value is read when nothing else is said. */
    Conversion usual();

    /** Takes a value as the conversion read it. */
    void put(Object value, Draft draft);

    /** What to say of a value that the conversion could not read. */
    Problem complaint(JsonNode given, Conversion conversion);

    /** Its path, as mapping files write it. */
    default String path() {
        return this instanceof OfField known ? known.field().path() : this == Id.EVENT_ID ? "event_id" : "event_time";
    }

    /** Reads a present value into the draft, or says why not. */
    default void read(JsonNode given, Conversion conversion, Draft draft) {
        Object value = conversion.read(given);
        if (value == null) {
            draft.add(complaint(given, conversion));
        } else {
            put(value, draft);
        }
    }

    /** The target of a path as mapping files write it; null when TikTok knows none such. */
    static @Nullable Target at(String path) {
        return switch (path) {
            case "event_id" -> Id.EVENT_ID;
            case "event_time" -> Time.EVENT_TIME;
            default -> {
                Field field = Field.at(path);
                yield field == null || field == Field.CONTENTS ? null : new OfField(field);
            }
        };
    }

    /** {@code event_id}, always a text (asks 1). */
    enum Id implements Target {
        EVENT_ID;

        @Override
        public Conversion usual() {
            return Conversion.TEXT;
        }

        @Override
        public void put(Object value, Draft draft) {
            draft.id = (String) value;
        }

        @Override
        public Problem complaint(JsonNode given, Conversion conversion) {
            return Complaints.unreadable("event_id", given, conversion.wanted());
        }
    }

    /** {@code event_time}. */
    enum Time implements Target {
        EVENT_TIME;

        @Override
        public Conversion usual() {
            return Conversion.TIME;
        }

        @Override
        public void put(Object value, Draft draft) {
            draft.time = (Instant) value;
        }

        @Override
        public Problem complaint(JsonNode given, Conversion conversion) {
            return Complaints.timeUnreadable(given, conversion);
        }
    }

    /** Any other field. */
    record OfField(Field field, Conversion usual) implements Target {

        OfField(Field field) {
            this(field, Conversion.of(field.type()));
        }

        @Override
        public void put(Object value, Draft draft) {
            draft.values.put(field, value);
        }

        @Override
        public Problem complaint(JsonNode given, Conversion conversion) {
            return field == Field.VALUE
                    ? Complaints.notANumber(field.path(), field.leaf(), given, conversion)
                    : Complaints.unreadable(field.path(), given, conversion.wanted());
        }
    }
}
