package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventferry.Postgres;
import dev.eventferry.camel.TableRecount.Stretch;
import dev.eventferry.event.Cursor;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.RowItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.util.DateTimeUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Looks at real tables of H2 and PostgreSQL with the SQL of the route template, without a route. */
class TablePollTest {

    private static final Instant NOW = Instant.parse("2026-03-08T12:00:00Z");
    private static final TimeZone ZONE = TimeZone.getDefault();

    private javax.sql.@Nullable DataSource database;
    private @Nullable Connection shop;
    private @Nullable Cursor cursor;
    private long nanos;

    /** H2 keeps the zone that it met first. */
    private static void zone(TimeZone zone) {
        TimeZone.setDefault(zone);
        DateTimeUtils.resetCalendar();
    }

    @BeforeEach
    void the_zone_of_this_machine_has_a_summer_time() {
        zone(TimeZone.getTimeZone("America/New_York"));
    }

    @AfterEach
    void the_shop_closes() throws SQLException {
        zone(ZONE);
        if (shop != null) {
            shop.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "h2, TIMESTAMP, BIGINT",
        "h2, TIMESTAMP(0), INT",
        "h2, TIMESTAMP WITH TIME ZONE, VARCHAR(20)",
        "h2, DATE, BIGINT",
        "h2, BIGINT, BIGINT",
        "h2, INT, UUID",
        "h2, 'DECIMAL(20, 3)', BIGINT",
        "postgres, timestamp, bigint",
        "postgres, timestamp(0), int",
        "postgres, timestamptz, text",
        "postgres, timestamptz, uuid",
        "postgres, date, bigint",
        "postgres, bigint, varchar(20)",
        "postgres, int, uuid",
        "postgres, 'numeric(20, 3)', bigint",
    })
    void every_row_is_read_once_by_columns_of_these_types(String kind, String changed, String key) throws SQLException {
        open(kind, "CREATE TABLE t (updated_at " + changed + " NOT NULL, id " + key + " PRIMARY KEY)");
        boolean number = !changed.toLowerCase(java.util.Locale.ROOT).matches("(time|date).*");
        // 02:30 on the 8th of March is no time in New York
        String[] moments = number
                ? new String[] {"1", "2", "3"}
                : new String[] {"'2026-03-07'", "'2026-03-08 02:30:00'", "'2026-03-08 04:00:00'"};
        if (changed.equalsIgnoreCase("date")) {
            moments = new String[] {"'2026-03-07'", "'2026-03-08'", "'2026-03-09'"};
        }
        boolean uuid = key.equalsIgnoreCase("uuid");
        for (int i = 0; i < 2500; i++) {
            String id = uuid
                    ? UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)})
                            .toString()
                    : "" + i;
            execute("INSERT INTO t VALUES (" + moments[i % 3] + ", '" + id + "')");
        }
        TablePoll poll = poll("30");

        assertThat(look(poll)).doesNotHaveDuplicates().hasSize(2500);
        assertThat(look(poll)).isEmpty();
        nanos += TimeUnit.MINUTES.toNanos(1);
        assertThat(look(poll)).isEmpty();
        assertThat(look(resumed("30"))).isEmpty();
        execute("INSERT INTO t VALUES (" + moments[2] + ", '"
                + (uuid ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : "99999") + "')");
        assertThat(look(resumed("30"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"h2", "postgres"})
    void times_are_read_as_the_database_has_them_whatever_the_zone_here(String kind) throws SQLException {
        open(kind, "CREATE TABLE t (updated_at TIMESTAMP WITH TIME ZONE, id INT, wall TIMESTAMP, paid BOOLEAN)");
        execute("INSERT INTO t VALUES ('2026-03-08 02:30:00+01:00', 1, '2026-03-08 02:30:00', TRUE)");

        RowItem row = (RowItem) read(poll("30")).get(0);

        assertThat(text(row, "updated_at")).isEqualTo("2026-03-08T01:30:00Z");
        assertThat(text(row, "wall")).isEqualTo("2026-03-08T02:30");
        assertThat(text(row, "paid")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "h2, TIMESTAMP, '''2026-03-08 11:00:00''', '''2026-03-08 10:59:40'''",
        "h2, BIGINT, 1000, 990",
        "postgres, timestamptz, '''2026-03-08 11:00:00''', '''2026-03-08 10:59:40'''",
        "postgres, bigint, 1000, 990",
    })
    void a_row_that_is_committed_late_is_found_within_the_overlap_also_after_a_restart(
            String kind, String type, String early, String late) throws SQLException {
        open(kind, "CREATE TABLE t (updated_at " + type + ", id INT)");
        execute("INSERT INTO t VALUES (" + early + ", 2)");
        TablePoll poll = poll("30");
        assertThat(look(poll)).containsExactly("2");
        execute("INSERT INTO t VALUES (" + late + ", 1)");

        assertThat(look(resumed("30"))).containsExactly("1");
        assertThat(look(poll)).containsExactly("1");
        assertThat(look(poll)).isEmpty();
    }

    @Test
    void a_second_change_within_one_moment_is_read() throws SQLException {
        open("h2", "CREATE TABLE t (updated_at TIMESTAMP(0), id INT, status VARCHAR(10))");
        execute("INSERT INTO t VALUES ('2026-03-08 11:00:00', 1, 'placed')");
        TablePoll poll = poll("30");
        look(poll);
        execute("UPDATE t SET status = 'refunded'");

        assertThat(look(poll)).containsExactly("1");
    }

    @Test
    void a_hundred_thousand_rows_of_one_moment_are_read_once_and_not_again_when_the_overlap_is_over()
            throws SQLException {
        open("h2", "CREATE TABLE t (updated_at TIMESTAMP(0), id INT)");
        execute("CREATE INDEX t_changed ON t (updated_at, id)");
        execute("INSERT INTO t SELECT TIMESTAMP '2026-03-08 11:00:00', x FROM SYSTEM_RANGE(1, 100000)");
        TablePoll poll = poll("30");

        assertThat(look(poll)).hasSize(100_000);
        assertThat(look(poll)).isEmpty();
        assertThat(Objects.requireNonNull(cursor).position()).hasSizeBetween(90_000, 100_000);
        assertThat(look(resumed("30"))).hasSizeLessThan(91_500);
        nanos += TimeUnit.SECONDS.toNanos(31);
        assertThat(look(poll)).isEmpty();
        assertThat(poll.place().get("id")).isEqualTo(100_000L);
    }

    @Test
    void a_row_from_the_future_waits_and_keeps_none_behind_it() throws SQLException {
        open("postgres", "CREATE TABLE t (updated_at timestamptz, id int)");
        execute("INSERT INTO t VALUES ('2099-01-01', 1), (now(), 2)");
        TablePoll poll = poll("30");
        assertThat(look(poll)).containsExactly("2");
        execute("INSERT INTO t VALUES (now(), 3)");

        assertThat(look(poll)).containsExactly("3");
    }

    @Test
    void a_first_look_goes_back_no_further_than_the_backfill_says() throws SQLException {
        open("h2", "CREATE TABLE t (updated_at TIMESTAMP, id INT)");
        execute("INSERT INTO t VALUES (CURRENT_TIMESTAMP - INTERVAL '40' DAY, 1), (CURRENT_TIMESTAMP, 2)");

        assertThat(look(new TablePoll(parameters("30", "1970-01-01T00:00:00", "P7D", 100))))
                .containsExactly("2");
        assertThat(look(new TablePoll(parameters("30", "2026-01-31", "all", 100))))
                .containsExactly("1", "2");
        assertThatThrownBy(() -> look(new TablePoll(parameters("30", "1970-01-01T00:00:00", "a week", 100))))
                .isInstanceOf(BadTable.class)
                .hasMessageContaining("ISO duration");
    }

    @Test
    void a_look_ends_at_its_most_rows_and_the_next_goes_on() throws SQLException {
        open("h2", "CREATE TABLE t (updated_at BIGINT, id INT)");
        execute("INSERT INTO t SELECT x, x FROM SYSTEM_RANGE(1, 5500)");
        TablePoll poll = new TablePoll(parameters("30", "0", "all", 2000));

        assertThat(look(poll)).hasSize(2000);
        assertThat(look(poll)).hasSize(2000);
        assertThat(look(poll)).hasSize(1500);
        assertThat(look(poll)).isEmpty();
    }

    @Test
    void rows_that_came_later_than_the_overlap_are_counted_and_read() throws SQLException {
        open("h2", "CREATE TABLE t (updated_at TIMESTAMP, id INT)");
        execute("INSERT INTO t VALUES ('2026-03-08 10:00:00', 1)");
        TablePoll poll = poll("30");
        look(poll);
        nanos += TimeUnit.SECONDS.toNanos(40);
        look(poll);
        execute("INSERT INTO t VALUES ('2026-03-08 10:05:00', 2)");
        look(poll);
        nanos += TimeUnit.SECONDS.toNanos(40);
        look(poll);
        execute("INSERT INTO t VALUES ('2026-03-08 10:04:00', 3)");
        assertThat(look(poll)).isEmpty();

        nanos += TimeUnit.MINUTES.toNanos(10);
        Stretch stretch = Objects.requireNonNull(poll.recount().due(nanos));
        long counted = count(sql("SELECT COUNT").replaceAll(":\\?\\w+", "?"), stretch.after(), stretch.until());

        assertThat(counted - stretch.rows()).isOne();
        poll.readAgain(stretch.after());
        assertThat(look(poll)).containsExactly("1", "3", "2");
    }

    @Test
    void a_page_is_read_by_the_index_and_sorts_nothing() throws SQLException {
        open("postgres", "CREATE TABLE t (updated_at timestamptz NOT NULL, id bigint PRIMARY KEY, note text)");
        execute("CREATE INDEX t_changed ON t (updated_at, id)");
        execute("INSERT INTO t SELECT timestamptz '2026-01-01' + x / 100 * interval '1 second', x, repeat('x', 100)"
                + " FROM generate_series(1, 100000) x");
        execute("ANALYZE t");
        String sql = "EXPLAIN "
                + sql("SELECT *")
                        .replace(":?at", "timestamptz '2026-01-01 00:05:00'")
                        .replace(":?id", "30000")
                        .replace(":?until", "timestamptz '2026-03-08'");

        assertThat(explained(sql))
                .contains("Index Scan using t_changed")
                .doesNotContain("Sort")
                .doesNotContain("Filter");
        assertThat(explained("EXPLAIN " + sql("SELECT MAX"))).contains("Index Only Scan Backward using t_changed");
    }

    @Test
    void a_query_that_writes_is_refused_and_leaves_nothing() throws SQLException {
        open("postgres", "CREATE TABLE t (updated_at timestamp, id int)");
        execute("CREATE FUNCTION leak() RETURNS SETOF t AS 'INSERT INTO t VALUES (now(), 1) RETURNING *' LANGUAGE sql");

        assertThatThrownBy(() -> TableReader.newest(database(), "SELECT COUNT(*), 1 FROM leak()"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        open("h2", "CREATE TABLE t (updated_at TIMESTAMP, id INT)");
        TableReader.newest(
                database(), "SELECT COUNT(*), 1 FROM FINAL TABLE (INSERT INTO t VALUES (CURRENT_TIMESTAMP, 1))");
        assertThat(count("SELECT COUNT(*) FROM t")).isZero();
    }

    /** As camel-jdbc does it in the route. */
    private long count(String sql, Object... values) throws SQLException {
        try (Connection connection = database().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Test
    void a_table_that_cannot_be_polled_is_told_why() throws SQLException {
        open("h2", "CREATE TABLE t (updated_at VARCHAR(10), id INT)");
        execute("INSERT INTO t VALUES ('yesterday', 1)");

        assertThatThrownBy(() -> look(poll("30")))
                .isInstanceOf(BadTable.class)
                .hasMessageContaining("neither a time nor a number");
        assertThat(TableFailure.of(new IllegalStateException(new SQLException("for ada@example.com", "22018"))))
                .hasToString(
                        "TableFailure[type=SQLException, sqlState=22018, message=the query cannot convert a value of"
                                + " some row; look at its casts]");
    }

    @Test
    void seen_rows_survive_as_text_and_keep_their_bound() {
        SeenRows seen = new SeenRows(1000);
        for (long i = 0; i < 2000; i++) {
            seen.add(Long.reverse(i));
        }
        SeenRows restored = new SeenRows(1000);
        restored.restore(seen.text(1000));

        assertThat(seen.size()).isEqualTo(1000);
        assertThat(restored.contains(0)).isTrue();
        assertThat(restored.contains(Long.reverse(999))).isTrue();
        assertThat(restored.contains(Long.reverse(1000))).isFalse();
    }

    /** One look; the keys of the rows that were new. */
    private List<String> look(TablePoll poll) throws SQLException {
        return read(poll).stream()
                .map(item -> String.valueOf(((RowItem) item).key()))
                .toList();
    }

    private List<Item> read(TablePoll poll) throws SQLException {
        List<Item> items = new ArrayList<>();
        poll.begin(TableReader.newest(database(), sql("SELECT MAX")), nanos, NOW);
        while (poll.hasMore()) {
            RawGroup group = poll.rows(
                    TableReader.page(database(), sql("SELECT *"), poll.place(), "UPDATED_AT", "ID", TableSteps.PAGE),
                    NOW);
            items.addAll(group.items());
            cursor = group.cursor() == null ? cursor : group.cursor();
            poll.moved();
        }
        poll.end(nanos);
        return items;
    }

    private TablePoll poll(String overlap) {
        return new TablePoll(parameters(overlap, "1970-01-01T00:00:00", "all", 200_000));
    }

    private TablePoll resumed(String overlap) {
        TablePoll resumed = poll(overlap);
        resumed.resume(Objects.requireNonNull(cursor));
        return resumed;
    }

    private static TableParameters parameters(String overlap, String from, String backfill, int rows) {
        return new TableParameters(
                "orders",
                "shop",
                "updated_at",
                "id",
                Duration.ofSeconds(Long.parseLong(overlap)),
                from,
                backfill,
                rows);
    }

    private static String text(RowItem row, String column) {
        return Objects.requireNonNull(row.at(ItemPath.of(column))).asText();
    }

    private void open(String kind, String table) throws SQLException {
        if (kind.equals("h2")) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:" + UUID.randomUUID());
            database = h2;
            shop = DriverManager.getConnection(h2.getURL());
        } else {
            String url = Postgres.newDatabase();
            PGSimpleDataSource postgres = new PGSimpleDataSource();
            postgres.setURL(url);
            postgres.setUser(Postgres.USER);
            postgres.setPassword(Postgres.USER);
            postgres.setReadOnly(true);
            database = postgres;
            shop = Postgres.connect(url);
        }
        execute(table);
    }

    private javax.sql.DataSource database() {
        return Objects.requireNonNull(database);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = Objects.requireNonNull(shop).createStatement()) {
            statement.execute(sql);
        }
    }

    private String explained(String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement explain = Objects.requireNonNull(shop).prepareStatement(sql);
                ResultSet lines = explain.executeQuery()) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    /** The template's statement that begins so, for the table of this test. */
    private static String sql(String beginning) {
        try {
            Matcher found = Pattern.compile(Pattern.quote(beginning) + "[^-]*?(?=\\n +- (?:bean|to):)")
                    .matcher(Files.readString(Path.of("routes/templates.camel.yaml")));
            assertThat(found.find()).isTrue();
            return found.group()
                    .replace("{{table}}", "t")
                    .replace("{{changed}}", "updated_at")
                    .replace("{{key}}", "id")
                    .strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
