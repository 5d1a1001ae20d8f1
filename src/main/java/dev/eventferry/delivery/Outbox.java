package dev.eventferry.delivery;

import dev.eventferry.store.CalmThread;
import dev.eventferry.store.RequestCount;
import dev.eventferry.store.Segment;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreException;
import dev.eventferry.store.Writer;
import dev.eventferry.tiktok.Code;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands committed segments over for delivery: from memory while there is room, from the store after a crash, an outage
 * or a flood. A segment is handed over to one batch at a time and comes back settled or not at all; what is not settled
 * is still pending in the store.
 */
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Segments read at once, each of up to a request (1 MB): those for which there is no room are read in vain. */
    private static final int PAGE = 16;

    /** Segments that a fair look takes first at most: each page of it passes over those before it. */
    private static final int LONGEST_DUE = 64 * PAGE;

    private static final long LOOK_EVERY_MILLIS = 100;

    /** Takes a segment on its way; must not block for long. */
    public interface Receiver {
        void take(Segment segment);
    }

    private final Store store;
    private final Predicate<String> enabled;
    private final Clock clock;
    private final Pace pace;
    private final LaneRoom room;
    private final Map<String, DestinationLane> lanes = new HashMap<>();
    private final BlockingQueue<Segment> ready = new LinkedBlockingQueue<>();
    private final CalmThread thread = new CalmThread(this::run, "ferry-outbox");
    private volatile Receiver receiver = segment -> {};
    private volatile Alarm alarm = Alarm.NONE;
    private volatile boolean open;
    private volatile boolean stopping;

    /**
     * How much of each destination is held in memory at once.
     *
     * @param bytes of events
     * @param segments how many
     * @param probeEvents how many events are tried while a destination is not answering
     */
    public record LaneRoom(long bytes, int segments, int probeEvents) {}

    /**
     * How soon a destination is tried again.
     *
     * @param backoff after failures
     * @param probeParked when a person must act, how often it is tried whether somebody did
     */
    public record Pace(Backoff backoff, Duration probeParked) {}

    /**
     * @param store a connection of its own, for reading
     * @param destinations all that have a lane, with their limits
     * @param enabled whether a destination's events are to be sent now
     */
    public Outbox(
            Store store,
            Map<String, RequestLimits> destinations,
            Predicate<String> enabled,
            LaneRoom room,
            Pace pace,
            Clock clock) {
        this.store = store;
        this.enabled = enabled;
        this.clock = clock;
        this.pace = pace;
        this.room = room;
        Map<String, RequestCount> before = store.requestCounts();
        destinations.forEach((destination, limits) -> {
            Quota quota = new Quota(limits, before.getOrDefault(destination, RequestCount.NONE));
            lanes.put(destination, new DestinationLane(destination, quota));
        });
    }

    /** Who is told from now on what ends badly. */
    public void tell(Alarm whom) {
        alarm = whom;
    }

    /** Who is told what ends badly. */
    Alarm alarm() {
        return alarm;
    }

    /** Begins to hand over to that receiver, first what an earlier run left behind. */
    public void open(Receiver to) {
        receiver = to;
        open = true;
        if (!thread.isAlive()) {
            thread.start();
        }
    }

    /** Hands over nothing more; what is under way goes on. */
    public void pause() {
        open = false;
    }

    /** Hands over again, to the receiver it had. */
    public void resume() {
        open = true;
    }

    /**
     * Whether more will come to a batch of so many events soon: more of its destination waits in the store, and there will
     * be room for it, because the batch is not all that is held in memory.
     */
    public boolean fillsUp(String destination, int events) {
        DestinationLane lane = lane(destination);
        return lane.isBehind() && lane.failures() == 0 && lane.heldEvents() > events;
    }

    /** Whether nothing at all is under way. */
    public boolean isEmpty() {
        return lanes.values().stream().allMatch(lane -> lane.heldEvents() == 0);
    }

    /** A destination's settings changed: what waits for it, due or not, has to be made due before this ({@link Store}). */
    public void wake(String destination) {
        lane(destination).wake();
    }

    /** Something came into the store that waits for this destination. */
    public void arrived(String destination) {
        DestinationLane lane = lanes.get(destination);
        if (lane != null) {
            lane.lookAgain();
        }
    }

    /** Hears of new segments right after their commit, on the writer's thread ({@link Writer}). */
    public void committed(List<Segment> segments) {
        for (Segment segment : segments) {
            DestinationLane lane = lanes.get(segment.lane().destination());
            if (lane == null) {
                continue;
            }
            if (!enabled.test(lane.destination())) {
                lane.lookAgain();
            } else if (lane.takeFromMemory(segment, room)) {
                ready.add(segment);
            }
        }
    }

    /** The lane of a destination. */
    public DestinationLane lane(String destination) {
        DestinationLane lane = lanes.get(destination);
        if (lane == null) {
            throw new IllegalArgumentException("no destination is called " + destination);
        }
        return lane;
    }

    /** All lanes. */
    public List<DestinationLane> lanes() {
        return List.copyOf(lanes.values());
    }

    /** The destination answered: its lane is open. */
    public void answered(String destination) {
        lane(destination).answered();
    }

    /**
     * The destination did not answer, or is in trouble: its lane rests for a while.
     *
     * @return until when, milliseconds since 1970
     */
    public long rest(String destination, Halt.Failed failure) {
        DestinationLane lane = lane(destination);
        boolean first = lane.failures() == 0;
        long until = lane.rest(clock.millis(), pace.backoff(), failure.pause());
        if (first) {
            LOG.warn("Events for {} wait: {}", destination, failure.reason());
        }
        return until;
    }

    /** The destination throttles: its lane pauses. */
    public void pause(String destination, Halt.Throttled throttled) {
        lane(destination).pause(clock.millis(), pace.backoff(), throttled.pause());
        LOG.debug("{} pauses: {}", destination, throttled.reason());
    }

    /** The destination needs a person: its lane is parked, which is told once. */
    public void park(String destination, Halt.Parked parked) {
        if (lane(destination).park(clock.millis(), parked.code(), parked.reason(), pace.probeParked())) {
            LOG.error(
                    "{} needs a person, {}: {}. Its events wait; it goes on when its settings change, or with"
                            + " ./ferry resume {}.",
                    destination,
                    parked.code().who() == Code.Who.ACCOUNT ? "at TikTok" : "here",
                    parked.reason(),
                    destination);
            alarm.parked(destination, parked);
        }
    }

    /** A segment is not under way any more; the store knows what became of it. */
    public void release(Segment segment, boolean stillPending) {
        lane(segment.lane().destination()).release(segment, stillPending);
    }

    @Override
    public void close() {
        open = false;
        stopping = true;
        thread.awaitEnd();
        store.close();
    }

    private void run() {
        long lookedAt = 0;
        while (!stopping) {
            try {
                Segment segment = ready.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (segment != null) {
                    handOver(segment);
                }
                long now = clock.millis();
                if (open && now - lookedAt >= LOOK_EVERY_MILLIS) {
                    lookedAt = now;
                    lanes.values().forEach(lane -> load(lane, now));
                }
            } catch (InterruptedException e) {
                LOG.warn("Somebody interrupted the outbox's thread, which has no business with anybody; it goes on");
            } catch (RuntimeException e) {
                LOG.error("The outbox stumbled and goes on: {}", e.toString());
            }
        }
    }

    private void handOver(Segment segment) {
        String destination = segment.lane().destination();
        if (!open || !enabled.test(destination) || lane(destination).isResting(clock.millis())) {
            release(segment, true);
            return;
        }
        try {
            receiver.take(segment);
        } catch (RuntimeException e) {
            LOG.error("{} was not taken for delivery and is offered again: {}", segment, e.toString());
            release(segment, true);
        }
    }

    /** Reads on in the store where memory was not enough, or where the time of a later try has come. */
    private void load(DestinationLane lane, long now) {
        if (!enabled.test(lane.destination()) || !lane.wantsMore(now, room)) {
            return;
        }
        try {
            if (lane.isFairLook() && !loadLongestDue(lane, now)) {
                return;
            }
            long skipped = lane.skippedSoFar();
            long after = Long.MIN_VALUE;
            List<Segment> page;
            do {
                lane.beginPage();
                page = store.due(lane.destination(), now, after, PAGE);
                if (!take(lane, page)) {
                    return;
                }
                after = page.isEmpty() ? after : page.get(page.size() - 1).turn();
            } while (page.size() == PAGE);
            lane.caughtUp(skipped, store.nextDue(lane.destination(), now));
        } catch (StoreException e) {
            LOG.warn("The store cannot be read now, so what waits there waits on: {}", e.getMessage());
        } finally {
            lane.endPages();
        }
    }

    /** Whether there is room for more. */
    private boolean loadLongestDue(DestinationLane lane, long now) {
        int size = PAGE;
        for (int skip = 0; skip < LONGEST_DUE && size == PAGE; skip += PAGE) {
            lane.beginPage();
            List<Segment> page = store.longestDue(lane.destination(), now, skip, PAGE);
            if (!take(lane, page)) {
                return false;
            }
            size = page.size();
        }
        return true;
    }

    /** Whether there was room for all of them. */
    private boolean take(DestinationLane lane, List<Segment> page) {
        for (Segment segment : page) {
            if (!lane.takeFromStore(segment, room)) {
                return false;
            }
            if (lane.isNew(segment)) {
                ready.add(segment);
            }
        }
        return true;
    }
}
