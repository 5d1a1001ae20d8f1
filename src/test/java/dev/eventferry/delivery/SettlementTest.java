package dev.eventferry.delivery;

import static dev.eventferry.store.Segments.WEB;
import static dev.eventferry.store.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.TurningClock;
import dev.eventferry.delivery.DeliveryOutcome.Delivered;
import dev.eventferry.delivery.DeliveryOutcome.Parked;
import dev.eventferry.delivery.DeliveryOutcome.Refused;
import dev.eventferry.delivery.DeliveryOutcome.Throttled;
import dev.eventferry.delivery.DeliveryOutcome.TryLater;
import dev.eventferry.store.DeadFilter;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.store.JdbcStore;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.Line;
import dev.eventferry.store.Segment;
import dev.eventferry.store.Segments;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import dev.eventferry.tiktok.Codes;
import dev.eventferry.tiktok.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What became of a batch, written down in a real H2. */
@Timeout(60)
class SettlementTest {

    private static final Batch.Limits LIMITS = new Batch.Limits(1000, 1 << 20);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TurningClock clock = new TurningClock();
    private final Segment four = segment(1, clock.millis(), 4);
    private final Segment two = segment(2, clock.millis(), 2);
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

    private final RequestLimits limits = new RequestLimits(0, 0, 1000);

    private JdbcStore store;
    private Outbox outbox;
    private Writer writer;
    private Settlement settlement;

    @SuppressWarnings("NullAway.Init")
    SettlementTest() {}

    @BeforeEach
    void open(@TempDir Path folder) {
        store = JdbcStore.open(
                "jdbc:h2:file:" + folder.resolve("eventferry") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", null, null);
        store.write(transaction -> transaction.insert(List.of(four, two)));
        outbox = new Outbox(
                store.another(),
                Map.of("web", limits),
                destination -> true,
                new Outbox.LaneRoom(1 << 20, 100, 1000),
                new Outbox.Pace(new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10)), Duration.ofMinutes(15)),
                clock);
        writer = new Writer(
                store.another(), new Writer.Limits(1000, 1 << 20, 100, 0), clock, callbacks, outbox::committed, null);
        writer.start();
        settlement = new Settlement(
                writer, outbox, counts -> {}, new LedgerNames(List.of(), List.of()), Duration.ofDays(3), clock);
        outbox.lane("web").takeFromStore(four, new Outbox.LaneRoom(1 << 20, 100, 1000));
        outbox.lane("web").takeFromStore(two, new Outbox.LaneRoom(1 << 20, 100, 1000));
        outbox.lane("web").caughtUp(outbox.lane("web").skippedSoFar(), Optional.empty());
    }

    @AfterEach
    void close() {
        outbox.close();
        writer.close();
        store.close();
        callbacks.shutdownNow();
    }

    @Test
    void a_delivered_batch_is_pending_no_more_and_counted() {
        Batch batch = batch();
        batch.settle(new Delivered("r1"));

        settle(batch);

        assertThat(store.backlog()).isEmpty();
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(ledger()).containsEntry("delivered", 6L).containsEntry("requests", 1L);
        assertThat(outbox.lane("web").isBehind()).isFalse();
    }

    @Test
    void an_event_that_was_refused_alone_is_buried_with_TikToks_words_and_the_rest_is_delivered() {
        Batch batch = batch();
        batch.settle(new Refused(40002, "bad")); // all six
        batch.settle(new Delivered("r1")); // 1-0 1-1 1-2
        batch.settle(new Refused(40002, "data.0.event_id: not a valid string")); // 1-3
        batch.settle(new Delivered("r2"));

        settle(batch);

        assertThat(store.backlog()).isEmpty();
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(new String(letter.json(), java.nio.charset.StandardCharsets.UTF_8))
                            .contains("e1-3");
                    assertThat(letter.position()).isEqualTo(3);
                    assertThat(letter.reason()).isEqualTo("refused");
                    assertThat(letter.code()).isEqualTo(40002);
                    assertThat(letter.message()).isEqualTo("data.0.event_id: not a valid string");
                    assertThat(letter.attempts()).isOne();
                    assertThat(letter.place()).isEqualTo("request 1");
                    assertThat(letter.createdAt()).isEqualTo(four.createdAt());
                    assertThat(letter.diedAt()).isEqualTo(clock.millis());
                    assertThat(letter.key()).isEqualTo(four.unpack().get(3).key());
                });
        assertThat(ledger()).containsEntry("delivered", 5L).containsEntry("dead refused 40002", 1L);
    }

    @Test
    void a_batch_that_got_no_answer_waits_with_its_lane() {
        Batch batch = batch();
        batch.settle(new TryLater("HTTP 502", Pause.BACKOFF));

        settle(batch);

        assertThat(store.backlog()).containsEntry("web", 6L);
        assertThat(outbox.lane("web").isResting(clock.millis())).isTrue();
        assertThat(store.due("web", clock.millis(), 0, 10)).isEmpty();
        clock.turn(Duration.ofSeconds(10));
        assertThat(store.due("web", clock.millis(), 0, 10))
                .extracting(Segment::attempts)
                .containsExactly(1, 1);
        assertThat(outbox.lane("web").isResting(clock.millis())).isFalse();
    }

    @Test
    void what_is_left_of_a_segment_goes_on_with_its_age_and_its_attempts() {
        store.write(transaction -> transaction.postpone(List.of(1L, 2L), clock.millis(), "earlier"));
        Segment triedOnce = store.due("web", clock.millis(), 0, 1).get(0);
        clock.turn(Duration.ofHours(1));
        Batch batch = new Batch(triedOnce, LIMITS);
        batch.settle(new Refused(40002, "bad"));
        batch.settle(new Delivered("r")); // 1-0 1-1
        batch.settle(new TryLater("reset", Pause.BACKOFF)); // 1-2 1-3

        settle(batch);
        clock.turn(Duration.ofSeconds(10));

        List<Segment> due = store.due("web", clock.millis(), two.turn(), 10);
        assertThat(due).singleElement().satisfies(rest -> {
            assertThat(Segments.texts(rest))
                    .containsExactlyElementsOf(Segments.texts(four).subList(2, 4));
            assertThat(rest.createdAt()).isEqualTo(four.createdAt());
            assertThat(rest.attempts()).isEqualTo(2);
            assertThat(rest.id()).isGreaterThan(2);
            assertThat(rest.unpack())
                    .usingRecursiveComparison()
                    .isEqualTo(four.unpack().subList(2, 4));
        });
        assertThat(store.due("web", clock.millis(), 0, 10))
                .extracting(Segment::id)
                .containsExactly(2L, due.get(0).id());
        assertThat(ledger()).containsEntry("delivered", 2L);
    }

    @Test
    void what_is_left_of_a_segment_goes_behind_its_like_and_before_what_goes_behind_those() {
        Segment first = segment(3, clock.millis(), 2).withTurn(new Line(WEB, true, true).turn(3));
        store.write(transaction -> transaction.insert(List.of(first)));
        outbox.lane("web").takeFromStore(first, new Outbox.LaneRoom(1 << 20, 100, 1000));
        Batch batch = new Batch(first, LIMITS);
        batch.settle(new Refused(40002, "bad"));
        batch.settle(new Delivered("r"));
        batch.putOff("the requests of this minute or day are used up");

        settlement.settle(batch);
        await().atMost(SOON).until(() -> outbox.lane("web").heldEvents() == 6);

        List<Segment> due = store.due("web", clock.millis() + 1, Long.MIN_VALUE, 10);
        assertThat(due).extracting(Segment::events).containsExactly(1, 4, 2);
        assertThat(due.get(0).turn()).isEqualTo(due.get(0).id());
    }

    @Test
    void requests_are_remembered_with_what_came_of_them_where_a_limit_counts_them() {
        outbox.lane("web").quota().take(clock.millis());
        Batch batch = batch();
        batch.settle(new Delivered("r1"));
        assertThat(store.requestCounts()).isEmpty();

        settle(batch);

        assertThat(store.requestCounts())
                .containsOnly(Map.entry("web", outbox.lane("web").quota().count(clock.millis())));
        assertThat(outbox.lane("web").quota().count(clock.millis()).inDay()).isEqualTo(1);
    }

    @Test
    void what_is_undelivered_after_the_window_is_buried_as_expired() {
        clock.turn(Duration.ofDays(3).plusMillis(1));
        Batch batch = batch();
        batch.settle(new TryLater("HTTP 502", Pause.BACKOFF));

        settle(batch);

        assertThat(store.backlog()).isEmpty();
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10))
                .hasSize(6)
                .allSatisfy(letter -> {
                    assertThat(letter.reason()).isEqualTo("expired");
                    assertThat(letter.code()).isNull();
                    assertThat(letter.message()).isEqualTo("HTTP 502");
                });
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10))
                .extracting(DeadLetter::id)
                .doesNotHaveDuplicates();
        assertThat(ledger()).containsEntry("dead expired", 6L);
    }

    @Test
    void until_the_end_of_the_window_nothing_expires() {
        clock.turn(Duration.ofDays(3));
        Batch batch = batch();
        batch.settle(new TryLater("HTTP 502", Pause.BACKOFF));

        settle(batch);

        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(store.backlog()).containsEntry("web", 6L);
    }

    @Test
    void a_batch_that_only_waited_is_offered_again_and_costs_no_attempt() {
        Batch batch = batch();
        batch.halt(new Halt.NotTried("the destination rests"));

        settlement.settle(batch);

        assertThat(outbox.lane("web").heldEvents()).isZero();
        assertThat(outbox.lane("web").isBehind()).isTrue();
        assertThat(store.due("web", clock.millis(), 0, 10))
                .extracting(Segment::attempts)
                .containsExactly(0, 0);
    }

    @Test
    void a_throttled_batch_is_due_as_soon_as_the_pause_is_over_and_costs_no_attempt() {
        Batch batch = batch();
        batch.settle(new Throttled("code 40100: Too many requests", Pause.FIVE_MINUTES));

        settle(batch);

        assertThat(outbox.lane("web").restsUntil())
                .as("five minutes, but no longer than waits may be")
                .isEqualTo(clock.millis() + 10_000);
        assertThat(outbox.lane("web").failures()).isZero();
        assertThat(outbox.lane("web").isBehind()).isTrue();
        assertThat(store.due("web", clock.millis(), 0, 10))
                .extracting(Segment::attempts)
                .containsExactly(0, 0);
    }

    @Test
    void a_destination_that_needs_a_person_is_parked_and_its_events_wait_without_an_attempt() {
        Batch batch = batch();
        batch.settle(new Parked("code 40105: wrong token", Codes.of(40105)));

        settle(batch);

        assertThat(outbox.lane("web").parking())
                .isEqualTo(new DestinationLane.Parking(Codes.of(40105), "code 40105: wrong token", clock.millis()));
        assertThat(outbox.lane("web").isResting(clock.millis() + 899_999)).isTrue();
        assertThat(store.due("web", clock.millis(), 0, 10))
                .extracting(Segment::attempts)
                .containsExactly(0, 0);
    }

    @Test
    void what_waits_for_a_parked_destination_ends_in_time_too() {
        outbox.release(four, true);
        outbox.release(two, true);
        outbox.park("web", new Halt.Parked("code 40105: wrong token", Codes.of(40105)));
        try (StoreReader reader = new StoreReader(store.another())) {
            clock.turn(Duration.ofDays(3));
            assertThat(settlement.expire(reader, 1)).isZero();
            clock.turn(Duration.ofMillis(1));

            assertThat(settlement.expire(reader, 1)).isOne();
            assertThat(settlement.expire(reader, 1)).isOne();
            assertThat(settlement.expire(reader, 1)).isZero();
        }

        assertThat(store.backlog()).isEmpty();
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10))
                .hasSize(6)
                .allMatch(letter -> letter.reason().equals("expired"));
        assertThat(ledger()).containsEntry("dead expired", 6L);
        assertThat(outbox.lane("web").heldEvents()).isZero();
    }

    @Test
    void what_is_under_way_when_its_time_is_over_is_left_to_its_answer() {
        clock.turn(Duration.ofDays(4));
        try (StoreReader reader = new StoreReader(store.another())) {
            assertThat(settlement.expire(reader, 10)).isZero();
        }

        assertThat(store.backlog()).containsEntry("web", 6L);
    }

    @Test
    void an_answer_ends_the_rest_of_the_lane() {
        outbox.rest("web", new Halt.Failed("no answer", Pause.BACKOFF));
        Batch batch = batch();
        batch.settle(new Delivered("r"));

        settle(batch);

        assertThat(outbox.lane("web").failures()).isZero();
    }

    @Test
    void a_batch_is_settled_once_however_often_it_is_asked_for() {
        Batch batch = batch();
        batch.settle(new Delivered("r1"));
        settlement.settle(batch);
        settlement.settle(batch);

        settle(batch);

        assertThat(ledger()).containsEntry("delivered", 6L);
    }

    @Test
    void segments_stay_under_way_until_their_end_is_written_down() {
        Batch batch = batch();
        batch.settle(new Delivered("r1"));
        java.util.concurrent.CountDownLatch gate = new java.util.concurrent.CountDownLatch(1);
        writer.write(transaction -> awaitUnchecked(gate));

        settlement.settle(batch);

        assertThat(outbox.lane("web").heldEvents()).isEqualTo(6);
        gate.countDown();
        await().atMost(SOON).until(() -> outbox.lane("web").heldEvents() == 0);
    }

    private Batch batch() {
        Batch batch = new Batch(four, LIMITS);
        batch.add(two);
        return batch;
    }

    private void settle(Batch batch) {
        settlement.settle(batch);
        writer.write(transaction -> {}).join(); // the commit after it, at the latest
        await().atMost(SOON).until(() -> batch.segments().stream()
                .allMatch(segment -> outbox.lane("web").heldEvents() <= 2));
    }

    private Map<String, Long> ledger() {
        java.util.Map<String, Long> sums = new java.util.TreeMap<>();
        for (Map.Entry<LedgerEntry, Long> sum : store.ledgerSince(0).entrySet()) {
            assertThat(sum.getKey().source()).isEqualTo("shop");
            assertThat(sum.getKey().destination()).isEqualTo("web");
            sums.put((sum.getKey().what() + " " + sum.getKey().reason()).strip(), sum.getValue());
        }
        return sums;
    }

    private static void awaitUnchecked(java.util.concurrent.CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
