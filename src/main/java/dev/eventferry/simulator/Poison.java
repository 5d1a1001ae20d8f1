package dev.eventferry.simulator;

/**
 * Events that are refused, whatever they look like.
 *
 * @param which of them
 * @param code that they are refused with
 * @param field within the event that is blamed, dotted, such as {@code properties.contents.0.content_id}
 * @param reason what is said to be wrong there
 */
public record Poison(Target which, int code, String field, String reason) {

    /** Refuses to blame nothing. */
    public Poison {
        if (field.isEmpty()) {
            throw new IllegalArgumentException("field must name what is blamed, such as event_id");
        }
    }

    /** Refused for their event id, 40002. */
    public static Poison of(Target which) {
        return new Poison(which, Refusal.BAD_PARAMETER, "event_id", "Not a valid string");
    }

    /** The same with that code, field and reason. */
    public Poison saying(int changedCode, String changedField, String changedReason) {
        return new Poison(which, changedCode, changedField, changedReason);
    }

    @Override
    public String toString() {
        return which + ": " + code + " " + field + ": " + reason;
    }
}
