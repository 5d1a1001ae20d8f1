package dev.eventferry.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.FieldMask;
import org.junit.jupiter.api.Test;

class MaskBookTest {

    @Test
    void a_set_of_fields_has_one_number_and_a_number_one_set() {
        MaskBook book = new MaskBook();
        FieldMask one = new FieldMask(5, 0);
        FieldMask other = new FieldMask(0, 5);

        assertThat(book.numberOf(one)).isEqualTo(book.numberOf(new FieldMask(5, 0)));
        assertThat(book.numberOf(one)).isNotEqualTo(book.numberOf(other));
        assertThat(book.mask(book.numberOf(other))).isEqualTo(other);
    }

    @Test
    void nothing_adds_to_a_complete_set() {
        assertThat(new FieldMask(-1, -1).addsTo(new MaskBook().mask(MaskBook.COMPLETE)))
                .isFalse();
    }

    @Test
    void when_the_numbers_are_used_up_further_sets_are_complete_and_the_known_ones_stay() {
        MaskBook book = new MaskBook();
        for (int i = 1; i <= TimedTable.LARGEST_TAG; i++) {
            assertThat(book.numberOf(new FieldMask(i, 1))).isEqualTo(i);
        }

        assertThat(book.numberOf(new FieldMask(0, 7))).isEqualTo(MaskBook.COMPLETE);
        assertThat(book.mask(book.numberOf(new FieldMask(17, 1)))).isEqualTo(new FieldMask(17, 1));
    }
}
