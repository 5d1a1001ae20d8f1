package dev.eventferry.store;

import dev.eventferry.event.Cursor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one group asks the store to keep: all of it in one commit, or nothing.
 *
 * @param place the request, file or table it came from
 * @param events new events by where they line up
 * @param cursor moved in the same commit; null for HTTP
 * @param counts added to the ledger with it or soon after
 */
public record Submission(
        String source,
        String place,
        Map<Line, List<PackedEvent>> events,
        @Nullable Cursor cursor,
        Map<LedgerEntry, Long> counts) {}
