package dev.eventferry.delivery;

import static dev.eventferry.store.Segments.WEB;
import static dev.eventferry.store.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eventferry.store.JdbcStore;
import dev.eventferry.store.Lane;
import dev.eventferry.store.Line;
import dev.eventferry.store.RequestCount;
import dev.eventferry.store.Segment;
import dev.eventferry.tiktok.Pause;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The outbox over a real H2; it reads its clock each tenth of a second, so the clock is the real one here. */
@Timeout(60)
class OutboxTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(200), Duration.ofMillis(400));

    private final Clock clock = Clock.systemUTC();
    private final List<Segment> taken = new CopyOnWriteArrayList<>();

    private final Set<String> disabled = ConcurrentHashMap.newKeySet();
    private RequestLimits limits = RequestLimits.NONE;

    private JdbcStore store;
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init")
    OutboxTest() {}

    @BeforeEach
    void open(@TempDir Path folder) {
        store = JdbcStore.open(
                "jdbc:h2:file:" + folder.resolve("eventferry") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", null, null);
        outbox = outbox(new Outbox.LaneRoom(1 << 20, 1000, 5));
    }

    @AfterEach
    void close() {
        outbox.close();
        store.close();
    }

    @Test
    void what_an_earlier_run_left_behind_is_handed_over_in_order_and_once() {
        long now = clock.millis();
        keep(LongStream.rangeClosed(1, 200)
                .mapToObj(id -> segment(id, now - 1, 1))
                .toList());

        outbox.open(taken::add);

        await().atMost(SOON)
                .until(() -> taken.size() >= 200 && !outbox.lane("web").isBehind());
        assertThat(ids())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void a_committed_segment_comes_from_memory_and_once() {
        outbox.open(taken::add);
        caughtUp();
        Segment fresh = segment(1, clock.millis(), 1);

        outbox.committed(List.of(fresh)); // it is not in the store at all, so only memory can give it

        await().atMost(SOON).until(() -> taken.size() == 1);
        assertThat(taken.get(0)).isSameAs(fresh);
    }

    @Test
    void a_flood_is_taken_from_the_store_as_there_is_room_and_nothing_twice() {
        outbox.close();
        outbox = outbox(new Outbox.LaneRoom(4L * segment(1, 0, 1).payload().length, 4, 5));
        outbox.open(segment -> {
            taken.add(segment);
            assertThat(outbox.lane("web").heldEvents()).isLessThanOrEqualTo(4);
        });
        caughtUp();

        for (long id = 1; id <= 300; id++) {
            Segment next = segment(id, clock.millis(), 1);
            keep(List.of(next));
            outbox.committed(List.of(next));
            settleWhatWasTaken();
        }

        await().atMost(SOON).until(() -> {
            settleWhatWasTaken();
            return store.backlog().isEmpty();
        });
        assertThat(ids()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void a_segment_that_was_not_taken_is_offered_again() {
        AtomicInteger refusals = new AtomicInteger(2);
        keep(List.of(segment(1, clock.millis() - 1, 1)));

        outbox.open(segment -> {
            if (refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("no thread free");
            }
            taken.add(segment);
        });

        await().atMost(SOON).until(() -> taken.size() == 1);
    }

    @Test
    void a_released_segment_that_is_still_pending_is_offered_again_and_a_settled_one_is_not() {
        keep(List.of(segment(1, clock.millis() - 1, 1), segment(2, clock.millis() - 1, 1)));
        outbox.open(taken::add);
        await().atMost(SOON).until(() -> taken.size() == 2);
        store.write(transaction -> transaction.settle(List.of(2L)));

        outbox.release(taken.get(1), false);
        outbox.release(taken.get(0), true);

        await().atMost(SOON).until(() -> taken.size() == 3);
        assertThat(ids()).containsExactly(1L, 2L, 1L);
    }

    @Test
    void a_postponed_segment_is_offered_at_its_time() {
        keep(List.of(segment(1, clock.millis() - 1, 1)));
        long due = clock.millis() + 700;
        store.write(transaction -> transaction.postpone(List.of(1L), due, "no answer"));

        outbox.open(taken::add);

        await().atMost(SOON).until(() -> taken.size() == 1);
        assertThat(clock.millis()).isGreaterThanOrEqualTo(due);
    }

    @Test
    void a_resting_destination_gets_nothing_and_delays_no_other() {
        keep(List.of(segment(1, clock.millis() - 1, 1), segment(2, new Lane("app", null), clock.millis() - 1, 1)));
        long until = outbox.rest("web", new Halt.Failed("no answer", Pause.BACKOFF));
        long[] tookWebAt = new long[1];

        outbox.open(segment -> {
            if (segment.id() == 1) {
                tookWebAt[0] = clock.millis();
            }
            taken.add(segment);
        });

        await().atMost(SOON).until(() -> taken.size() == 2);
        assertThat(tookWebAt[0]).isGreaterThanOrEqualTo(until);
        assertThat(ids()).containsExactly(2L, 1L);
    }

    @Test
    void while_a_destination_does_not_answer_only_a_probe_is_handed_over() {
        keep(LongStream.rangeClosed(1, 50)
                .mapToObj(id -> segment(id, clock.millis() - 1, 1))
                .toList());
        outbox.rest("web", new Halt.Failed("no answer", Pause.BACKOFF));
        outbox.open(taken::add);

        await().atMost(SOON).until(() -> taken.size() == 5);
        await().during(Duration.ofMillis(400)).atMost(SOON).until(() -> taken.size() == 5);
        outbox.answered("web");
        outbox.release(taken.get(0), false);

        await().atMost(SOON).until(() -> taken.size() >= 50);
    }

    @Test
    void what_is_paused_hands_over_nothing_and_loses_nothing() {
        outbox.open(taken::add);
        caughtUp();
        outbox.pause();
        Segment meanwhile = segment(1, clock.millis(), 1);
        keep(List.of(meanwhile));
        outbox.committed(List.of(meanwhile));
        await().during(Duration.ofMillis(300)).atMost(SOON).until(taken::isEmpty);

        outbox.open(taken::add);

        await().atMost(SOON).until(() -> taken.size() == 1);
    }

    @Test
    void segments_of_a_destination_that_is_no_more_stay_in_the_store() {
        Segment orphan = segment(1, new Lane("gone", null), clock.millis() - 1, 1);
        keep(List.of(orphan, segment(2, clock.millis() - 1, 1)));
        outbox.open(taken::add);
        outbox.committed(List.of(orphan));

        await().atMost(SOON).until(() -> taken.size() == 1);

        assertThat(ids()).containsExactly(2L);
        assertThat(store.backlog()).containsEntry("gone", 1L);
        assertThatThrownBy(() -> outbox.lane("gone")).hasMessageContaining("gone");
    }

    @Test
    void a_disabled_destination_gets_nothing_until_it_is_enabled_and_then_at_once() {
        disabled.add("web");
        Segment kept = segment(1, clock.millis() - 1, 1);
        Segment fresh = segment(2, clock.millis(), 1);
        keep(List.of(kept, segment(3, new Lane("app", null), clock.millis() - 1, 1)));
        outbox.open(taken::add);
        await().atMost(SOON).until(() -> taken.size() == 1);
        keep(List.of(fresh));
        outbox.committed(List.of(fresh));
        await().during(Duration.ofMillis(400)).atMost(SOON).until(() -> ids().equals(List.of(3L)));

        disabled.clear();

        await().atMost(SOON).until(() -> taken.size() == 3);
        assertThat(ids()).containsExactly(3L, 1L, 2L);
    }

    @Test
    void what_goes_first_overtakes_what_waits_in_the_store() {
        Line first = new Line(WEB, true, false);
        keep(LongStream.rangeClosed(1, 40)
                .mapToObj(id -> segment(id, clock.millis() - 1, 1).withTurn((id <= 30 ? Line.of(WEB) : first).turn(id)))
                .toList());

        outbox.open(taken::add);

        await().atMost(SOON).until(() -> taken.size() == 40);
        assertThat(ids().subList(0, 10))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(31, 40).boxed().toList());
    }

    @Test
    void others_go_too_while_what_goes_first_keeps_coming() {
        outbox.close();
        outbox = outbox(new Outbox.LaneRoom(1, 1, 5)); // one at a time
        Line first = new Line(WEB, true, false);
        keep(List.of(segment(1, clock.millis() - 1000, 1)));
        AtomicLong next = new AtomicLong(100);
        keep(List.of(in(first, next.incrementAndGet()), in(first, next.incrementAndGet())));
        outbox.open(segment -> {
            taken.add(segment);
            keep(List.of(in(first, next.incrementAndGet())));
        });

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            settleWhatWasTaken();
            return ids().contains(1L);
        });

        assertThat(taken.get(0).id()).isEqualTo(101);
    }

    @Test
    void a_destination_that_had_its_requests_of_the_day_gets_nothing_and_delays_no_other() {
        outbox.close();
        limits = new RequestLimits(0, 0, 2);
        store.write(transaction -> transaction.count("web", new RequestCount(0, 0, clock.millis() / 86_400_000, 2)));
        outbox = outbox(new Outbox.LaneRoom(1 << 20, 1000, 5));
        keep(List.of(segment(1, clock.millis() - 1, 1), segment(2, new Lane("app", null), clock.millis() - 1, 1)));

        outbox.open(taken::add);

        await().during(Duration.ofMillis(400)).atMost(SOON).until(() -> ids().equals(List.of(2L)));
        assertThat(outbox.lane("web").heldEvents()).isZero();
        assertThat(outbox.lane("web").opensAt(clock.millis()))
                .isEqualTo((clock.millis() / 86_400_000 + 1) * 86_400_000);
    }

    @Test
    void a_batch_fills_up_while_more_waits_in_the_store_and_it_is_not_all_that_is_held() {
        outbox.close();
        outbox = outbox(new Outbox.LaneRoom(1 << 20, 4, 5));
        keep(LongStream.rangeClosed(1, 10)
                .mapToObj(id -> segment(id, clock.millis() - 1, 2))
                .toList());
        outbox.open(taken::add);
        await().atMost(SOON).until(() -> taken.size() == 4);

        assertThat(outbox.fillsUp("web", 2)).isTrue();
        assertThat(outbox.fillsUp("web", 8)).as("nothing would make room").isFalse();
        await().atMost(SOON).until(() -> {
            settleWhatWasTaken();
            return taken.size() == 10 && !outbox.lane("web").isBehind();
        });
        assertThat(outbox.fillsUp("web", 1)).isFalse();
    }

    private Segment in(Line line, long id) {
        return segment(id, line.lane(), clock.millis(), 1).withTurn(line.turn(id));
    }

    private Outbox outbox(Outbox.LaneRoom room) {
        return new Outbox(
                store.another(),
                Map.of("web", limits, "app", RequestLimits.NONE),
                destination -> !disabled.contains(destination),
                room,
                new Outbox.Pace(QUICK, Duration.ofMinutes(15)),
                clock);
    }

    private void caughtUp() {
        await().atMost(SOON).until(() -> !outbox.lane("web").isBehind());
    }

    private int settled;

    private void settleWhatWasTaken() {
        while (settled < taken.size()) {
            Segment done = taken.get(settled++);
            store.write(transaction -> transaction.settle(List.of(done.id())));
            outbox.release(done, false);
        }
    }

    private void keep(List<Segment> segments) {
        store.write(transaction -> transaction.insert(segments));
    }

    private List<Long> ids() {
        return taken.stream().map(Segment::id).toList();
    }
}
