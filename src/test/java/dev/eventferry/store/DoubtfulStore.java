package dev.eventferry.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A store whose connection can fail at a commit, before or after it really happened, and stay broken for a while. */
public final class DoubtfulStore {

    /** What goes wrong with the next commit. */
    public enum Trouble {
        NONE,
        /** The connection breaks before the commit has reached the database. */
        BEFORE,
        /** The connection breaks after the database has committed. */
        AFTER,
        /** The commit works, and flushing it does not. */
        FLUSH
    }

    private final String url;
    private volatile Trouble next = Trouble.NONE;
    private volatile boolean downAfterwards;
    private volatile boolean down;

    public DoubtfulStore(Path folder) {
        this.url = H2StoreTest.url(folder);
    }

    /** Opens it. */
    public JdbcStore open() {
        return JdbcStore.open(url, null, null, this::through);
    }

    /** The next commit fails like that; the store works at once again. */
    public void failOnce(Trouble trouble) {
        downAfterwards = false;
        next = trouble;
    }

    /** The next commit fails like that, and nothing works until {@link #mend}. */
    public void failAndStayDown(Trouble trouble) {
        downAfterwards = true;
        next = trouble;
    }

    public void mend() {
        down = false;
    }

    public boolean isDown() {
        return down;
    }

    private Connection through(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                DoubtfulStore.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (down && (name.equals("prepareStatement") || name.equals("createStatement"))) {
                        throw new SQLException("the connection is down");
                    }
                    Trouble trouble = next;
                    if (name.equals("commit") && (trouble == Trouble.BEFORE || trouble == Trouble.AFTER)) {
                        begin();
                        if (trouble == Trouble.AFTER) {
                            real.commit();
                        } else {
                            real.rollback();
                        }
                        throw new SQLException("the connection broke at the commit");
                    }
                    if (name.equals("createStatement") && trouble == Trouble.FLUSH) {
                        begin();
                        throw new SQLException("the disk does not flush");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void begin() {
        next = Trouble.NONE;
        down = downAfterwards;
    }
}
