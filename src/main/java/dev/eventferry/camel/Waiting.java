package dev.eventferry.camel;

import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits in the store, for whoever asks as often as it likes and will not be kept waiting: the store is asked once in
 * some seconds at most, on the reader's thread, and until it answers the figures are those of before.
 */
final class Waiting {

    private static final long FRESH_MILLIS = 5_000;
    private static final double MILLIS_A_SECOND = 1_000.0;

    private record Figures(Map<String, Long> events, Map<String, Long> oldest) {}

    private final StoreReader reader;
    private final Clock clock;
    private final AtomicLong askedAt = new AtomicLong();
    private volatile Figures figures = new Figures(Map.of(), Map.of());

    Waiting(StoreReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** How many events wait for a destination, those under way included. */
    long events(String destination) {
        return now().events().getOrDefault(destination, 0L);
    }

    /** For how many seconds the oldest of them has waited; 0 when none does. */
    double oldestSeconds(String destination) {
        Long id = now().oldest().get(destination);
        return id == null ? 0 : Math.max(0, clock.millis() - Writer.givenAt(id)) / MILLIS_A_SECOND;
    }

    private Figures now() {
        long now = clock.millis();
        long before = askedAt.get();
        if (now - before >= FRESH_MILLIS && askedAt.compareAndSet(before, now)) {
            reader.ask(Waiting::ask).thenAccept(answer -> figures = answer);
        }
        return figures;
    }

    private static Figures ask(Store store) {
        return new Figures(store.backlog(), store.oldestWaiting());
    }
}
