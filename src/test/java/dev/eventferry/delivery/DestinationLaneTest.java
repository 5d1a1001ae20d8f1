package dev.eventferry.delivery;

import static dev.eventferry.store.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.store.RequestCount;
import dev.eventferry.store.Segment;
import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.Codes;
import dev.eventferry.tiktok.Pause;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationLaneTest {

    private static final long NOW = 1_767_226_200_000L;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final Segment FIRST = segment(1, NOW, 10);
    private static final Segment SECOND = segment(2, NOW, 10);
    private static final Segment THIRD = segment(3, NOW, 10);

    private final Outbox.LaneRoom room = new Outbox.LaneRoom(FIRST.payload().length + SECOND.payload().length, 100, 15);
    private final DestinationLane lane = new DestinationLane("web", new Quota(RequestLimits.NONE, RequestCount.NONE));

    @Test
    void it_begins_behind_because_an_earlier_run_may_have_left_something() {
        assertThat(lane.isBehind()).isTrue();
        assertThat(lane.wantsMore(NOW, room)).isTrue();
        assertThat(lane.takeFromMemory(FIRST, room)).isFalse();
    }

    @Test
    void once_caught_up_it_takes_from_memory_while_there_is_room() {
        catchUp();

        assertThat(lane.takeFromMemory(FIRST, room)).isTrue();
        assertThat(lane.takeFromMemory(SECOND, room)).isTrue();
        assertThat(lane.heldEvents()).isEqualTo(20);
        assertThat(lane.isBehind()).isFalse();
        assertThat(lane.takeFromMemory(THIRD, room)).isFalse();
        assertThat(lane.isBehind()).isTrue();
        assertThat(lane.heldEvents()).isEqualTo(20);
    }

    @Test
    void so_many_segments_and_no_more_are_held() {
        catchUp();
        Outbox.LaneRoom two = new Outbox.LaneRoom(1 << 20, 2, 15);

        assertThat(lane.takeFromMemory(FIRST, two)).isTrue();
        assertThat(lane.takeFromMemory(SECOND, two)).isTrue();
        assertThat(lane.takeFromMemory(THIRD, two)).isFalse();
    }

    @Test
    void a_segment_larger_than_the_room_is_taken_alone() {
        catchUp();
        Outbox.LaneRoom tiny = new Outbox.LaneRoom(1, 100, 15);

        assertThat(lane.takeFromMemory(FIRST, tiny)).isTrue();
        assertThat(lane.takeFromMemory(SECOND, tiny)).isFalse();
    }

    @Test
    void what_was_skipped_while_the_store_was_read_keeps_it_behind() {
        long skipped = lane.skippedSoFar();
        lane.takeFromMemory(FIRST, room);

        lane.caughtUp(skipped, Optional.empty());

        assertThat(lane.isBehind()).isTrue();
    }

    @Test
    void a_segment_that_is_under_way_is_not_taken_again_from_the_store() {
        catchUp();
        lane.takeFromMemory(FIRST, room);

        assertThat(lane.takeFromStore(FIRST, room)).isTrue();
        assertThat(lane.isNew(FIRST)).isFalse();
        assertThat(lane.heldEvents()).isEqualTo(10);
    }

    @Test
    void a_segment_that_the_store_showed_before_its_commit_was_announced_is_not_taken_again_from_memory() {
        lane.beginPage();
        assertThat(lane.takeFromStore(FIRST, room)).isTrue();
        lane.endPages();
        catchUp();

        assertThat(lane.takeFromMemory(FIRST, room)).isFalse();
        assertThat(lane.heldEvents()).isEqualTo(10);
    }

    @Test
    void a_segment_that_was_settled_after_the_page_was_read_is_not_taken_again() {
        catchUp();
        lane.takeFromMemory(FIRST, room);
        lane.beginPage();

        lane.release(FIRST, false);

        assertThat(lane.takeFromStore(FIRST, room)).isTrue();
        assertThat(lane.isNew(FIRST)).isFalse();
        assertThat(lane.heldEvents()).isZero();
    }

    @Test
    void a_released_segment_that_is_pending_is_read_again() {
        catchUp();
        lane.takeFromMemory(FIRST, room);

        lane.release(FIRST, true);

        assertThat(lane.isBehind()).isTrue();
        lane.beginPage();
        assertThat(lane.takeFromStore(FIRST, room)).isTrue();
        assertThat(lane.isNew(FIRST)).isTrue();
    }

    @Test
    void releasing_gives_back_the_room_once() {
        catchUp();
        lane.takeFromMemory(FIRST, room);
        lane.takeFromMemory(SECOND, room);

        lane.release(FIRST, false);
        lane.release(FIRST, false);

        assertThat(lane.heldEvents()).isEqualTo(10);
        assertThat(lane.takeFromMemory(THIRD, room)).isTrue();
        assertThat(lane.takeFromMemory(segment(4, NOW, 10), room)).isFalse();
    }

    @Test
    void it_rests_longer_with_each_failure_and_not_at_all_after_an_answer() {
        long first = lane.rest(NOW, BACKOFF, Pause.BACKOFF);
        assertThat(first - NOW).isBetween(1000L, 2000L);
        assertThat(lane.isResting(NOW)).isTrue();
        assertThat(lane.isResting(first)).isFalse();

        long second = lane.rest(first, BACKOFF, Pause.BACKOFF);
        assertThat(second - first).isBetween(1000L, 4000L);
        assertThat(lane.failures()).isEqualTo(2);

        lane.answered();
        assertThat(lane.isResting(first)).isFalse();
        assertThat(lane.failures()).isZero();
    }

    @Test
    void requests_that_fail_together_count_as_one_failure() {
        long until = lane.rest(NOW, BACKOFF, Pause.BACKOFF);

        assertThat(lane.rest(NOW, BACKOFF, Pause.BACKOFF)).isEqualTo(until);
        assertThat(lane.failures()).isOne();
    }

    @Test
    void while_it_does_not_answer_only_a_probe_is_taken() {
        long until = lane.rest(NOW, BACKOFF, Pause.BACKOFF);

        assertThat(lane.wantsMore(NOW, room)).isFalse();
        assertThat(lane.wantsMore(until, room)).isTrue();
        assertThat(lane.takeFromMemory(FIRST, room)).isFalse();
        lane.beginPage();
        assertThat(lane.takeFromStore(FIRST, room)).isTrue();
        assertThat(lane.takeFromStore(SECOND, room)).isTrue();
        assertThat(lane.takeFromStore(THIRD, room)).isFalse();
        assertThat(lane.wantsMore(until, room)).isFalse();
    }

    @Test
    void it_pauses_as_long_as_TikTok_asks_and_that_is_no_failure() {
        lane.pause(NOW, BACKOFF, Pause.FIVE_MINUTES);

        assertThat(lane.failures()).isZero();
        assertThat(lane.restsUntil()).isEqualTo(NOW + 300_000);
        assertThat(lane.isResting(NOW + 299_999)).isTrue();
        assertThat(lane.isResting(NOW + 300_000)).isFalse();
    }

    @Test
    void a_second_that_was_too_short_grows() {
        long now = NOW;
        for (int i = 0; i < 12; i++) {
            lane.pause(now, BACKOFF, Pause.NEXT_SECOND);
            now = lane.restsUntil();
        }

        assertThat(now - NOW).isGreaterThan(12_000);
        lane.answered();
        lane.pause(now, BACKOFF, Pause.NEXT_SECOND);
        assertThat(lane.restsUntil() - now).isBetween(1L, 1000L);
    }

    @Test
    void it_is_parked_until_somebody_acts_and_probed_from_time_to_time() {
        Code expired = Codes.of(40102);

        assertThat(lane.park(NOW, expired, "expired", Duration.ofMinutes(15))).isTrue();
        assertThat(lane.park(NOW + 1, expired, "expired", Duration.ofMinutes(15)))
                .isFalse();
        assertThat(lane.parking()).isEqualTo(new DestinationLane.Parking(expired, "expired", NOW));
        assertThat(lane.isResting(NOW + 900_000)).isTrue();
        assertThat(lane.isResting(NOW + 900_001)).isFalse();
        assertThat(lane.park(NOW + 900_001, Codes.of(40001), "no permission", Duration.ofMinutes(15)))
                .as("another reason is news")
                .isTrue();

        lane.wake();

        assertThat(lane.parking()).isNull();
        assertThat(lane.isResting(NOW)).isFalse();
    }

    @Test
    void it_reads_again_when_the_time_of_a_later_try_has_come() {
        lane.caughtUp(lane.skippedSoFar(), Optional.of(NOW + 1000));

        assertThat(lane.wantsMore(NOW + 999, room)).isFalse();
        assertThat(lane.wantsMore(NOW + 1000, room)).isTrue();
    }

    private void catchUp() {
        lane.caughtUp(lane.skippedSoFar(), Optional.empty());
    }
}
