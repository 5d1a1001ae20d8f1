package dev.eventferry.event;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of each {@link Field}: immutable, one slot a field, null where it says nothing. The classes of the
 * slots follow {@link Field.Type}; after hashing the slots of {@link Field#hashedFields()} hold lists of digests.
 */
public final class Values {

    /** Nothing said. */
    public static final Values NONE = builder().build();

    private final @Nullable Object[] slots;
    private final FieldMask mask;

    private Values(@Nullable Object[] slots, FieldMask mask) {
        this.slots = slots;
        this.mask = mask;
    }

    /** The value as it stands, or null. */
    public @Nullable Object get(Field field) {
        return slots[field.ordinal()];
    }

    /** Whether the event says anything of that field. */
    public boolean has(Field field) {
        return slots[field.ordinal()] != null;
    }

    /** A text field's value, or null. */
    public @Nullable String text(Field field) {
        return (String) slots[field.ordinal()];
    }

    /** A multi-valued text field's values; empty when it says nothing. */
    @SuppressWarnings("unchecked")
    public List<String> texts(Field field) {
        Object value = slots[field.ordinal()];
        return value == null ? List.of() : (List<String>) value;
    }

    /** A decimal field's value, or null. */
    public @Nullable BigDecimal decimal(Field field) {
        return (BigDecimal) slots[field.ordinal()];
    }

    /** A whole number's value, or null. */
    public @Nullable Long integer(Field field) {
        return (Long) slots[field.ordinal()];
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(slots.clone());
    }

    /** An empty one to fill. */
    public static Builder builder() {
        return new Builder(new Object[Field.COUNT]);
    }

    /** One bit a field that is present. */
    public FieldMask mask() {
        return mask;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Values that && Arrays.equals(slots, that.slots);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(slots);
    }

    /** The names of the fields present; never a value, which may be personal. */
    @Override
    public String toString() {
        StringBuilder present = new StringBuilder("Values[");
        for (Field field : Field.values()) {
            if (has(field)) {
                present.append(present.length() > 7 ? " " : "").append(field.path());
            }
        }
        return present.append(']').toString();
    }

    /** Collects values; used once, by one thread. */
    public static final class Builder {

        private @Nullable Object[] slots;

        private Builder(@Nullable Object[] slots) {
            this.slots = slots;
        }

        /** Sets or, with null, clears a field. The class of the value must be the field's type. */
        public Builder put(Field field, @Nullable Object value) {
            slots[field.ordinal()] = value;
            return this;
        }

        /** The value as it stands, or null. */
        public @Nullable Object get(Field field) {
            return slots[field.ordinal()];
        }

        /** Whether a value stands there. */
        public boolean has(Field field) {
            return slots[field.ordinal()] != null;
        }

        /** What was collected; the builder is spent. */
        @SuppressWarnings("NullAway") // the builder gives its array away and fails at once when used again
        public Values build() {
            Values built = new Values(slots, FieldMask.of(slots));
            slots = null;
            return built;
        }
    }
}
