package dev.eventferry.cli;

import dev.eventferry.cli.DemoPeople.Person;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The demo's shop database: a table of orders, as {@code mappings/orders.yaml} reads it, that gains rows while it is
 * polled. Orders are registered first and paid later; some were told by the storefront already.
 */
final class DemoOrders implements DemoFeed, AutoCloseable {

    private static final String TABLE = """
            CREATE TABLE orders (
              id BIGINT PRIMARY KEY, status VARCHAR(20) NOT NULL, customer_id VARCHAR(40), email VARCHAR(255),
              phone VARCHAR(40), total DECIMAL(12, 2), currency VARCHAR(4), ip VARCHAR(45), user_agent VARCHAR(400),
              ttclid VARCHAR(400), landing_url VARCHAR(1000), created_at TIMESTAMP, updated_at TIMESTAMP NOT NULL)""";
    private static final String INSERT = "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final int FIRST_DESK_ORDER = 6001;
    private static final int AT_ONCE = 10;
    private static final int STEPS = 6;

    private final String url = "jdbc:h2:mem:ferry-demo-" + UUID.randomUUID();
    private final Connection shop;
    private final Clock clock;
    private final Consumer<String> say;
    private final BooleanSupplier storefrontIsDone;
    private final Expected expected = new Expected("orders");
    private int step;

    /** @param storefrontIsDone whether its orders are known, so that they are duplicates here */
    DemoOrders(Clock clock, Consumer<String> say, BooleanSupplier storefrontIsDone) throws SQLException {
        this.clock = clock;
        this.say = say;
        this.storefrontIsDone = storefrontIsDone;
        this.shop = DriverManager.getConnection(url); // the database lives as long as this connection
        try (Statement statement = shop.createStatement()) {
            statement.execute(TABLE);
            statement.execute("CREATE INDEX orders_changed ON orders (updated_at, id)");
        }
    }

    /** Where the table is. */
    String url() {
        return url;
    }

    /** Changes the table once all that stood in it was seen, so that each state of a row is polled. */
    @Override
    public void step(Tally soFar) throws SQLException {
        if (isDone() || !expected.isJudged(soFar)) {
            return;
        }
        int registered = FIRST_DESK_ORDER + step / 2 * AT_ONCE;
        if (step == STEPS) {
            if (!storefrontIsDone.getAsBoolean()) {
                return;
            }
            known();
        } else if (step % 2 == 0) {
            for (int order = registered; order < registered + AT_ONCE; order++) {
                insert(order, "registered", "EUR", at());
            }
            expected.plus("filtered", AT_ONCE);
            say.accept("table  " + AT_ONCE + " orders are registered");
        } else {
            expected.plus("accepted", pay(registered, registered + AT_ONCE));
            say.accept("table  " + AT_ONCE + " orders are paid");
        }
        step++;
    }

    @Override
    public boolean isDone() {
        return step > STEPS;
    }

    @Override
    public Expected expected() {
        return expected;
    }

    @Override
    public void close() throws SQLException {
        shop.close();
    }

    /** Orders that the storefront told of, and two that are bad. */
    private void known() throws SQLException {
        for (int i = 0; i < AT_ONCE; i++) {
            insert(DemoShop.FIRST_ORDER + i, "paid", "EUR", at());
        }
        insert(8001, "paid", "EURO", at());
        insert(8002, "paid", "EUR", null);
        expected.plus("duplicate", AT_ONCE).plus("rejected", 2);
        say.accept("table  " + AT_ONCE + " orders come that the storefront told of before, and 2 bad ones");
    }

    private void insert(int order, String status, String currency, @Nullable Timestamp created) throws SQLException {
        // the storefront's order n was placed by visitor 4n + 3
        Person person = DemoPeople.person((order - DemoShop.FIRST_ORDER) * 4 + 3);
        try (PreparedStatement row = shop.prepareStatement(INSERT)) {
            row.setLong(1, order);
            row.setString(2, status);
            row.setString(3, "customer-" + person.number());
            row.setString(4, person.email());
            row.setString(5, person.phone());
            row.setBigDecimal(6, BigDecimal.valueOf(DemoShop.cents(order), 2));
            row.setString(7, currency);
            row.setString(8, person.ip());
            row.setString(9, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/125.0.0.0");
            row.setString(10, person.clickId());
            row.setString(11, "https://shop.example.com/");
            row.setTimestamp(12, created);
            row.setTimestamp(13, at());
            row.execute();
        }
    }

    private int pay(int first, int end) throws SQLException {
        try (PreparedStatement paid =
                shop.prepareStatement("UPDATE orders SET status = 'paid', updated_at = ? WHERE id >= ? AND id < ?")) {
            paid.setTimestamp(1, at());
            paid.setInt(2, first);
            paid.setInt(3, end);
            return paid.executeUpdate();
        }
    }

    /** Now, as the table writes it: in UTC, without a zone. */
    private Timestamp at() {
        return Timestamp.valueOf(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    }
}
