package dev.eventferry.intake;

import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of which those that follow each other with the same key are one item. They are gathered as they are read, one row
 * ahead; what the rows throw when they break off is thrown on, and a group that was not complete then is none.
 */
public final class GroupedItems implements Iterator<Item> {

    /** More rows than any order has, and few enough to hold in memory. */
    static final int MOST_ROWS = 1000;

    private static final Problem TOO_MANY = Problem.error(
            "",
            "group_too_large",
            "More than " + MOST_ROWS + " rows that follow each other are the same group, and a group is one event: name"
                    + " the column under group that tells the events of this file apart.");

    private final Iterator<Item> rows;
    private final Function<Item, @Nullable String> key;
    private @Nullable Item ahead;
    private @Nullable String aheadKey;

    /** @param key says to which group a row belongs; null for a row that stands alone */
    public GroupedItems(Iterator<Item> rows, Function<Item, @Nullable String> key) {
        this.rows = rows;
        this.key = key;
    }

    @Override
    public boolean hasNext() {
        return ahead != null || rows.hasNext();
    }

    /** A row that stands alone is itself, several are a {@link GroupItem}; too many are refused as one. */
    @Override
    public Item next() {
        Item first = lookAhead();
        if (first == null) {
            throw new NoSuchElementException();
        }
        String shared = aheadKey;
        ahead = null;
        List<Item> group = new ArrayList<>(4);
        group.add(first);
        int count = 1;
        for (Item row = lookAhead(); row != null && shared != null && shared.equals(aheadKey); row = lookAhead()) {
            ahead = null;
            count++;
            if (count <= MOST_ROWS) {
                group.add(row);
            }
        }
        if (count > MOST_ROWS) {
            return new BrokenItem(TOO_MANY, count);
        }
        return count == 1 ? first : new GroupItem(List.copyOf(group));
    }

    private @Nullable Item lookAhead() {
        if (ahead == null && rows.hasNext()) {
            ahead = rows.next();
            aheadKey = key.apply(ahead);
        }
        return ahead;
    }
}
