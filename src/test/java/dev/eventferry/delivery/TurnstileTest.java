package dev.eventferry.delivery;

import static dev.eventferry.store.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.store.JdbcStore;
import dev.eventferry.store.Lane;
import dev.eventferry.store.Segment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TurnstileTest {

    private static final Batch.Limits LIMITS = new Batch.Limits(10, 1 << 20);

    private final Clock clock = Clock.systemUTC();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    private Outbox outbox;
    private Turnstile turnstile;
    private long lastId;

    @SuppressWarnings("NullAway.Init")
    TurnstileTest() {}

    @BeforeEach
    void open(@TempDir Path folder) {
        outbox = new Outbox(
                JdbcStore.open(
                        "jdbc:h2:file:" + folder.resolve("eventferry") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                        null,
                        null),
                Map.of(
                        "web",
                        RequestLimits.NONE,
                        "slow",
                        new RequestLimits(5, 0, 0),
                        "few",
                        new RequestLimits(0, 2, 2)),
                destination -> true,
                new Outbox.LaneRoom(1 << 20, 1000, 5),
                new Outbox.Pace(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofMinutes(15)),
                clock);
        turnstile = new Turnstile(outbox, 2, threads, clock);
    }

    @AfterEach
    void close() {
        outbox.close();
        threads.shutdownNow();
    }

    @Test
    void so_many_batches_of_a_destination_go_at_once_and_the_next_when_one_has_left() {
        Batch first = batch("web", 10);
        Batch second = batch("web", 10);
        Batch third = batch("web", 10);
        assertThat(isThrough(turnstile.enter(first))).isTrue();
        assertThat(isThrough(turnstile.enter(second))).isTrue();
        CompletionStage<Batch> waiting = turnstile.enter(third);
        assertThat(isThrough(waiting)).isFalse();

        turnstile.leave(second);

        assertThat(waiting.toCompletableFuture().join()).isSameAs(third);
        assertThat(isThrough(turnstile.enter(batch("web", 10)))).isFalse();
    }

    @Test
    void a_destination_whose_batches_do_not_end_keeps_no_other_waiting() {
        for (int i = 0; i < 5; i++) {
            turnstile.enter(batch("slow", 10));
        }

        assertThat(isThrough(turnstile.enter(batch("web", 10)))).isTrue();
    }

    @Test
    void what_waits_fills_up_to_a_request_and_what_joined_another_is_done_with() {
        turnstile.enter(batch("web", 10));
        turnstile.enter(batch("web", 10));
        Batch waits = batch("web", 3);
        Batch joins = batch("web", 4);
        Batch tooMuch = batch("web", 4);
        CompletionStage<Batch> waiting = turnstile.enter(waits);
        List<Segment> both = new ArrayList<>(waits.segments());
        both.addAll(joins.segments());

        assertThat(isThrough(turnstile.enter(joins))).isTrue();
        assertThat(isThrough(turnstile.enter(tooMuch))).isFalse();

        assertThat(isThrough(waiting)).isFalse();
        assertThat(waits.segments()).containsExactlyElementsOf(both);
        assertThat(waits.events()).isEqualTo(7);
        assertThat(waits.current().events()).isEqualTo(7);
        assertThat(joins.hasNext()).isFalse();
        assertThat(joins.close()).as("it is settled with the other").isFalse();
    }

    @Test
    void live_events_never_join_those_of_a_test() {
        turnstile.enter(batch("web", 10));
        turnstile.enter(batch("web", 10));
        turnstile.enter(batch("web", 1));

        Batch test = new Batch(segment(++lastId, new Lane("web", "TEST1"), clock.millis(), 1), LIMITS);

        assertThat(isThrough(turnstile.enter(test))).isFalse();
    }

    @Test
    void requests_over_those_of_a_second_wait_for_it_and_are_sent() {
        long begun = System.nanoTime();
        Batch batch = batch("slow", 10);
        List<CompletableFuture<Batch>> requests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            requests.add(turnstile.request(batch).toCompletableFuture());
        }

        requests.forEach(CompletableFuture::join);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1300));
        assertThat(batch.hasNext()).isTrue();
        assertThat(outbox.lane("slow").quota().count(clock.millis()).inDay()).isEqualTo(8);
    }

    @Test
    void a_batch_whose_minute_is_used_up_is_put_off_at_once_and_as_it_was() {
        Batch first = batch("few", 10);
        turnstile.request(first);
        turnstile.request(first);
        Batch next = batch("few", 10);

        assertThat(isThrough(turnstile.request(next))).isTrue();

        assertThat(next.hasNext()).isFalse();
        assertThat(next.halt()).isInstanceOf(Halt.NotTried.class);
        assertThat(outbox.lane("few").isResting(clock.millis())).isTrue();
    }

    @Test
    void a_batch_of_which_something_was_sent_is_put_off_with_its_rest() {
        Batch batch = batch("few", 10);
        batch.settle(new DeliveryOutcome.Refused(40002, "bad"));
        turnstile.request(batch);
        turnstile.request(batch);

        turnstile.request(batch);

        assertThat(batch.halt()).isInstanceOf(Halt.Unfinished.class);
    }

    @Test
    void what_waits_when_the_threads_have_ended_stays_where_it_is() {
        turnstile.enter(batch("web", 10));
        Batch second = batch("web", 10);
        turnstile.enter(second);
        CompletionStage<Batch> waiting = turnstile.enter(batch("web", 10));
        threads.shutdown();
        await().atMost(Duration.ofSeconds(10)).until(threads::isTerminated);

        turnstile.leave(second);

        assertThat(isThrough(waiting)).isFalse();
    }

    private Batch batch(String destination, int events) {
        return new Batch(segment(++lastId, new Lane(destination, null), clock.millis(), events), LIMITS);
    }

    private static boolean isThrough(CompletionStage<Batch> turn) {
        return turn.toCompletableFuture().isDone();
    }
}
