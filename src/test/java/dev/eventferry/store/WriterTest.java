package dev.eventferry.store;

import static dev.eventferry.store.Segments.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eventferry.TurningClock;
import dev.eventferry.event.Cursor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WriterTest {

    private static final Writer.Limits ROOMY = new Writer.Limits(1000, 1 << 20, 1000, 0);

    private final TurningClock clock = new TurningClock();
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor(task -> new Thread(task, "callbacks"));
    private final List<List<Segment>> commits = new CopyOnWriteArrayList<>();
    private @Nullable Writer writer;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    WriterTest() {}

    @AfterEach
    void close() {
        if (writer != null) {
            writer.close();
        }
        callbacks.shutdownNow();
    }

    @Test
    void callers_that_come_together_share_a_commit_and_a_segment() {
        Writer busy = started(ROOMY);
        CountDownLatch gate = hold(busy);
        List<CompletableFuture<@Nullable Void>> kept = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            kept.add(busy.accept(submission("r" + i, 2)));
        }

        gate.countDown();
        kept.forEach(CompletableFuture::join);

        assertThat(withEvents()).hasSize(1);
        assertThat(withEvents().get(0)).hasSize(1);
        assertThat(withEvents().get(0).get(0).events()).isEqualTo(100);
    }

    @Test
    void what_shares_a_commit_is_cut_into_segments_that_a_request_can_carry() {
        Writer busy = started(new Writer.Limits(3, 1 << 20, 1000, 0));
        CountDownLatch gate = hold(busy);
        CompletableFuture<@Nullable Void> first = busy.accept(submission("a", 4));
        CompletableFuture<@Nullable Void> second = busy.accept(submission("b", 4));

        gate.countDown();
        CompletableFuture.allOf(first, second).join();

        assertThat(withEvents().get(0)).extracting(Segment::events).containsExactly(3, 3, 2);
        assertThat(keptEvents()).hasSize(8);
    }

    @Test
    void lanes_and_sources_never_share_a_segment() {
        Writer busy = started(ROOMY);
        CountDownLatch gate = hold(busy);
        Lane test = new Lane("web", "TEST1");
        CompletableFuture<@Nullable Void> live = busy.accept(submission("a", 1));
        CompletableFuture<@Nullable Void> testing = busy.accept(
                new Submission("shop", "b", Map.of(Line.of(test), Segments.events("b", 1)), null, Map.of()));
        CompletableFuture<@Nullable Void> other =
                busy.accept(new Submission("crm", "c", Map.of(Line.of(WEB), Segments.events("c", 1)), null, Map.of()));

        gate.countDown();
        CompletableFuture.allOf(live, testing, other).join();

        assertThat(withEvents().get(0)).hasSize(3);
    }

    @Test
    void a_task_that_the_store_refuses_costs_no_other() {
        Writer busy = started(ROOMY);
        CountDownLatch gate = hold(busy);
        List<CompletableFuture<@Nullable Void>> good = new ArrayList<>();
        List<CompletableFuture<@Nullable Void>> bad = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            good.add(busy.accept(submission("good" + i, 1)));
            bad.add(busy.write(transaction -> {
                throw new IllegalStateException("poison");
            }));
        }
        Cursor tooLong = new Cursor("file", "x".repeat(600), "1");
        bad.add(busy.accept(
                new Submission("shop", "p", Map.of(Line.of(WEB), Segments.events("p", 1)), tooLong, Map.of())));
        for (int i = 0; i < 4; i++) {
            bad.add(busy.write(transaction -> {
                throw new IllegalStateException("poison");
            }));
        }
        good.add(busy.accept(submission("last", 1)));

        gate.countDown();

        good.forEach(CompletableFuture::join);
        bad.forEach(future -> assertThatThrownBy(future::join).hasCauseInstanceOf(StoreException.class));
        assertThat(keptEvents()).hasSize(6).noneMatch(text -> text.contains("\"p-"));
        assertThat(busy.isFailing()).isFalse();
    }

    @Test
    void a_store_that_is_down_fails_everyone_and_works_again_when_it_is_up() {
        AtomicInteger down = new AtomicInteger(1);
        Writer busy = started(ROOMY);
        CompletableFuture<@Nullable Void> failed = busy.write(transaction -> {
            if (down.getAndDecrement() > 0) {
                throw new IllegalStateException("down");
            }
        });
        assertThatThrownBy(failed::join).hasCauseInstanceOf(StoreException.class);
        assertThat(busy.isFailing()).isTrue();

        busy.accept(submission("a", 1)).join();

        assertThat(busy.isFailing()).isFalse();
    }

    @Test
    void more_than_may_wait_is_refused_at_once() {
        Writer busy = started(new Writer.Limits(1000, 1 << 20, 3, 0));
        CountDownLatch gate = hold(busy);
        List<CompletableFuture<@Nullable Void>> kept = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            kept.add(busy.accept(submission("r" + i, 1)));
        }

        CompletableFuture<@Nullable Void> refused = busy.accept(submission("one too many", 1));

        assertThat(refused).isCompletedExceptionally();
        assertThatThrownBy(refused::join).hasCauseInstanceOf(StoreException.class);
        gate.countDown();
        kept.forEach(CompletableFuture::join);
        assertThat(keptEvents()).hasSize(3);
    }

    @Test
    void settling_goes_on_when_no_new_events_are_taken() {
        Writer busy = started(new Writer.Limits(1000, 1 << 20, 1, 0));
        CountDownLatch gate = hold(busy);
        CompletableFuture<@Nullable Void> waiting = busy.accept(submission("a", 1));
        CompletableFuture<@Nullable Void> settling = busy.write(transaction -> transaction.settle(List.of(1L)));

        gate.countDown();

        CompletableFuture.allOf(waiting, settling).join();
        assertThat(waiting).isCompletedWithValue(null);
        assertThat(settling).isCompletedWithValue(null);
    }

    @Test
    void below_the_disk_reserve_nothing_new_is_taken() throws Exception {
        Writer full = new Writer(
                store(),
                new Writer.Limits(1000, 1 << 20, 1000, Long.MAX_VALUE),
                clock,
                callbacks,
                commits::add,
                Files.getFileStore(folder));
        writer = full;
        full.start();
        await().atMost(Duration.ofSeconds(10)).until(full::isFailing);

        assertThatThrownBy(full.accept(submission("a", 1))::join)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("ferry.store.disk-reserve");
        full.write(transaction -> transaction.settle(List.of(1L))).join();
        assertThat(keptEvents()).isEmpty();
    }

    @Test
    void ids_rise_also_when_the_clock_stands_still_or_goes_back() {
        Writer first = started(ROOMY);
        long before = first.nextId();
        long next = first.nextId();
        clock.turn(Duration.ofHours(-1));

        assertThat(next).isGreaterThan(before);
        assertThat(first.nextId()).isGreaterThan(next);
    }

    @Test
    void ids_rise_over_a_restart_with_a_clock_that_was_set_back() {
        Writer first = started(ROOMY);
        first.accept(submission("a", 1)).join();
        first.close();
        clock.turn(Duration.ofHours(-3));

        Writer second = started(ROOMY);
        second.accept(submission("b", 1)).join();

        long idBefore = withEvents().get(0).get(0).id();
        long idAfter = withEvents().get(1).get(0).id();
        assertThat(idAfter).isGreaterThan(idBefore);
        assertThat(keptEvents()).hasSize(2);
    }

    @Test
    void closing_writes_what_waits() {
        Writer busy = started(ROOMY);
        CountDownLatch gate = hold(busy);
        LedgerEntry accepted = new LedgerEntry(1, "shop", "web", "accepted", "");
        CompletableFuture<@Nullable Void> waiting = busy.accept(new Submission(
                "shop",
                "r",
                Map.of(Line.of(WEB), Segments.events("late", 7)),
                new Cursor("file", "f", "7"),
                Map.of(accepted, 7L)));
        gate.countDown();

        busy.close();

        waiting.join();
        try (Store again = store()) {
            assertThat(keptEvents()).hasSize(7);
            assertThat(again.cursor("file", "f")).contains(new Cursor("file", "f", "7"));
            assertThat(again.ledgerSince(0).values()).containsExactly(7L);
        }
    }

    @Test
    void accepted_is_counted_in_the_commit_that_keeps_it_and_the_rest_later() {
        Writer writer = started(ROOMY);
        Map<LedgerEntry, Long> counts = Map.of(
                new LedgerEntry(1, "shop", "web", "Purchase", "accepted", ""), 2L,
                new LedgerEntry(1, "shop", "web", "Purchase", "duplicate", ""), 1L);
        for (int i = 0; i < 3; i++) {
            String name = "r" + i;
            writer.accept(new Submission("shop", name, Map.of(Line.of(WEB), Segments.events(name, 2)), null, counts))
                    .join();
            try (Store now = store()) {
                assertThat(now.ledgerSince(0))
                        .containsEntry(new LedgerEntry(0, "shop", "web", "accepted", ""), 2L * (i + 1));
            }
        }
        writer.close();
        try (Store after = store()) {
            assertThat(after.ledgerSince(0))
                    .containsOnly(
                            Map.entry(new LedgerEntry(0, "shop", "web", "accepted", ""), 6L),
                            Map.entry(new LedgerEntry(0, "shop", "web", "duplicate", ""), 3L));
        }
    }

    @Test
    void what_is_counted_beside_the_ledger_is_written_with_other_work_and_before_the_end() {
        Tally tally = new Tally("kind", 1, "shop", "Purchase", "user.email", "valid");
        AtomicReference<Map<Tally, Long>> counted = new AtomicReference<>(Map.of());
        Writer writer = new Writer(
                store(),
                ROOMY,
                clock,
                callbacks,
                new Writer.Listener() {
                    @Override
                    public void committed(List<Segment> segments) {}

                    @Override
                    public Map<Tally, Long> tallies() {
                        return counted.getAndSet(Map.of());
                    }
                },
                null);
        counted.set(Map.of(tally, 3L));
        CompletableFuture<@Nullable Void> work = writer.accept(submission("a", 1));
        writer.start();
        work.join();
        try (Store now = store()) {
            assertThat(now.tallies("kind", 0, 10)).as("with work").containsOnly(Map.entry(tally, 3L));
        }
        counted.set(Map.of(tally, 4L));

        writer.close();

        try (Store after = store()) {
            assertThat(after.tallies("kind", 0, 10)).containsOnly(Map.entry(tally, 7L));
        }
    }

    @Test
    void after_closing_nothing_is_taken_and_nobody_waits_for_ever() {
        Writer closed = started(ROOMY);
        closed.close();

        assertThatThrownBy(closed.accept(submission("a", 1))::join).hasCauseInstanceOf(StoreException.class);
        assertThatThrownBy(closed.write(transaction -> {})::join).hasCauseInstanceOf(StoreException.class);
    }

    @Test
    void nobody_is_called_back_on_the_writers_thread() {
        Writer busy = started(ROOMY);
        Set<String> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 20; i++) {
            CountDownLatch gate = hold(busy);
            CompletableFuture<@Nullable Void> kept = busy.accept(submission("r" + i, 1));
            CompletableFuture<@Nullable Void> failed = busy.write(transaction -> {
                throw new IllegalStateException("poison");
            });
            CompletableFuture<?> heard = CompletableFuture.allOf(
                    kept.whenComplete((done, failure) ->
                            threads.add(Thread.currentThread().getName())),
                    failed.whenComplete((done, failure) ->
                            threads.add(Thread.currentThread().getName())));
            gate.countDown();
            assertThatThrownBy(heard::join).hasCauseInstanceOf(StoreException.class);
        }

        assertThat(threads).containsExactly("callbacks");
    }

    @Test
    void interrupting_the_writer_harms_neither_it_nor_the_database() {
        Writer busy = started(ROOMY);
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(candidate -> candidate.getName().equals("ferry-writer") && candidate.isAlive())
                .findFirst()
                .orElseThrow();

        Set<String> names = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            CompletableFuture<@Nullable Void> kept = busy.accept(submission("r" + i, 1));
            thread.interrupt();
            kept.join();
            names.add("r" + i);
        }

        assertThat(keptEvents()).hasSize(names.size());
    }

    @Test
    void many_callers_at_once_lose_nothing_and_double_nothing() throws Exception {
        Writer busy = started(ROOMY);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<CompletableFuture<@Nullable Void>> kept = new CopyOnWriteArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            String name = "c" + caller + "-";
            callers.execute(() -> {
                for (int i = 0; i < 100; i++) {
                    kept.add(busy.accept(submission(name + i, 1)));
                }
            });
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        kept.forEach(CompletableFuture::join);

        assertThat(keptEvents()).hasSize(800).doesNotHaveDuplicates();
        assertThat(commits.size()).isLessThan(800);
    }

    private Writer started(Writer.Limits limits) {
        Writer started = new Writer(store(), limits, clock, callbacks, commits::add, null);
        writer = started;
        started.start();
        return started;
    }

    private Store store() {
        return JdbcStore.open(H2StoreTest.url(folder), null, null);
    }

    /** Keeps the writer busy until the gate opens, so that what comes meanwhile comes together. */
    private static CountDownLatch hold(Writer busy) {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        busy.write(transaction -> {
            inside.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            inside.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return gate;
    }

    private static Submission submission(String name, int events) {
        return new Submission("shop", name, Map.of(Line.of(WEB), Segments.events(name, events)), null, Map.of());
    }

    @Test
    void events_that_go_first_get_a_segment_of_their_own_and_all_others_share_one() {
        Line first = new Line(WEB, true, true);

        started(new Writer.Limits(1000, 1 << 20, 1000, 0))
                .accept(new Submission(
                        "shop",
                        "r",
                        Map.of(Line.of(WEB), Segments.events("view", 2), first, Segments.events("bought", 1)),
                        null,
                        Map.of()))
                .join();

        List<Segment> kept = withEvents().get(0);
        assertThat(kept).hasSize(2);
        assertThat(kept).allSatisfy(segment -> {
            Line its = segment.events() == 1 ? first : Line.of(WEB);
            assertThat(segment.turn()).isEqualTo(its.turn(segment.id()));
        });
    }

    private List<List<Segment>> withEvents() {
        return commits.stream().filter(segments -> !segments.isEmpty()).toList();
    }

    private List<String> keptEvents() {
        try (Store reading = store()) {
            return reading.due("web", Long.MAX_VALUE, 0, 10_000).stream()
                    .flatMap(segment -> Segments.texts(segment).stream())
                    .toList();
        }
    }
}
