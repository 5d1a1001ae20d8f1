package dev.eventferry.delivery;

import static dev.eventferry.store.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.TurningClock;
import dev.eventferry.store.DeadFilter;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.store.JdbcStore;
import dev.eventferry.store.Lane;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.PackedEvent;
import dev.eventferry.store.Segment;
import dev.eventferry.store.Segments;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters put back on their way, in a real H2. */
@Timeout(60)
class ReplayTest {

    private static final LedgerNames NAMES = new LedgerNames(List.of("Purchase"), List.of());

    private final TurningClock clock = new TurningClock();
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

    private JdbcStore store;
    private Outbox outbox;
    private Writer writer;
    private StoreReader reader;
    private Replay replay;

    @SuppressWarnings("NullAway.Init")
    ReplayTest() {}

    @BeforeEach
    void open(@TempDir Path folder) {
        store = JdbcStore.open(
                "jdbc:h2:file:" + folder.resolve("eventferry") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", null, null);
        outbox = new Outbox(
                store.another(),
                Map.of("web", RequestLimits.NONE, "crm", RequestLimits.NONE),
                destination -> true,
                new Outbox.LaneRoom(1 << 20, 100, 1000),
                new Outbox.Pace(new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10)), Duration.ofMinutes(15)),
                clock);
        writer = new Writer(
                store.another(), new Writer.Limits(1000, 1 << 20, 100, 0), clock, callbacks, outbox::committed, null);
        writer.start();
        reader = new StoreReader(store.another());
        replay = new Replay(reader, writer, outbox, NAMES, clock);
    }

    @AfterEach
    void close() {
        reader.close();
        outbox.close();
        writer.close();
        store.close();
        callbacks.shutdownNow();
    }

    @Test
    void a_replayed_letter_is_pending_again_as_it_was_and_dead_no_more() {
        Segment died = segment(1, clock.millis(), 3);
        bury(letters(died, "refused", 40002));
        clock.turn(Duration.ofHours(1));

        assertThat(replay.start(DeadFilter.ALL)).isEqualTo(3);

        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(store.due("web", clock.millis(), 0, 10)).singleElement().satisfies(segment -> {
            assertThat(Segments.texts(segment)).containsExactlyInAnyOrderElementsOf(Segments.texts(died));
            assertThat(segment.unpack())
                    .extracting(PackedEvent::key)
                    .containsExactlyInAnyOrderElementsOf(
                            died.unpack().stream().map(PackedEvent::key).toList());
            assertThat(segment.source()).isEqualTo(died.source());
            assertThat(segment.place()).isEqualTo(died.place());
            assertThat(segment.lane()).isEqualTo(died.lane());
            assertThat(segment.createdAt()).as("its window begins anew").isEqualTo(clock.millis());
        });
        assertThat(outbox.lane("web").isBehind()).isTrue();
        assertThat(store.ledgerSince(0).entrySet())
                .anyMatch(entry -> entry.getKey().what().equals("replayed") && entry.getValue() == 3);
        assertThat(replay.start(DeadFilter.ALL)).as("a second time").isZero();
    }

    @Test
    void more_letters_than_one_transaction_takes_are_all_replayed_and_the_others_stay() {
        bury(letters(segment(1, clock.millis(), 1234), "refused", 40002));
        bury(letters(segment(2, clock.millis(), 7), "expired", null));

        assertThat(replay.start(filter(null, "refused", 40002))).isEqualTo(1234);

        assertThat(store.backlog()).containsEntry("web", 1234L);
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 100))
                .hasSize(7)
                .allMatch(letter -> letter.reason().equals("expired"));
    }

    @Test
    void a_filter_means_what_it_says() {
        List<DeadLetter> refused = letters(segment(1, clock.millis(), 2), "refused", 40002);
        bury(refused);
        clock.turn(Duration.ofHours(49));
        bury(letters(segment(2, clock.millis(), 3), "expired", null));

        assertThat(replay.count(DeadFilter.ALL)).isEqualTo(new Store.DeadCount(5, 2));
        assertThat(replay.count(filter(null, "expired", null)).letters()).isEqualTo(3);
        assertThat(replay.count(filter(null, null, 40002)).letters()).isEqualTo(2);
        assertThat(replay.count(filter("shop", null, null)).letters()).isEqualTo(5);
        assertThat(replay.count(filter("nobody", null, null)).letters()).isZero();
        assertThat(replay.count(DeadFilter.of(List.of(refused.get(1).id()))).letters())
                .isOne();
        assertThat(replay.count(new DeadFilter(List.of(), null, null, null, null, clock.millis(), Long.MAX_VALUE))
                        .letters())
                .isEqualTo(3);
        assertThat(replay.count(new DeadFilter(List.of(), null, null, null, null, 0, clock.millis()))
                        .letters())
                .isEqualTo(2);
    }

    @Test
    void two_who_replay_the_same_letters_send_them_once() {
        bury(letters(segment(1, clock.millis(), 400), "refused", 40002));
        List<Long> ids = store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 500).stream()
                .map(DeadLetter::id)
                .toList();
        try (StoreReader other = new StoreReader(store.another())) {
            Replay second = new Replay(other, writer, outbox, NAMES, clock);
            var both = java.util.concurrent.CompletableFuture.supplyAsync(() -> second.start(DeadFilter.of(ids)));

            assertThat(replay.start(DeadFilter.of(ids)) + both.join()).isEqualTo(400);
        }
        assertThat(store.backlog()).containsEntry("web", 400L);
    }

    private void bury(List<DeadLetter> letters) {
        store.write(transaction -> transaction.bury(letters));
    }

    private List<DeadLetter> letters(Segment segment, String reason, @Nullable Integer code) {
        List<DeadLetter> letters = new ArrayList<>();
        for (PackedEvent event : segment.unpack()) {
            letters.add(new DeadLetter(
                    writer.nextId(),
                    new Lane("web", null),
                    segment.source(),
                    segment.place(),
                    event.position(),
                    clock.millis(),
                    clock.millis(),
                    reason,
                    code,
                    "words",
                    1,
                    event.key(),
                    event.json()));
        }
        return letters;
    }

    private static DeadFilter filter(@Nullable String source, @Nullable String reason, @Nullable Integer code) {
        return new DeadFilter(List.of(), null, source, reason, code, 0, Long.MAX_VALUE);
    }
}
