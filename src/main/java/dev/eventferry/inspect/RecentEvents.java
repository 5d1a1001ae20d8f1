package dev.eventferry.inspect;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldSource;
import dev.eventferry.inspect.RecentEvent.Answered;
import dev.eventferry.inspect.RecentEvent.Progress;
import dev.eventferry.inspect.RecentEvent.Seen;
import dev.eventferry.inspect.RecentEvent.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events that came in last, in memory only: so many, so many bytes of them, and none older than {@link #OLDEST}. In a
 * flood a sample of them, {@value #A_SECOND} a second; the others are counted. Whoever looks asks for what changed since;
 * nothing is pushed, so that it costs the same whether somebody looks or not. Safe for many threads.
 */
public final class RecentEvents {

    /** No event is remembered for longer. */
    public static final Duration OLDEST = Duration.ofDays(2);

    static final int A_SECOND = 200;
    static final int AT_ONCE = 1000;
    static final long MOST_BYTES = 8 << 20;

    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / A_SECOND;

    private final int most;
    private final long mostBytes;
    private final Clock clock;
    private final Deque<RecentEvent> events = new ArrayDeque<>();
    private final Map<EventKey, List<RecentEvent>> byKey = new ConcurrentHashMap<>();
    private final SharedSources sources = new SharedSources();
    private long bytes;
    private long lastNumber;
    private long lastChange;
    private long skipped;
    private long room = AT_ONCE;
    private long roomAt = System.nanoTime();

    /** @param most at least 1 */
    public RecentEvents(int most, Clock clock) {
        this(most, MOST_BYTES, clock);
    }

    RecentEvents(int most, long mostBytes, Clock clock) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /**
     * What changed.
     *
     * @param events the last of them, those that changed first before the others
     * @param leftOut how many more there are
     * @param change to ask from next time
     */
    public record Changes(List<RecentEvent> events, int leftOut, long change) {}

    /**
     * How many of a group's items may be remembered now; the others are counted. Never more than half of what there is room
     * for, so that a large group leaves some to small ones.
     */
    public int grant(int items) {
        return grant(items, System.nanoTime());
    }

    synchronized int grant(int items, long nanos) {
        long earned = (nanos - roomAt) / NANOS_EACH;
        if (earned > 0) {
            roomAt += earned * NANOS_EACH;
            room = Math.min(AT_ONCE, room + earned);
        }
        int granted = (int) Math.min(items, (room + 1) / 2);
        room -= granted;
        skipped += items - granted;
        return granted;
    }

    /** Takes events in; nobody sees them before they are {@link #kept}. */
    public synchronized List<RecentEvent> add(List<Seen> group) {
        List<RecentEvent> added = new ArrayList<>(group.size());
        for (Seen seen : group) {
            lastNumber++;
            RecentEvent event = event(seen);
            added.add(event);
            events.addLast(event);
            bytes += event.bytes();
            if (seen.state() == State.ACCEPTED && seen.key() != null) {
                byKey.merge(seen.key(), List.of(event), RecentEvents::joined);
            }
        }
        forget();
        return added;
    }

    /** What several share counts for the first of them. */
    private RecentEvent event(Seen seen) {
        List<FieldSource> known = sources.known(seen.mapped());
        return known == null
                ? new RecentEvent(lastNumber, seen, seen.bytes() + SharedSources.bytes(seen.mapped()))
                : new RecentEvent(lastNumber, seen.sharing(known), seen.bytes());
    }

    /** Their group was committed: they are there to be seen. */
    public synchronized void kept(List<RecentEvent> group) {
        long now = clock.millis();
        for (RecentEvent event : group) {
            change(event, event.progress().stored(now));
        }
    }

    /** Their group was not committed: they never were. */
    public synchronized void lost(List<RecentEvent> group) {
        for (RecentEvent event : group) {
            if (events.removeLastOccurrence(event)) {
                forget(event);
            }
        }
    }

    /** Whether an event of that key waits to hear of TikTok; takes no lock. */
    public boolean knows(EventKey key) {
        return byKey.containsKey(key);
    }

    /**
     * TikTok answered a request with an event of that key, or did not.
     *
     * @param now what the event is by that; null for what it was
     */
    public synchronized void answered(EventKey key, Answered answer, @Nullable State now) {
        for (RecentEvent event : open(key)) {
            Progress progress = event.progress();
            change(event, progress.answered(answer, now == null ? progress.state() : now));
        }
    }

    /** An event of that key became a dead letter. */
    public synchronized void died(EventKey key, String reason, long at) {
        for (RecentEvent event : open(key)) {
            change(event, event.progress().dead(reason, at));
        }
    }

    /** The latest that fit, the newest first; those numbered below {@code before} only. */
    public List<RecentEvent> newest(RecentFilter filter, long before, int limit) {
        List<RecentEvent> all;
        synchronized (this) {
            forget();
            all = new ArrayList<>(events);
        }
        List<RecentEvent> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && found.size() < limit; i--) {
            RecentEvent event = all.get(i);
            if (event.number() < before && isSeen(event) && filter.test(event)) {
                found.add(event);
            }
        }
        return found;
    }

    /**
     * What of those that fit changed after another change.
     *
     * @param limit more are left out
     */
    public Changes since(long change, RecentFilter filter, int limit) {
        List<RecentEvent> changed = new ArrayList<>();
        long last;
        synchronized (this) {
            last = lastChange;
            if (last == change) {
                return new Changes(List.of(), 0, last);
            }
            for (RecentEvent event : events) {
                if (isSeen(event) && event.progress().change() > change) {
                    changed.add(event);
                }
            }
        }
        changed.removeIf(event -> !filter.test(event));
        changed.sort(Comparator.comparingLong(event -> event.progress().change()));
        int leftOut = Math.max(0, changed.size() - limit);
        return new Changes(changed.subList(leftOut, changed.size()), leftOut, last);
    }

    /** The change that happened last. */
    public synchronized long lastChange() {
        return lastChange;
    }

    /** The event of that number; null when it is forgotten or never was. */
    public synchronized @Nullable RecentEvent find(long number) {
        forget();
        for (RecentEvent event : events) {
            if (event.number() == number && isSeen(event)) {
                return event;
            }
        }
        return null;
    }

    /** All of that key, the oldest first: the first, those that fill in, and duplicates. */
    public synchronized List<RecentEvent> ofKey(EventKey key) {
        forget();
        return events.stream()
                .filter(event -> isSeen(event) && key.equals(event.seen().key()))
                .toList();
    }

    /** How many are remembered. */
    public synchronized int size() {
        return events.size();
    }

    /** How many events were left out because too many came, since the start. */
    public synchronized long skipped() {
        return skipped;
    }

    /** Forgets what is over a limit. */
    public synchronized void forget() {
        long oldest = clock.millis() - OLDEST.toMillis();
        RecentEvent first = events.peekFirst();
        while (first != null
                && (events.size() > most || bytes > mostBytes || first.seen().receivedAt() < oldest)) {
            events.removeFirst();
            forget(first);
            first = events.peekFirst();
        }
    }

    private void forget(RecentEvent event) {
        bytes -= event.bytes();
        if (event.seen().key() != null) {
            byKey.computeIfPresent(event.seen().key(), (key, those) -> without(those, event));
        }
    }

    /** A dead letter may be replayed, so it hears of answers when nobody else waits for them. */
    private List<RecentEvent> open(EventKey key) {
        List<RecentEvent> those = byKey.getOrDefault(key, List.of());
        List<RecentEvent> open =
                those.stream().filter(event -> event.progress().isOpen()).toList();
        return open.isEmpty()
                ? those.stream().filter(event -> event.state() == State.DEAD).toList()
                : open;
    }

    private void change(RecentEvent event, Progress progress) {
        lastChange++;
        event.progress(progress.at(lastChange));
    }

    private static boolean isSeen(RecentEvent event) {
        return event.progress().storedAt() > 0;
    }

    private static List<RecentEvent> joined(List<RecentEvent> some, List<RecentEvent> others) {
        List<RecentEvent> all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static @Nullable List<RecentEvent> without(List<RecentEvent> all, RecentEvent one) {
        List<RecentEvent> others = all.stream().filter(each -> each != one).toList();
        return others.isEmpty() ? null : others;
    }
}
