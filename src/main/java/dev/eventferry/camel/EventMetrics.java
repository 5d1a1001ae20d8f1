package dev.eventferry.camel;

import dev.eventferry.delivery.DestinationLane;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.delivery.RequestLimits;
import dev.eventferry.store.CommitTimes;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.RequestCount;
import dev.eventferry.store.Writer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of events since the start, for Prometheus; counted once for each commit, not for each event. Sources and
 * destinations are bounded by the settings, names of events as the ledger's are; of names and reasons together
 * {@value #MOST} are shown for each source, destination and outcome, the first that come, and the others as
 * {@link LedgerNames#OTHER}: sums stay exact whatever is left out.
 */
final class EventMetrics {

    /** Names and reasons of one source, destination and outcome. */
    static final int MOST = 50;

    private record Outcome(String source, String destination, String what) {}

    private record Series(Outcome of, String event, String reason) {

        static Series of(LedgerEntry entry) {
            Outcome outcome = new Outcome(entry.source(), entry.destination(), entry.what());
            return entry.what().equals(LedgerEntry.REQUESTS)
                    ? new Series(outcome, "", "")
                    : new Series(outcome, entry.event(), entry.reason());
        }

        Series other() {
            return new Series(of, LedgerNames.OTHER, LedgerNames.OTHER);
        }
    }

    private final Map<Series, LongAdder> totals = new ConcurrentHashMap<>();
    private final Map<Outcome, Integer> taken = new HashMap<>();
    private volatile @Nullable MeterRegistry registry;

    /** Adds what a commit counted. */
    void count(Map<LedgerEntry, Long> counts) {
        counts.forEach((entry, n) -> {
            Series series = Series.of(entry);
            LongAdder known = totals.get(series);
            (known == null ? admit(series) : known).add(n);
        });
    }

    private synchronized LongAdder admit(Series wanted) {
        int before = taken.getOrDefault(wanted.of(), 0);
        if (before >= MOST) {
            LongAdder known = totals.get(wanted);
            return known == null ? totals.computeIfAbsent(wanted.other(), this::publish) : known;
        }
        return totals.computeIfAbsent(wanted, series -> {
            taken.put(series.of(), before + 1);
            return publish(series);
        });
    }

    /** Shows the totals. */
    void show(MeterRegistry to) {
        registry = to;
        totals.forEach((series, total) -> publish(series, total, to));
    }

    /** Shows the totals, and how each destination's lane and the store are. */
    void attach(MeterRegistry to, Outbox outbox, Writer writer, Waiting waiting, Clock clock) {
        show(to);
        for (DestinationLane lane : outbox.lanes()) {
            Gauge.builder("eventferry.lane.events", lane, DestinationLane::heldEvents)
                    .description("Events under way to TikTok")
                    .tag("destination", lane.destination())
                    .register(to);
            Gauge.builder("eventferry.lane.failures", lane, DestinationLane::failures)
                    .description("How often in a row TikTok did not take events; above 0 the lane rests between tries")
                    .tag("destination", lane.destination())
                    .register(to);
            Gauge.builder("eventferry.waiting.events", waiting, its -> its.events(lane.destination()))
                    .description("Events in the store that TikTok has not taken yet")
                    .strongReference(true)
                    .tag("destination", lane.destination())
                    .register(to);
            Gauge.builder("eventferry.waiting.oldest.seconds", waiting, its -> its.oldestSeconds(lane.destination()))
                    .description("How long the oldest of them has waited")
                    .strongReference(true)
                    .tag("destination", lane.destination())
                    .register(to);
            for (LaneState state : LaneState.values()) {
                Gauge.builder("eventferry.lane.state", lane, its -> LaneState.of(its, clock.millis()) == state ? 1 : 0)
                        .description("1 for the state that the lane is in")
                        .tag("destination", lane.destination())
                        .tag("state", state.word())
                        .register(to);
            }
            requests(lane, "minute", clock, to);
            requests(lane, "day", clock, to);
        }
        FunctionTimer.builder(
                        "eventferry.store.commit",
                        writer.commitTimes(),
                        CommitTimes::count,
                        CommitTimes::nanos,
                        TimeUnit.NANOSECONDS)
                .description("Commits of the store, and how long they took")
                .register(to);
        new JvmMemoryMetrics().bindTo(to);
        new ProcessorMetrics().bindTo(to);
        new UptimeMetrics().bindTo(to);
        Gauge.builder("eventferry.store.failing", writer, failing -> failing.isFailing() ? 1 : 0)
                .description("1 while new events are refused because the store fails or the disk is nearly full")
                .register(to);
    }

    /** What a lane had of its requests, and what is left where there is a limit. */
    private static void requests(DestinationLane lane, String window, Clock clock, MeterRegistry to) {
        boolean minute = window.equals("minute");
        RequestLimits limits = lane.quota().limits();
        int limit = minute ? limits.perMinute() : limits.perDay();
        ToDoubleFunction<DestinationLane> used = each -> {
            RequestCount count = each.quota().count(clock.millis());
            return minute ? count.inMinute() : count.inDay();
        };
        Gauge.builder("eventferry.lane.requests", lane, used)
                .description("Requests that set out to TikTok in this minute of the clock or day of UTC")
                .tag("destination", lane.destination())
                .tag("window", window)
                .register(to);
        if (limit > 0) {
            Gauge.builder("eventferry.lane.requests.left", lane, each -> Math.max(0, limit - used.applyAsDouble(each)))
                    .description(
                            "Requests that may still set out in this minute or day; at 0 the lane waits for the next")
                    .tag("destination", lane.destination())
                    .tag("window", window)
                    .register(to);
        }
    }

    private LongAdder publish(Series series) {
        LongAdder total = new LongAdder();
        MeterRegistry to = registry;
        if (to != null) {
            publish(series, total, to);
        }
        return total;
    }

    private static void publish(Series series, LongAdder total, MeterRegistry to) {
        Outcome of = series.of();
        String name = of.what().equals(LedgerEntry.REQUESTS) ? "eventferry.requests" : "eventferry.events";
        FunctionCounter.Builder<LongAdder> counter = FunctionCounter.builder(name, total, LongAdder::sum)
                .tag("source", of.source())
                .tag("destination", of.destination());
        if (!of.what().equals(LedgerEntry.REQUESTS)) {
            counter.tag("what", of.what())
                    .tag("event", series.event())
                    .tag("reason", series.reason())
                    .description("Events by what became of them and why, since the start");
        } else {
            counter.description("Requests to TikTok that carried events of the source, since the start");
        }
        counter.register(to);
    }
}
