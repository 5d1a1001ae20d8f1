package dev.eventferry.mapping;

import dev.eventferry.event.Item;

/** Reads the items of one source as conversion events. Immutable; safe for many threads. */
public interface ItemMapper {

    /** The source's name, as in {@code ?source=} and {@code inbox/NAME/}. */
    String source();

    /**
     * What the item says in TikTok's words. Never throws for what an item holds.
     *
     * @param index the item's place among those that came in together, from 0
     * @param fallbackDestination where its events go when the mapping names no destination
     */
    Result apply(Item item, int index, String fallbackDestination);
}
