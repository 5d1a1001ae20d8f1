package dev.eventferry.camel;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts webhooks whose signature was refused, for Prometheus, and tells the log at most once a minute for each source,
 * so that nobody can fill it.
 */
final class RefusedWebhooks {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedWebhooks.class);
    private static final List<String> CODES = List.of("signature_missing", "signature_wrong", "signature_old");
    private static final long QUIET_MILLIS = 60_000;

    private record Series(String source, String code) {}

    private final Map<Series, LongAdder> counts;
    private final Map<String, AtomicLong> toldAt = new TreeMap<>();
    private final Clock clock;

    /** @param sources those that are signed */
    RefusedWebhooks(List<String> sources, Clock clock) {
        this.clock = clock;
        Map<Series, LongAdder> all = new HashMap<>();
        for (String source : sources) {
            CODES.forEach(code -> all.put(new Series(source, code), new LongAdder()));
            toldAt.put(source, new AtomicLong(Long.MIN_VALUE / 2));
        }
        this.counts = Map.copyOf(all);
    }

    /** Shows the counts. */
    void attach(MeterRegistry registry) {
        counts.forEach((series, count) -> FunctionCounter.builder("eventferry.webhooks.refused", count, LongAdder::sum)
                .description("Webhooks whose signature was missing, wrong or old, since the start")
                .tag("source", series.source())
                .tag("code", series.code())
                .register(registry));
    }

    void count(String source, String code) {
        LongAdder count = counts.get(new Series(source, code));
        AtomicLong told = toldAt.get(source);
        if (count == null || told == null) {
            return;
        }
        count.increment();
        long last = told.get();
        long now = clock.millis();
        if (now - last >= QUIET_MILLIS && told.compareAndSet(last, now)) {
            LOG.warn(
                    "A webhook of {} was refused ({}): somebody else sent it, or ferry.source.{}.* is not what the sender"
                            + " has (docs/webhooks.md). Told once a minute; eventferry_webhooks_refused_total counts all",
                    source,
                    code,
                    source);
        }
    }
}
