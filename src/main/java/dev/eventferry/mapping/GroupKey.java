package dev.eventferry.mapping;

import dev.eventferry.event.Item;
import org.jspecify.annotations.Nullable;

/** Tells which rows of a file are one event: those that follow each other with the same key. */
public interface GroupKey {

    /** The row's key; null for a row that stands alone. */
    @Nullable
    String of(Item row);
}
