package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.cell.Cell;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The place in an event that a value is for. */
sealed interface Target {

    /** How a value is read when nothing else is said. */
    Conversion usual();

    /** Takes a value as the conversion read it. */
    void put(Object value, Draft draft);

    /** What to say of a value that the conversion could not read. */
    Problem complaint(JsonNode given, Conversion conversion);

    /** Its dotted path. */
    String path();

    /** Whether it names one person or thing, so that a rounded number would name another. */
    default boolean isId() {
        return false;
    }

    /** Reads a present value into the draft, or says why not. */
    default void read(JsonNode given, Conversion conversion, Draft draft) {
        if (given instanceof Cell cell && isId() && cell.isRounded()) {
            draft.add(Complaints.rounded(path()));
            return;
        }
        Object value = conversion.read(given);
        if (value == null) {
            draft.add(complaint(given, conversion));
        } else {
            put(value, draft);
        }
    }

    /** Whether {@link #read} takes the value. */
    default boolean takes(JsonNode given, Conversion conversion) {
        Draft draft = new Draft();
        read(given, conversion, draft);
        return !draft.hasProblems();
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
        public String path() {
            return "event_id";
        }

        @Override
        public boolean isId() {
            return true;
        }

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
        public String path() {
            return "event_time";
        }

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

        private static final Set<Field> IDS =
                EnumSet.of(Field.PHONE, Field.EXTERNAL_ID, Field.CONTENT_IDS, Field.ORDER_ID, Field.LEAD_ID);

        @Override
        public String path() {
            return field.path();
        }

        @Override
        public boolean isId() {
            return IDS.contains(field);
        }

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
