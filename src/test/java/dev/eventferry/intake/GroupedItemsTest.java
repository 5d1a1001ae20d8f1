package dev.eventferry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import dev.eventferry.event.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Rows of one order, whose first column names it. */
class GroupedItemsTest {

    private static final RowHeader HEADER = RowHeader.of(List.of("Name", "SKU"));
    private static final ItemPath NAME = ItemPath.of("Name");

    @Test
    void rows_that_follow_each_other_with_the_same_key_are_one_item() {
        List<Item> items = gather(row("#1", "A"), row("#1", "B"), row("#2", "C"), row("#3", "D"), row("#3", "E"));

        assertThat(items)
                .containsExactly(
                        new GroupItem(List.of(row("#1", "A"), row("#1", "B"))),
                        row("#2", "C"),
                        new GroupItem(List.of(row("#3", "D"), row("#3", "E"))));
        assertThat(items).extracting(Item::rowCount).containsExactly(2, 1, 2);
    }

    @Test
    void rows_that_do_not_follow_each_other_are_not() {
        assertThat(gather(row("#1", "A"), row("#2", "B"), row("#1", "C")))
                .containsExactly(row("#1", "A"), row("#2", "B"), row("#1", "C"));
    }

    @Test
    void rows_without_a_key_and_lines_that_cannot_be_read_stand_alone() {
        BrokenItem broken = new BrokenItem(Problem.error("", "line_unreadable", "The line is not JSON."));

        assertThat(gather(row("", "A"), row("", "B"), row("#1", "C"), broken, broken, row("#1", "D")))
                .containsExactly(row("", "A"), row("", "B"), row("#1", "C"), broken, broken, row("#1", "D"));
    }

    @Test
    void no_rows_are_no_items() {
        Iterator<Item> none = grouped(Collections.emptyIterator());

        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void the_most_rows_are_one_item_and_one_more_are_refused_together() {
        Item last = row("#2", "Z");
        List<Item> rows = new ArrayList<>(Collections.nCopies(GroupedItems.MOST_ROWS, row("#1", "A")));
        rows.add(last);
        assertThat(gather(rows.toArray(Item[]::new)))
                .extracting(Item::rowCount)
                .containsExactly(GroupedItems.MOST_ROWS, 1);

        rows.add(0, row("#1", "A"));

        List<Item> items = gather(rows.toArray(Item[]::new));
        assertThat(items).hasSize(2).last().isSameAs(last);
        assertThat(items.get(0)).isInstanceOfSatisfying(BrokenItem.class, broken -> {
            assertThat(broken.rowCount()).isEqualTo(GroupedItems.MOST_ROWS + 1);
            assertThat(broken.problem().code()).isEqualTo("group_too_large");
            assertThat(broken.problem().message()).contains("1000", "group").doesNotContain("#1");
        });
    }

    @Test
    void an_order_in_whose_middle_the_file_breaks_off_is_none() {
        Iterator<Item> whole = List.of(row("#1", "A"), row("#2", "B")).iterator();
        Iterator<Item> breaking = new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (!whole.hasNext()) {
                    throw new UncheckedIOException(new IOException("broken off"));
                }
                return true;
            }

            @Override
            public Item next() {
                return whole.next();
            }
        };
        Iterator<Item> items = grouped(breaking);

        assertThat(items.next()).isEqualTo(row("#1", "A"));
        assertThatThrownBy(items::next).isInstanceOf(UncheckedIOException.class);
    }

    private static List<Item> gather(Item... rows) {
        List<Item> items = new ArrayList<>();
        grouped(List.of(rows).iterator()).forEachRemaining(items::add);
        return items;
    }

    private static Iterator<Item> grouped(Iterator<Item> rows) {
        return new GroupedItems(rows, row -> {
            JsonNode name = row.at(NAME);
            return name == null ? null : name.asText();
        });
    }

    private static Item row(String name, String sku) {
        return new RowItem(HEADER, List.of(name, sku));
    }
}
