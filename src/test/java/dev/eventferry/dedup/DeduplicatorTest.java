package dev.eventferry.dedup;

import static dev.eventferry.dedup.Deduplicator.Outcome.DUPLICATE;
import static dev.eventferry.dedup.Deduplicator.Outcome.FILLS_IN;
import static dev.eventferry.dedup.Deduplicator.Outcome.LATE;
import static dev.eventferry.dedup.Deduplicator.Outcome.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.TurningClock;
import dev.eventferry.dedup.Deduplicator.Outcome;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldMask;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeduplicatorTest {

    private static final EventKey ORDER = EventKey.of("web Purchase order-1");
    private static final FieldMask CLICK = mask(Field.TTCLID);
    private static final FieldMask MAIL = mask(Field.EMAIL);

    private final TurningClock clock = new TurningClock();
    private final Deduplicator deduplicator = new Deduplicator(Duration.ofMinutes(5), Duration.ofDays(2), clock);

    @Test
    void a_copy_is_a_duplicate() {
        assertThat(commit(ORDER, CLICK)).isEqualTo(NEW);

        assertThat(commit(ORDER, CLICK)).isEqualTo(DUPLICATE);
        assertThat(commit(EventKey.of("another"), CLICK)).isEqualTo(NEW);
    }

    @Test
    void within_the_merge_window_a_copy_passes_that_brings_a_field_which_the_first_lacked() {
        commit(ORDER, CLICK);
        clock.turn(Duration.ofMinutes(5).minusMillis(1));

        assertThat(commit(ORDER, CLICK.with(MAIL))).isEqualTo(FILLS_IN);
        assertThat(commit(ORDER, MAIL)).isEqualTo(DUPLICATE);
        assertThat(commit(ORDER, CLICK.with(MAIL))).isEqualTo(DUPLICATE);
        assertThat(commit(ORDER, mask(Field.LIMITED_DATA_USE))).isEqualTo(FILLS_IN);
    }

    @Test
    void the_merge_window_begins_with_the_first_and_not_with_the_last_copy() {
        commit(ORDER, CLICK);
        clock.turn(Duration.ofMinutes(4));
        commit(ORDER, MAIL);
        clock.turn(Duration.ofMinutes(1).plusMillis(10));

        assertThat(commit(ORDER, mask(Field.PHONE))).isEqualTo(LATE);
    }

    @ParameterizedTest
    @CsvSource({"PT5M0.01S, LATE", "PT1H, LATE", "PT47H59M59.999S, LATE", "PT48H6S, NEW", "PT480H, NEW"})
    void after_the_merge_window_every_copy_is_dropped_until_it_is_new_again(Duration later, Outcome outcome) {
        commit(ORDER, CLICK);
        clock.turn(later);

        assertThat(commit(ORDER, CLICK.with(MAIL))).isEqualTo(outcome);
    }

    @Test
    void what_is_new_again_has_both_windows_again() {
        commit(ORDER, CLICK);
        clock.turn(Duration.ofHours(49));
        commit(ORDER, CLICK);
        clock.turn(Duration.ofMinutes(4));

        assertThat(commit(ORDER, MAIL)).isEqualTo(FILLS_IN);
        clock.turn(Duration.ofHours(47));
        assertThat(commit(ORDER, mask(Field.PHONE))).isEqualTo(LATE);
    }

    @Test
    void short_windows_hold_to_the_millisecond() {
        Deduplicator quick = new Deduplicator(Duration.ofSeconds(1), Duration.ofSeconds(3), clock);
        commit(quick, ORDER, CLICK);

        clock.turn(Duration.ofMillis(999));
        assertThat(commit(quick, ORDER, CLICK.with(MAIL))).isEqualTo(FILLS_IN);
        clock.turn(Duration.ofMillis(1));
        assertThat(commit(quick, ORDER, mask(Field.PHONE))).isEqualTo(LATE);
        clock.turn(Duration.ofMillis(1999));
        assertThat(commit(quick, ORDER, CLICK)).isEqualTo(LATE);
        clock.turn(Duration.ofMillis(1));
        assertThat(commit(quick, ORDER, CLICK)).isEqualTo(NEW);
    }

    @Test
    void it_tells_when_a_key_was_first_seen_as_long_as_it_is_known() {
        long first = clock.millis();
        Claims group = deduplicator.open();
        group.claim(ORDER, CLICK);
        group.confirm();
        clock.turn(Duration.ofMinutes(1));
        deduplicator.open().claim(ORDER, MAIL);
        assertThat(deduplicator.firstSeen(ORDER)).hasValue(first);
        assertThat(deduplicator.firstSeen(EventKey.of("nobody"))).isEmpty();
        clock.turn(Duration.ofDays(3));
        assertThat(deduplicator.firstSeen(ORDER)).isEmpty();
    }

    @Test
    void a_copy_in_the_same_group_is_a_duplicate_or_fills_in() {
        Claims group = deduplicator.open();

        assertThat(group.claim(ORDER, CLICK)).isEqualTo(NEW);
        assertThat(group.claim(ORDER, CLICK)).isEqualTo(DUPLICATE);
        assertThat(group.claim(ORDER, MAIL)).isEqualTo(FILLS_IN);
        assertThat(group.others()).isCompletedWithValue(null);
    }

    @Test
    void a_group_that_was_not_committed_leaves_no_trace() {
        Claims failed = deduplicator.open();
        failed.claim(ORDER, CLICK);
        failed.claim(ORDER, MAIL);
        failed.release(new IllegalStateException("disk full"));

        assertThat(commit(ORDER, CLICK)).isEqualTo(NEW);
        assertThat(commit(ORDER, MAIL)).isEqualTo(FILLS_IN);
    }

    @Test
    void a_fill_in_that_was_not_committed_may_come_again() {
        commit(ORDER, CLICK);
        Claims failed = deduplicator.open();
        assertThat(failed.claim(ORDER, MAIL)).isEqualTo(FILLS_IN);
        failed.release(new IllegalStateException("disk full"));

        assertThat(commit(ORDER, CLICK)).isEqualTo(DUPLICATE);
        assertThat(commit(ORDER, MAIL)).isEqualTo(FILLS_IN);
    }

    @Test
    void what_was_taken_back_is_new_also_after_the_clock_was_set_back() {
        Claims failed = deduplicator.open();
        failed.claim(ORDER, CLICK);
        failed.release(new IllegalStateException("disk full"));

        clock.turn(Duration.ofSeconds(-30));

        assertThat(commit(ORDER, CLICK)).isEqualTo(NEW);
    }

    @Test
    void a_copy_waits_for_the_commit_of_the_group_that_has_the_first() {
        Claims first = deduplicator.open();
        Claims second = deduplicator.open();
        first.claim(ORDER, CLICK);
        assertThat(second.claim(ORDER, CLICK)).isEqualTo(DUPLICATE);
        second.confirm();

        assertThat(second.others()).isNotDone();
        first.confirm();
        assertThat(second.others()).isCompletedWithValue(null);
    }

    @Test
    void a_copy_of_what_was_not_committed_fails_too_so_that_its_sender_tries_again() {
        Claims first = deduplicator.open();
        Claims second = deduplicator.open();
        first.claim(ORDER, CLICK);
        second.claim(ORDER, CLICK);
        second.confirm();

        first.release(new IllegalStateException("disk full"));

        assertThat(second.others()).isCompletedExceptionally();
        assertThat(commit(ORDER, CLICK)).isEqualTo(NEW);
    }

    @Test
    void groups_that_have_copies_of_each_others_events_do_not_wait_for_ever() {
        EventKey other = EventKey.of("other");
        Claims first = deduplicator.open();
        Claims second = deduplicator.open();
        first.claim(ORDER, CLICK);
        second.claim(other, CLICK);
        first.claim(other, CLICK);
        second.claim(ORDER, CLICK);

        first.confirm();
        second.confirm();

        assertThat(first.others()).isCompletedWithValue(null);
        assertThat(second.others()).isCompletedWithValue(null);
    }

    @Test
    void after_the_commit_nobody_waits() {
        commit(ORDER, CLICK);
        Claims later = deduplicator.open();
        later.claim(ORDER, CLICK);

        assertThat(later.others()).isCompletedWithValue(null);
    }

    @Test
    void what_the_store_knows_is_known_after_a_restart_with_its_age() {
        long now = clock.millis();
        deduplicator.restore(ORDER, CLICK, now - Duration.ofMinutes(4).toMillis());
        deduplicator.restore(ORDER, MAIL, now - Duration.ofMinutes(3).toMillis());
        EventKey old = EventKey.of("old");
        deduplicator.restore(old, CLICK, now - Duration.ofHours(47).toMillis());
        EventKey forgotten = EventKey.of("forgotten");
        deduplicator.restore(forgotten, CLICK, now - Duration.ofHours(49).toMillis());

        assertThat(commit(ORDER, CLICK.with(MAIL))).isEqualTo(DUPLICATE);
        assertThat(commit(ORDER, mask(Field.PHONE))).isEqualTo(FILLS_IN);
        assertThat(commit(old, MAIL)).isEqualTo(LATE);
        assertThat(commit(forgotten, CLICK)).isEqualTo(NEW);
        clock.turn(Duration.ofMinutes(2));
        assertThat(commit(ORDER, mask(Field.CITY))).isEqualTo(LATE);
    }

    @Test
    void a_later_life_of_the_same_key_is_restored_too() {
        long now = clock.millis();
        deduplicator.restore(ORDER, CLICK, now - Duration.ofHours(49).toMillis());
        deduplicator.restore(ORDER, CLICK, now - Duration.ofMinutes(30).toMillis());

        assertThat(commit(ORDER, CLICK)).isEqualTo(LATE);
    }

    @Test
    void sweeping_gives_back_the_memory_of_what_is_forgotten_and_nothing_else() {
        for (int i = 0; i < 10_000; i++) {
            commit(EventKey.of("early " + i), CLICK);
        }
        clock.turn(Duration.ofHours(47));
        commit(ORDER, CLICK);
        clock.turn(Duration.ofHours(2));
        assertThat(deduplicator.size()).isEqualTo(10_001);

        deduplicator.sweep();

        assertThat(deduplicator.size()).isOne();
        assertThat(commit(ORDER, CLICK)).isEqualTo(LATE);
    }

    @Test
    void a_clock_that_is_set_back_forgets_nothing() {
        commit(ORDER, CLICK);
        clock.turn(Duration.ofHours(-2));
        deduplicator.sweep();

        assertThat(commit(ORDER, CLICK)).isEqualTo(DUPLICATE);
    }

    private Outcome commit(EventKey key, FieldMask mask) {
        return commit(deduplicator, key, mask);
    }

    private static Outcome commit(Deduplicator deduplicator, EventKey key, FieldMask mask) {
        Claims group = deduplicator.open();
        Outcome outcome = group.claim(key, mask);
        group.confirm();
        return outcome;
    }

    private static FieldMask mask(Field field) {
        return new FieldMask(0, 0).with(field);
    }
}
