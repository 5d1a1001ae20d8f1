package dev.eventferry.camel;

import dev.eventferry.event.RawGroup;
import dev.eventferry.mapping.LiveMappings;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.store.StoreReader;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.jdbc.JdbcConstants;

/** The verbs of the route template {@code jdbc-source}. */
public final class TableSteps {

    /** Rows in one page, one group, one commit; the route's {@code statement.maxRows} says the same. */
    static final int PAGE = 1000;

    private static final String POLL = "poll";

    private final LiveMappings mappings;
    private final StoreReader store;
    private final Clock clock;
    private final Map<String, TablePoll> polls = new ConcurrentHashMap<>();

    TableSteps(LiveMappings mappings, StoreReader store, Clock clock) {
        this.mappings = mappings;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A new poll of a table.
     *
     * @param source the mapping of its rows, and the name of its cursor
     * @param overlapSeconds how far before its place each poll begins
     * @param from where the first poll ever begins: an ISO time without zone, or a number
     */
    public TablePoll begin(
            String source, String changedColumn, String idColumn, long overlapSeconds, String from, Exchange exchange) {
        Mappings known = mappings.current();
        if (known.get(source) == null) {
            throw new IllegalArgumentException("a table route names the source " + source
                    + ", but no mapping has it; the known ones are " + known.names());
        }
        TablePoll poll = Objects.requireNonNull(polls.compute(source, (name, before) -> {
            if (before != null && before.reads(changedColumn, idColumn, Duration.ofSeconds(overlapSeconds))) {
                return before;
            }
            TablePoll first =
                    new TablePoll(name, changedColumn, idColumn, Duration.ofSeconds(overlapSeconds), start(from));
            store.read(reader -> reader.cursor(TablePoll.door(), name)).ifPresent(first::resume);
            return first;
        }));
        poll.begin();
        exchange.setVariable(POLL, poll);
        return poll;
    }

    /** Whether there may be another page. */
    public boolean hasMore(TablePoll poll) {
        return poll.hasMore();
    }

    /** Where the next page begins, as camel-jdbc binds it. */
    public void place(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(JdbcConstants.JDBC_PARAMETERS, poll(exchange).place());
    }

    /** The page's rows that are new. */
    public RawGroup rows(List<Map<String, Object>> rows, Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        return poll(exchange).rows(rows, PAGE, clock.instant());
    }

    /** The page is committed. */
    public TablePoll moved(Exchange exchange) {
        TablePoll poll = poll(exchange);
        poll.moved();
        return poll;
    }

    private static TablePoll poll(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(POLL, TablePoll.class), "a poll is under way");
    }

    private static Object start(String from) {
        return from.chars().allMatch(Character::isDigit)
                ? (Object) Long.valueOf(from)
                : Timestamp.valueOf(LocalDateTime.parse(from));
    }
}
