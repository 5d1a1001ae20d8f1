package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** How each polled table does, for status and Prometheus; times, counts and codes only, never a value of a row but its time. */
final class TableReport {

    /** Of one table; written by its timer only. */
    static final class Figures {

        private final Instant since;
        private volatile @Nullable Object reached;
        private volatile @Nullable Object newest;
        private volatile @Nullable Instant looked;
        private volatile @Nullable Instant ended;
        private volatile @Nullable TableFailure failure;
        private volatile @Nullable Instant failingSince;
        private volatile boolean ahead;
        private volatile long rows;
        private volatile long late;
        private volatile long gap;

        private Figures(Instant since) {
            this.since = since;
        }

        void begins(Instant now, @Nullable Object highest, boolean fromTheFuture) {
            looked = now;
            newest = highest;
            ahead = fromTheFuture;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        void read(@Nullable Object place, long newRows, long lateRows) {
            reached = place;
            rows += newRows;
            late += lateRows;
        }

        /** @param atEnd whether the look read all there was */
        void ended(Instant now, boolean atEnd) {
            if (atEnd) {
                ended = now;
            }
            failure = null;
            failingSince = null;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        void missed(long lateRows) {
            gap += lateRows;
        }

        /** Returns what failed before it; null when all was well. */
        @Nullable
        TableFailure fails(TableFailure now, Instant at) {
            TableFailure before = failure;
            failure = now;
            if (failingSince == null) {
                failingSince = at;
            }
            return before;
        }

        @Nullable
        Instant failingSince() {
            return failingSince;
        }

        private double lag(Instant now) {
            Instant last = ended;
            return Math.max(
                            0,
                            Duration.between(last == null ? since : last, now).toMillis())
                    / 1000.0;
        }

        /** Seconds of the table's own time between what was read and its newest row; NaN for numbers. */
        private double behind() {
            Object to = newest;
            Object from = reached;
            if (to == null
                    || from == null
                    || !TableValue.isTime(to)
                    || !TableValue.type(to).equals(TableValue.type(from))) {
                return to == null ? 0 : Double.NaN;
            }
            return Math.max(0, TableValue.between(from, to).toMillis()) / 1000.0;
        }
    }

    private final Map<String, Figures> tables = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private volatile @Nullable MeterRegistry registry;

    TableReport(Clock clock) {
        this.clock = clock;
    }

    /** Those of a source's table. */
    Figures of(String source) {
        return tables.computeIfAbsent(source, name -> {
            Figures figures = new Figures(clock.instant());
            MeterRegistry to = registry;
            if (to != null) {
                publish(name, figures, to);
            }
            return figures;
        });
    }

    /** Shows the figures. */
    void attach(MeterRegistry to) {
        registry = to;
        tables.forEach((source, figures) -> publish(source, figures, to));
    }

    /** One object a table. */
    void write(ArrayNode list) {
        Instant now = clock.instant();
        tables.forEach((source, figures) -> {
            ObjectNode table = list.addObject().put("source", source);
            put(table, "place", figures.reached);
            put(table, "newest", figures.newest);
            double behind = figures.behind();
            if (Double.isNaN(behind)) {
                table.putNull("behind_seconds");
            } else {
                table.put("behind_seconds", behind);
            }
            table.put("lag_seconds", figures.lag(now));
            put(table, "last_look", figures.looked);
            table.put("rows", figures.rows)
                    .put("late_rows", figures.late)
                    .put("gap_rows", figures.gap)
                    .put("rows_ahead", figures.ahead);
            TableFailure failure = figures.failure;
            if (failure == null) {
                table.putNull("failure");
            } else {
                ObjectNode why = table.putObject("failure")
                        .put("class", failure.type())
                        .put("sql_state", failure.sqlState())
                        .put("message", failure.message());
                put(why, "since", figures.failingSince);
            }
        });
    }

    private static void put(ObjectNode to, String name, @Nullable Object value) {
        to.put(name, value == null ? null : TableValue.text(value));
    }

    private void publish(String source, Figures figures, MeterRegistry to) {
        Gauge.builder("eventferry.table.lag", figures, each -> each.lag(clock.instant()))
                .description("Seconds since the table was last read to its end; rises while it fails or is behind")
                .baseUnit("seconds")
                .tag("source", source)
                .register(to);
        Gauge.builder("eventferry.table.behind", figures, Figures::behind)
                .description("Seconds, in the table's own time, from the last row that was read to its newest")
                .baseUnit("seconds")
                .tag("source", source)
                .register(to);
        Gauge.builder("eventferry.table.failing", figures, each -> each.failure == null ? 0 : 1)
                .description("1 while looks at the table fail")
                .tag("source", source)
                .register(to);
        FunctionCounter.builder("eventferry.table.rows", figures, each -> each.rows)
                .description("Rows read that were new or had changed, since the start")
                .tag("source", source)
                .register(to);
        FunctionCounter.builder("eventferry.table.late.rows", figures, each -> each.late)
                .description("Rows found behind the place reached, within the overlap, since the start")
                .tag("source", source)
                .register(to);
        FunctionCounter.builder("eventferry.table.gap.rows", figures, each -> each.gap)
                .description("Rows found that were committed later than the overlap, since the start")
                .tag("source", source)
                .register(to);
    }
}
