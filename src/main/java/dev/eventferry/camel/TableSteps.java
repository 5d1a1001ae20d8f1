package dev.eventferry.camel;

import dev.eventferry.camel.TableReader.Newest;
import dev.eventferry.camel.TableRecount.Stretch;
import dev.eventferry.event.RawGroup;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.store.StoreReader;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.component.jdbc.JdbcConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verbs of the route template {@code jdbc-source}. The SQL is the route's, and comes as the body. */
public final class TableSteps {

    private static final Logger LOG = LoggerFactory.getLogger(TableSteps.class);

    /** Rows in one page, one group, one commit; the route's {@code LIMIT} says the same. */
    static final int PAGE = 1000;

    private static final String POLL = "poll";
    private static final String STRETCH = "stretch";
    private static final String AT_END = "at-end";
    private static final String SOURCE = "table-source";
    private static final Duration TELL_AGAIN = Duration.ofHours(1);

    private final LiveMappings mappings;
    private final StoreReader store;
    private final Map<String, DataSource> databases;
    private final TableReport report;
    private final @Nullable DiskRoom room;
    private final Clock clock;
    private final Map<String, TablePoll> polls = new ConcurrentHashMap<>();
    private final Map<String, Instant> told = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param room for what is read; null where the store has a machine of its own */
    TableSteps(
            LiveMappings mappings,
            StoreReader store,
            Map<String, DataSource> databases,
            TableReport report,
            @Nullable DiskRoom room,
            Clock clock) {
        this.mappings = mappings;
        this.store = store;
        this.databases = Map.copyOf(databases);
        this.report = report;
        this.room = room;
        this.clock = clock;
    }

    /**
     * A new look at a table, by the parameters of its route.
     *
     * @param overlapSeconds for how long after a row's time it may still be committed
     * @param from where the first look ever begins: an ISO time, or a number
     * @param backfill how far back the first look ever begins: an ISO duration, or {@code all}
     * @param rows new ones that one look reads at most
     */
    public void begin(
            String source,
            String datasource,
            String changed,
            String key,
            long overlapSeconds,
            String from,
            String backfill,
            int rows,
            Exchange exchange) {
        exchange.setVariable(SOURCE, source);
        if (isCramped()) {
            throw new NoRoom();
        }
        Mappings known = mappings.current();
        if (known.get(source) == null) {
            throw new BadTable("no mapping has the source " + source + "; the known ones are " + known.names());
        }
        if (!databases.containsKey(datasource)) {
            throw new BadTable("there is no database " + datasource + ": set ferry.datasource." + datasource + ".url");
        }
        TableParameters table = new TableParameters(
                source, datasource, changed, key, Duration.ofSeconds(overlapSeconds), from, backfill, rows);
        TablePoll poll = Objects.requireNonNull(polls.compute(source, (name, before) -> {
            if (before != null && before.table().equals(table)) {
                return before;
            }
            TablePoll first = new TablePoll(table);
            store.read(reader -> reader.cursor(TablePoll.DOOR, name)).ifPresent(first::resume);
            return first;
        }));
        exchange.setVariable(POLL, poll);
    }

    /** How far the table goes now. */
    public void newest(String sql, Exchange exchange) throws SQLException {
        TablePoll poll = poll(exchange);
        TableParameters table = poll.table();
        Newest newest = TableReader.newest(database(table), sql);
        boolean ahead = poll.begin(newest, System.nanoTime(), clock.instant());
        report.of(table.source()).begins(clock.instant(), newest.at(), ahead);
        if (ahead && isDue(table.source() + " ahead")) {
            LOG.warn(
                    "The table of {} has rows whose {} is in the future. They are read when their time has come",
                    table.source(),
                    table.changed());
        }
    }

    /** Whether there may be another page; none is begun while Eventferry stops or the disk has no room. */
    public boolean hasMore(Exchange exchange) {
        return poll(exchange).hasMore() && !closed && !isCramped();
    }

    private boolean isCramped() {
        return room != null && room.isCramped();
    }

    /** No page is begun any more; the next start goes on behind the last one. */
    void close() {
        closed = true;
    }

    /** The page's rows that are new. */
    public RawGroup read(String sql, Exchange exchange) throws SQLException {
        TablePoll poll = poll(exchange);
        TableParameters table = poll.table();
        exchange.getMessage().removeHeaders("*");
        return poll.rows(
                TableReader.page(database(table), sql, poll.place(), table.changed(), table.key(), PAGE),
                clock.instant());
    }

    /** The page is committed. */
    public void moved(Exchange exchange) {
        TablePoll poll = poll(exchange);
        int late = poll.moved();
        TablePlace reached = poll.reached();
        report.of(poll.table().source()).read(reached == null ? null : reached.at(), poll.freshOfPage(), late);
    }

    /** All pages are read. */
    public void end(Exchange exchange) {
        TablePoll poll = poll(exchange);
        long now = System.nanoTime();
        exchange.setVariable(AT_END, poll.end(now));
        exchange.setVariable(STRETCH, poll.recount().due(now));
    }

    /** Whether something was read so long ago that no row of it may still be committed. */
    public boolean hasStretch(Exchange exchange) {
        return exchange.getVariable(STRETCH) != null;
    }

    /** From where to where it is counted again, as camel-jdbc binds it. */
    public void stretch(Exchange exchange) {
        Stretch stretch = stretchOf(exchange);
        exchange.getMessage()
                .setHeader(JdbcConstants.JDBC_PARAMETERS, Map.of("at", stretch.after(), "until", stretch.until()));
    }

    /** Rows that came too late for their look are read now. */
    public void counted(Number rows, Exchange exchange) {
        TablePoll poll = poll(exchange);
        TableParameters table = poll.table();
        Stretch stretch = stretchOf(exchange);
        exchange.getMessage().removeHeaders("*");
        long late = rows.longValue() - stretch.rows();
        if (late > 0) {
            report.of(table.source()).missed(late);
            poll.readAgain(stretch.after());
            LOG.warn(
                    "The table of {} has {} rows between {} and {} that were committed later than the overlap of {} s."
                            + " They are read now; raise the overlap, or make transactions shorter",
                    table.source(),
                    late,
                    stretch.after(),
                    stretch.until(),
                    table.overlap().toSeconds());
        }
    }

    /** The look is over. */
    public void done(Exchange exchange) {
        TableParameters table = poll(exchange).table();
        TableReport.Figures figures = report.of(table.source());
        Instant failing = figures.failingSince();
        if (failing != null) {
            LOG.info("The table of {} is read again; it could not be since {}", table.source(), failing);
            told.remove(table.source());
        }
        figures.ended(clock.instant(), Boolean.TRUE.equals(exchange.getVariable(AT_END, Boolean.class)));
    }

    private static Stretch stretchOf(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(STRETCH, Stretch.class));
    }

    /** A look failed: told once, and again when the reason is another or an hour has passed. */
    public void failed(Exchange exchange) {
        String source = Objects.requireNonNullElse(exchange.getVariable(SOURCE, String.class), "");
        TablePoll poll = exchange.getVariable(POLL, TablePoll.class);
        if (poll != null) {
            poll.failed();
        }
        TableFailure failure = TableFailure.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        TableFailure before = report.of(source).fails(failure, clock.instant());
        if (!failure.equals(before)) {
            told.remove(source);
        }
        if (isDue(source)) {
            LOG.error(
                    "The table of {} cannot be read: {} ({}{}). Each look begins at the same place",
                    source,
                    failure.message(),
                    failure.type(),
                    failure.sqlState() == null ? "" : ", SQL state " + failure.sqlState());
        }
    }

    private boolean isDue(String what) {
        Instant now = clock.instant();
        Instant last = told.get(what);
        if (last != null && Duration.between(last, now).compareTo(TELL_AGAIN) < 0) {
            return false;
        }
        told.put(what, now);
        return true;
    }

    private DataSource database(TableParameters table) {
        return Objects.requireNonNull(databases.get(table.datasource()));
    }

    private static TablePoll poll(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(POLL, TablePoll.class), "a look is under way");
    }
}
