package dev.eventferry.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed once, the last first, whatever fails on the way. For any thread. */
final class Opened implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean closed;

    <T extends AutoCloseable> T add(T part) {
        synchronized (opened) {
            opened.push(part);
        }
        return part;
    }

    /** Does work that opens parts; {@link #close} waits for its end, so that nothing is opened behind its back. */
    <T> T during(Work<T> work) throws Exception {
        synchronized (opened) {
            if (closed) {
                throw new IllegalStateException("it is closed");
            }
            return work.run();
        }
    }

    @Override
    public void close() {
        synchronized (opened) {
            closed = true;
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (Exception e) {
                    LOG.warn("Something did not close: {}", e.toString());
                }
            }
        }
    }

    /** Something that opens. */
    interface Work<T> {
        T run() throws Exception;
    }
}
