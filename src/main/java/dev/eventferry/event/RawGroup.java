package dev.eventferry.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request, file chunk or page of rows brought: we know whose it is and when we got it.
 *
 * @param cursor where the door stands once this group is committed; null for HTTP
 */
public record RawGroup(
        Origin origin,
        List<Item> items,
        Verdicts verdicts,
        @Nullable Cursor cursor) {

    /** A group whose items were not judged yet. */
    public RawGroup(Origin origin, List<Item> items, @Nullable Cursor cursor) {
        this(origin, items, Verdicts.of(items), cursor);
    }
}
