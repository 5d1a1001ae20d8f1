package dev.eventferry.simulator;

import dev.eventferry.event.EventKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the simulator knows: the newest events up to a limit, the dedup keys of all of them or of so many, counts, and the newest
 * requests. Safe for many threads.
 */
final class Holdings {

    /** A copy younger than this fills what the first lacks (tiktok-events-api 5). */
    static final Duration MERGE_WINDOW = Duration.ofMinutes(5);

    /** A copy younger than this counts as one. */
    static final Duration DEDUP_WINDOW = Duration.ofDays(2);

    private static final int REQUESTS = 10_000;

    private final int limit;
    private final int mostKeys;
    private KeyTable keys;
    /** The event with number n stands at n modulo the limit; grows up to the limit. */
    private Held[] ring;

    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
    private int kept;
    private long received;
    private long merged;
    private long dropped;
    private long test;
    private long requestCount;
    private long refused;
    private int largest;

    /** Holds that many events, at least one, and knows the keys of so many. */
    Holdings(int limit, int mostKeys) {
        this.limit = limit;
        this.mostKeys = mostKeys;
        this.keys = new KeyTable(mostKeys);
        this.ring = new Held[Math.min(limit, 1024)];
    }

    /** Takes the events of a request but for those at the indexes {@code refused}; what became of each. */
    synchronized List<Verdict> take(TrackRequest request, Set<Integer> refused, long number, Instant now) {
        long time = now.toEpochMilli();
        String scope = (request.isTest() ? "test\n" : "live\n") + request.sourceId() + '\n';
        List<EventReading> events = request.events();
        List<Verdict> verdicts = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            verdicts.add(
                    !refused.isEmpty() && refused.contains(i)
                            ? Verdict.REFUSED
                            : take(request, events.get(i), scope, number, time));
        }
        return verdicts;
    }

    /** Notes a request and what became of it. */
    synchronized void note(ReceivedRequest request) {
        requestCount++;
        refused += request.taken() ? 0 : 1;
        largest = Math.max(largest, request.events());
        if (requests.size() == REQUESTS) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    /** The events held, oldest first. */
    synchronized List<Held> events() {
        List<Held> events = new ArrayList<>(kept - oldest());
        for (int number = oldest(); number < kept; number++) {
            events.add(ring[number % limit]);
        }
        return events;
    }

    /** The newest requests, oldest first. */
    synchronized List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** The counts as they are now. */
    synchronized Stats stats() {
        return new Stats(received, kept, merged, dropped, test, kept - oldest(), requestCount, refused, largest);
    }

    /** Forgets everything. */
    synchronized void clear() {
        keys = new KeyTable(mostKeys);
        Arrays.fill(ring, null);
        requests.clear();
        kept = 0;
        received = 0;
        merged = 0;
        dropped = 0;
        test = 0;
        requestCount = 0;
        refused = 0;
        largest = 0;
    }

    private Verdict take(TrackRequest request, EventReading event, String scope, long number, long time) {
        received++;
        String text = event.dedupText();
        if (text == null) {
            keep(request, event, number, time);
            return Verdict.KEPT;
        }
        return takeOnce(request, event, EventKey.of(scope + text), number, time);
    }

    private Verdict takeOnce(TrackRequest request, EventReading event, EventKey key, long number, long time) {
        int slot = keys.find(key);
        long age = slot < 0 ? Long.MAX_VALUE : time - keys.since(slot);
        if (age >= DEDUP_WINDOW.toMillis()) {
            keys.put(key, time, kept, time - DEDUP_WINDOW.toMillis());
            keep(request, event, number, time);
            return Verdict.KEPT;
        }
        if (takeCopy(keys.event(slot), bytes(request, event), age < MERGE_WINDOW.toMillis())) {
            merged++;
            return Verdict.MERGED;
        }
        dropped++;
        return Verdict.DROPPED;
    }

    /** Whether the copy filled a field; it cannot when the first is not held any more. */
    private boolean takeCopy(int firstNumber, byte[] copy, boolean merges) {
        if (firstNumber < oldest()) {
            return false;
        }
        Held first = ring[firstNumber % limit];
        Held after = merges ? Merge.apply(first, copy) : first.afterCopy(first.json, first.mergedFields);
        ring[firstNumber % limit] = after;
        return after.mergedFields.size() > first.mergedFields.size();
    }

    private void keep(TrackRequest request, EventReading event, long number, long time) {
        if (kept == ring.length && kept < limit) {
            ring = Arrays.copyOf(ring, (int) Math.min(limit, ring.length * 2L));
        }
        ring[kept % limit] = held(request, event, number, time);
        kept++;
        test += request.isTest() ? 1 : 0;
    }

    private static Held held(TrackRequest request, EventReading event, long number, long time) {
        @Nullable String id = event.id();
        byte[] json = bytes(request, event);
        return new Held(request.source(), request.sourceId(), request.isTest(), id, json, time, number, 0, List.of());
    }

    private static byte[] bytes(TrackRequest request, EventReading event) {
        return Arrays.copyOfRange(request.body(), event.from(), event.to());
    }

    private int oldest() {
        return Math.max(0, kept - limit);
    }
}
