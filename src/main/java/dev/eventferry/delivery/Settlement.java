package dev.eventferry.delivery;

import dev.eventferry.store.DeadLetter;
import dev.eventferry.store.Frames;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.Line;
import dev.eventferry.store.PackedEvent;
import dev.eventferry.store.Segment;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import dev.eventferry.tiktok.WrittenNames;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of a batch: delivered segments are done, dead events are buried with TikTok's words, the rest
 * waits for its lane. All of one batch in one commit; until that is through, its segments stay under way, so that nothing
 * is sent a second time meanwhile.
 */
public final class Settlement {

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Writer writer;
    private final Outbox outbox;
    private final Witness witness;
    private final LedgerNames names;
    private final Duration window;
    private final Clock clock;

    /** Hears of what was written down. */
    public interface Witness {

        /** What events came to. */
        void counted(Map<LedgerEntry, Long> counts);

        /** So many events of a name were delivered so long after they were accepted. */
        default void delivered(String destination, String event, int events, long millis) {}
    }

    /** Events of one segment and name that were delivered. */
    private record Delivered(String destination, String event, int events, long millis) {}

    /**
     * @param witness hears of what was written down, for the metrics
     * @param window an event still undelivered after it becomes a dead letter
     */
    public Settlement(Writer writer, Outbox outbox, Witness witness, LedgerNames names, Duration window, Clock clock) {
        this.writer = writer;
        this.outbox = outbox;
        this.witness = witness;
        this.names = names;
        this.window = window;
        this.clock = clock;
    }

    /** Settles a batch, once. */
    public void settle(Batch batch) {
        if (!batch.close()) {
            return;
        }
        Halt halt = batch.halt();
        if (halt instanceof Halt.NotTried) {
            batch.segments().forEach(segment -> outbox.release(segment, true));
            return;
        }
        write(batch, plan(batch, dueAt(batch, halt), halt == null ? "not tried" : halt.reason()));
    }

    /** Tells the lane, and answers when the rest of the batch is due; 0 for at once, as soon as the lane lets it. */
    private long dueAt(Batch batch, @Nullable Halt halt) {
        String destination = batch.lane().destination();
        if (halt instanceof Halt.Failed failed) {
            return outbox.rest(destination, failed);
        }
        if (halt instanceof Halt.Throttled throttled) {
            outbox.pause(destination, throttled);
        } else if (halt instanceof Halt.Parked parked) {
            outbox.park(destination, parked);
        } else if (batch.requests() > 0) {
            outbox.answered(destination);
        }
        return 0;
    }

    /**
     * Buries what is over its time and not under way, also of destinations that rest, so that an event's end does not wait
     * for TikTok's. A little at a time.
     *
     * @return how many segments were buried; fewer than {@code most} when there are no more
     */
    public int expire(StoreReader reader, int most) {
        long now = clock.millis();
        int buried = 0;
        for (DestinationLane lane : outbox.lanes()) {
            List<Segment> overdue =
                    reader.read(store -> store.overdue(lane.destination(), now - window.toMillis(), most));
            for (Segment segment : overdue) {
                if (lane.takeAside(segment)) {
                    expire(segment, now);
                    buried++;
                }
            }
        }
        return buried;
    }

    private void expire(Segment segment, long now) {
        Plan plan = new Plan(0, "");
        expire(plan, segment, segment.unpack(), now, null);
        countDead(plan, now);
        boolean pending = true;
        try {
            writer.write(plan).join();
            written(plan);
            pending = false;
        } finally {
            outbox.release(segment, pending);
        }
    }

    private void expire(Plan plan, Segment segment, List<PackedEvent> events, long now, @Nullable String lastReason) {
        plan.settled.add(segment.id());
        for (PackedEvent event : events) {
            plan.letters.add(letter(segment, event, now, "expired", null, lastReason));
        }
    }

    private void write(Batch batch, Plan plan) {
        writer.write(plan).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("What became of {} is not written down yet and is tried again", batch);
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> write(batch, plan));
                return;
            }
            written(plan);
            batch.segments().forEach(segment -> outbox.release(segment, plan.pending.contains(segment.id())));
        });
    }

    private void written(Plan plan) {
        witness.counted(plan.counts);
        plan.delivered.forEach(
                each -> witness.delivered(each.destination(), each.event(), each.events(), each.millis()));
        if (!plan.letters.isEmpty()) {
            outbox.alarm().died(List.copyOf(plan.letters));
        }
    }

    private Plan plan(Batch batch, long dueAt, String reason) {
        Plan plan = new Plan(dueAt, reason);
        long now = clock.millis();
        for (Segment segment : batch.segments()) {
            int open = batch.openEvents(segment);
            if (open == 0) {
                plan.settled.add(segment.id());
            } else if (segment.createdAt() + window.toMillis() < now) {
                expire(plan, segment, batch.rest(segment), now, reason);
            } else if (open == segment.events()) {
                plan.pending.add(segment.id());
            } else {
                // a part is done: the rest goes on as a segment of its own, with its age and attempts, and others
                // before it
                plan.settled.add(segment.id());
                long id = writer.nextId();
                plan.rests.add(Segment.pack(
                                id,
                                segment.lane(),
                                segment.source(),
                                segment.place(),
                                segment.createdAt(),
                                batch.rest(segment))
                        .withAttempts(segment.attempts())
                        .withTurn(Line.lastOf(segment.turn(), id)));
                plan.pending.add(segment.id());
            }
        }
        DestinationLane lane = outbox.lane(batch.lane().destination());
        if (lane.quota().limits().outliveRestart()) {
            // as it is when it is written, for other batches may have counted on
            plan.requests = transaction ->
                    transaction.count(lane.destination(), lane.quota().count(clock.millis()));
        }
        for (Batch.Dead dead : batch.dead()) {
            plan.letters.add(letter(dead.segment(), dead.event(), now, "refused", dead.code(), dead.message()));
        }
        count(batch, plan, now);
        return plan;
    }

    private void count(Batch batch, Plan plan, long now) {
        String destination = batch.lane().destination();
        WrittenNames written = new WrittenNames();
        Set<String> sources = new HashSet<>();
        batch.taken().forEach((segment, taken) -> {
            sources.add(segment.source());
            byName(segment, taken, written).forEach((event, events) -> {
                plan.counts.merge(
                        entry(now, segment.source(), destination, event, "delivered", ""), (long) events[0], Long::sum);
                plan.delivered.add(new Delivered(destination, event, events[0], now - segment.createdAt()));
            });
        });
        countDead(plan, now);
        for (String source : sources) {
            plan.counts.merge(
                    entry(now, source, destination, "", LedgerEntry.REQUESTS, ""), (long) batch.requests(), Long::sum);
        }
    }

    /** How many of a segment's events have which name. */
    private Map<String, int[]> byName(Segment segment, BitSet chosen, WrittenNames written) {
        Map<String, int[]> counts = new HashMap<>();
        int[] count = {0};
        String before = null;
        Frames.Walk walk = Frames.walk(segment.payload());
        for (int i = 0; walk.next(); i++) {
            if (chosen.get(i)) {
                String name = written.of(segment.payload(), walk.offset(), walk.length());
                if (!name.equals(before)) {
                    before = name;
                    count = counts.computeIfAbsent(names.of(name), its -> new int[] {0});
                }
                count[0]++;
            }
        }
        return counts;
    }

    private void countDead(Plan plan, long now) {
        WrittenNames written = new WrittenNames();
        for (DeadLetter letter : plan.letters) {
            String why = letter.code() == null ? letter.reason() : letter.reason() + " " + letter.code();
            String event = names.of(written.of(letter.json(), 0, letter.json().length));
            LedgerEntry dead = entry(now, letter.source(), letter.lane().destination(), event, "dead", why);
            plan.counts.merge(dead, 1L, Long::sum);
        }
    }

    private static LedgerEntry entry(
            long now, String source, String destination, String event, String what, String reason) {
        return new LedgerEntry(LedgerEntry.minuteOf(now), source, destination, event, what, reason);
    }

    private DeadLetter letter(
            Segment segment,
            PackedEvent event,
            long now,
            String reason,
            @Nullable Integer code,
            @Nullable String message) {
        return new DeadLetter(
                writer.nextId(),
                segment.lane(),
                segment.source(),
                segment.place(),
                event.position(),
                segment.createdAt(),
                now,
                reason,
                code,
                message,
                segment.attempts() + 1,
                event.key(),
                event.json());
    }

    /** The changes of one batch. */
    private static final class Plan implements Store.Work {

        private final long dueAt;
        private final String reason;
        private final List<Long> settled = new ArrayList<>();
        private final Set<Long> pending = new HashSet<>();
        private final List<Segment> rests = new ArrayList<>();
        private final List<DeadLetter> letters = new ArrayList<>();
        private final Map<LedgerEntry, Long> counts = new HashMap<>();
        private final List<Delivered> delivered = new ArrayList<>();
        private Consumer<Store.Transaction> requests = transaction -> {};

        Plan(long dueAt, String reason) {
            this.dueAt = dueAt;
            this.reason = reason;
        }

        @Override
        public void on(Store.Transaction transaction) {
            transaction.settle(settled);
            transaction.insert(rests);
            if (dueAt > 0) {
                List<Long> postponed = new ArrayList<>(pending);
                rests.forEach(rest -> postponed.add(rest.id()));
                transaction.postpone(postponed, dueAt, reason);
            }
            transaction.bury(letters);
            transaction.count(counts);
            requests.accept(transaction);
        }
    }
}
