package dev.eventferry.dedup;

import dev.eventferry.event.Content;
import dev.eventferry.event.Field;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the key by which two events are one, and the id of an event that came without (design 3, docs/adr/0004). */
public final class DedupKeys {

    /** The parts that {@code ferry.dedup.key} may name. */
    public static final Set<String> PARTS = Set.of("pixel", "event", "event_id");

    private static final char SEPARATOR = '\u001f';
    private static final String DERIVED = "ef-";
    private static final int DERIVED_DIGITS = 32;

    private final boolean byName;
    private final boolean deriveMissing;

    /**
     * @param parts of {@link #PARTS}; {@code pixel} and {@code event_id} always count, {@code event} may be left out
     * @param deriveMissing whether an event without an id gets one; otherwise it goes without and is never a duplicate
     */
    public DedupKeys(Set<String> parts, boolean deriveMissing) {
        this.byName = parts.contains("event");
        this.deriveMissing = deriveMissing;
    }

    /**
     * The id to send: the given one, or one derived from everything the event says, so that the same input twice has
     * the same id; empty when the settings say to leave it out.
     */
    public String id(@Nullable String given, String name, Instant time, Values hashed, List<Content> contents) {
        if (given != null) {
            return given;
        }
        return deriveMissing ? derive(name, time, hashed, contents) : "";
    }

    /**
     * The id of an event that a table's row made and gave none: the same whenever the row is read, whatever changed in it
     * meanwhile.
     *
     * @param key the row's, unique in its table
     * @param name of the event, for a row may be several in its life
     * @param nth which of the row's events of that name it is, from 0
     */
    public static String idOfRow(String source, String key, String name, int nth) {
        return DERIVED
                + Sha256Hex.of("row" + SEPARATOR + source + SEPARATOR + key + SEPARATOR + name + SEPARATOR + nth)
                        .hex()
                        .substring(0, DERIVED_DIGITS);
    }

    /** The key of an event; one without an id gets a key of its own, so that it is never a duplicate. */
    public String key(String destination, String name, String id) {
        String unique = id.isEmpty() ? UUID.randomUUID().toString() : id;
        return byName ? destination + SEPARATOR + name + SEPARATOR + unique : destination + SEPARATOR + unique;
    }

    private static String derive(String name, Instant time, Values hashed, List<Content> contents) {
        StringBuilder all =
                new StringBuilder(512).append(name).append(SEPARATOR).append(time.getEpochSecond());
        for (Field field : Field.values()) {
            Object value = hashed.get(field);
            if (value != null) {
                all.append(SEPARATOR).append(field.path()).append('=').append(value);
            }
        }
        for (Content content : contents) {
            all.append(SEPARATOR).append(Objects.toString(content));
        }
        return DERIVED + Sha256Hex.of(all.toString()).hex().substring(0, DERIVED_DIGITS);
    }
}
