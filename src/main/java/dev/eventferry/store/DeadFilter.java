package dev.eventferry.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those for which all holds that is said.
 *
 * @param ids these alone; empty for all
 * @param destination null for any
 * @param source null for any
 * @param reason such as {@code refused}; null for any
 * @param code TikTok's; null for any, and for none
 * @param diedFrom milliseconds since 1970, included
 * @param diedBefore milliseconds since 1970, not included
 */
public record DeadFilter(
        List<Long> ids,
        @Nullable String destination,
        @Nullable String source,
        @Nullable String reason,
        @Nullable Integer code,
        long diedFrom,
        long diedBefore) {

    /** All there are. */
    public static final DeadFilter ALL = new DeadFilter(List.of(), null, null, null, null, 0, Long.MAX_VALUE);

    /** These alone. */
    public static DeadFilter of(List<Long> ids) {
        return new DeadFilter(List.copyOf(ids), null, null, null, null, 0, Long.MAX_VALUE);
    }
}
