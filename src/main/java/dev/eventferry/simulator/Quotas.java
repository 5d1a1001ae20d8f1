package dev.eventferry.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts requests against quotas. */
final class Quotas {

    private List<Counter> counters = List.of();

    void set(List<Quota> quotas) {
        counters = quotas.stream().map(Counter::new).toList();
    }

    void add(Quota quota) {
        counters =
                Stream.concat(counters.stream(), Stream.of(new Counter(quota))).toList();
    }

    List<Quota> all() {
        return counters.stream().map(Counter::quota).toList();
    }

    /** Counts a request; the quota that it is beyond, or null. A request that one quota refuses counts for none. */
    @Nullable
    Quota exceeded(String token, String pixel, Instant now) {
        for (Counter counter : counters) {
            if (counter.isFull(token, pixel, now)) {
                return counter.quota;
            }
        }
        counters.forEach(counter -> counter.count(token, pixel));
        return null;
    }

    private static final class Counter {

        private final Quota quota;
        private final Map<String, Integer> counts = new HashMap<>();
        private long window;

        Counter(Quota quota) {
            this.quota = quota;
        }

        Quota quota() {
            return quota;
        }

        boolean isFull(String token, String pixel, Instant now) {
            long current = quota.per().window(now.toEpochMilli());
            if (current != window) {
                window = current;
                counts.clear();
            }
            return counts.getOrDefault(key(token, pixel), 0) >= quota.most();
        }

        void count(String token, String pixel) {
            counts.merge(key(token, pixel), 1, Integer::sum);
        }

        private String key(String token, String pixel) {
            return switch (quota.of()) {
                case ALL -> "";
                case TOKEN -> token;
                case PIXEL -> pixel;
            };
        }
    }
}
