package dev.eventferry.e2e;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * Stands between Eventferry and H2 as long as it is open: one call of the threads that write and that read back fails,
 * either before it reaches the database or after it was done there.
 */
final class FailingDatabase implements Driver, AutoCloseable {

    enum Moment {
        BEFORE,
        AFTER
    }

    private static final Set<String> CALLS = Set.of(
            "prepareStatement",
            "createStatement",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeBatch",
            "commit",
            "rollback");

    /** The reader answers people who ask, and the test. */
    private static final String READER = "ferry-reader";

    private final Driver real = new org.h2.Driver();
    private final List<Driver> others = new ArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
    private volatile Moment moment = Moment.BEFORE;
    private volatile boolean armed;
    private volatile String hit = "";

    private FailingDatabase() {}

    static FailingDatabase install() throws SQLException {
        FailingDatabase failing = new FailingDatabase();
        for (Driver each : Collections.list(DriverManager.getDrivers())) {
            if (each.acceptsURL("jdbc:h2:mem:x")) {
                DriverManager.deregisterDriver(each);
                failing.others.add(each);
            }
        }
        DriverManager.registerDriver(failing);
        return failing;
    }

    /** The n-th call from now on fails. */
    void failAt(int n, Moment when) {
        moment = when;
        hit = "";
        left.set(n);
        armed = true;
    }

    /** No call fails any more; which one did, or an empty text. */
    String disarm() {
        armed = false;
        return hit;
    }

    private boolean isTheOne(String call) {
        boolean counts = armed
                && CALLS.contains(call)
                && !Thread.currentThread().getName().startsWith(READER);
        return counts && left.decrementAndGet() == 0;
    }

    private Object through(Object target, Class<?> type) {
        return Proxy.newProxyInstance(
                FailingDatabase.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean fails = isTheOne(method.getName());
                    if (fails) {
                        hit = method.getName() + " on " + Thread.currentThread().getName();
                    }
                    if (fails && moment == Moment.BEFORE) {
                        throw new SQLException("a call fails before it is made");
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (fails) {
                        throw new SQLException("a call fails after it was made");
                    }
                    return wrapped(result);
                });
    }

    private Object wrapped(Object result) {
        if (result instanceof PreparedStatement) {
            return through(result, PreparedStatement.class);
        }
        return result instanceof Statement ? through(result, Statement.class) : result;
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = real.connect(url, properties);
        return connection == null ? null : (Connection) through(connection, Connection.class);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return real.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return real.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return real.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return real.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return real.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
        for (Driver each : others) {
            DriverManager.registerDriver(each);
        }
    }
}
