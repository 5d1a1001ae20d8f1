package dev.eventferry.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that may be kept and sent: who did it is a digest, by type and not by promise.
 *
 * @param index its place among the items that came in together, from 0
 * @param destination the configured destination it is for
 * @param clientName what the source calls it
 * @param name what TikTok calls it
 * @param id {@code event_id}, given or derived; empty when the settings say to leave it out
 * @param time {@code event_time} in seconds since 1970
 * @param values what it says of each field; those of {@link Field#hashedFields()} are lists of {@link Sha256Hex}
 * @param contents its items
 * @param dedupKey the text that makes two events one (design 3)
 * @param key the same in 128 bits
 * @param warnings what its sender should know
 * @param campaign the ad that its page's URL tells of, for reports; null when it tells of none
 */
public record HashedEvent(
        int index,
        String destination,
        String clientName,
        String name,
        String id,
        long time,
        Values values,
        List<Content> contents,
        String dedupKey,
        EventKey key,
        List<Problem> warnings,
        @Nullable Campaign campaign) {

    /** An event of whose ad nothing is known. */
    public HashedEvent(
            int index,
            String destination,
            String clientName,
            String name,
            String id,
            long time,
            Values values,
            List<Content> contents,
            String dedupKey,
            EventKey key,
            List<Problem> warnings) {
        this(index, destination, clientName, name, id, time, values, contents, dedupKey, key, warnings, null);
    }

    /** Refuses plain text where a digest belongs. */
    public HashedEvent {
        for (Field field : Field.hashedFields()) {
            if (values.get(field) instanceof List<?> list) {
                for (Object value : list) {
                    if (!(value instanceof Sha256Hex)) {
                        throw new IllegalArgumentException(field.path() + " is not hashed");
                    }
                }
            } else if (values.has(field)) {
                throw new IllegalArgumentException(field.path() + " is not a list of digests");
            }
        }
    }

    /** Which fields it has: what a later copy is compared with (mission A39). */
    public FieldMask mask() {
        FieldMask mask = values.mask();
        return contents.isEmpty() ? mask : mask.with(Field.CONTENTS);
    }

    /** Names the event without the person. */
    @Override
    public String toString() {
        return "HashedEvent[" + index + " " + name + " for " + destination + "]";
    }
}
