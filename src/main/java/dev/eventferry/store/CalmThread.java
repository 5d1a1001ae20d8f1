package dev.eventferry.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that works in the database and so cannot be interrupted: H2 closes its files when that happens (design 10). */
public final class CalmThread extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(CalmThread.class);

    public CalmThread(Runnable work, String name) {
        super(work, name);
    }

    /** Waits until its work is done, whatever happens to who waits. */
    public void awaitEnd() {
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void interrupt() {
        LOG.warn("Somebody wanted to interrupt {}, which works in the database; it goes on", getName());
    }
}
