package dev.eventferry.mapping;

import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the items of one source as conversion events. Immutable; safe for many threads. */
public interface ItemMapper {

    /** The source's name, as in {@code ?source=} and {@code inbox/NAME/}. */
    String source();

    /**
     * What a file's rows are one by one: items themselves, or several of them one item. Reads the rows as it is asked.
     */
    default Iterator<Item> gather(Iterator<Item> rows) {
        return rows;
    }

    /**
     * Whether an object of this source may hold a list of events, so that no door may take it for one of its own
     * envelopes.
     */
    default boolean unpacks() {
        return false;
    }

    /** The items, each that holds a list of events replaced by its elements. */
    default List<Item> unpack(List<Item> items) {
        return items;
    }

    /** Whether an event that says no time happened when it came in; otherwise it is refused. */
    default boolean isTimedByArrival() {
        return false;
    }

    /** Another text for another reading: two versions with the same text read every item alike. */
    default String version() {
        return "";
    }

    /** What it takes from where, for reports; empty when it takes each field from the place of its own name. */
    default List<FieldSource> sources() {
        return List.of();
    }

    /**
     * What each field of an item's events was read from. It reads the item once more, so that {@link #apply} need remember
     * nothing: for the few items that somebody looks at.
     *
     * @param item one that {@link #apply} made events of
     * @return a list for each of those events, in their order
     */
    List<List<FieldSource>> sources(Item item);

    /**
     * What the item says in TikTok's words. Never throws for what an item holds.
     *
     * @param index the item's place among those that came in together, from 0
     * @param fallbackDestination where its events go when the mapping names no destination
     */
    Result apply(Item item, int index, String fallbackDestination);

    /**
     * The same for a source whose settings say what an item without a name is.
     *
     * @param preset one of TikTok's names; null for none
     */
    default Result apply(Item item, int index, String fallbackDestination, @Nullable String preset) {
        return apply(item, index, fallbackDestination);
    }
}
