package dev.eventferry.simulator;

import java.util.Locale;
import java.util.function.BinaryOperator;

/** How a refusal says which event of the request is the bad one (tiktok-events-api 2.4). Indexes count from 0. */
public enum IndexForm {
    /** {@code data.3.event_id: ...}, as TikTok has been seen to say it for batches. */
    SHOWN((index, field) -> "data." + index + "." + field),
    /** {@code Batch.3.event_id: ...}, as Events API 1.0 says it. */
    BATCH((index, field) -> "Batch." + index + "." + field),
    /** {@code data[3].event_id: ...}. */
    BRACKETS((index, field) -> "data[" + index + "]." + field),
    /** {@code Event at index 3: event_id: ...}. */
    WORDS((index, field) -> "Event at index " + index + ": " + field),
    /** {@code order_in_batch: 3, event_id: ...}. */
    ORDER((index, field) -> "order_in_batch: " + index + ", " + field),
    /** Code 20001 with a list of all the bad ones; the others are taken, as Events API 1.0 does it. */
    FAILED_EVENTS((index, field) -> field),
    /** Not at all, as TikTok has been seen to word it for single events. */
    HIDDEN((index, field) -> field);

    private final BinaryOperator<String> place;

    IndexForm(BinaryOperator<String> place) {
        this.place = place;
    }

    /** A refusal's message. */
    String message(Refusal refusal) {
        String[] parts = refusal.path().split("\\.", 3);
        if (parts.length < 3 || !parts[0].equals("data")) {
            return refusal.path().isEmpty() ? refusal.reason() : refusal.path() + ": " + refusal.reason();
        }
        if (this == HIDDEN) {
            String leaf = refusal.path().substring(refusal.path().lastIndexOf('.') + 1);
            return "Invalid value for " + leaf + ": " + refusal.reason().toLowerCase(Locale.ROOT) + ".";
        }
        return place.apply(parts[1], parts[2]) + ": " + refusal.reason();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
