package dev.eventferry.camel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Lets exchanges into a route and, while the route is being replaced, makes them wait without holding a thread. */
final class Gate {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int inside;
    private boolean closed;

    /**
     * Comes in, or waits.
     *
     * @param later what to do when it was made to wait and may come in; it is in then
     * @return whether it came in at once
     */
    synchronized boolean enter(Runnable later) {
        if (closed) {
            waiting.add(later);
            return false;
        }
        inside++;
        return true;
    }

    /** Goes out. */
    synchronized void leave() {
        inside--;
        if (inside == 0) {
            notifyAll();
        }
    }

    /**
     * Lets nobody in any more and waits until nobody is inside.
     *
     * @return false when somebody still is after that time; it is closed all the same
     */
    synchronized boolean close(long millis) throws InterruptedException {
        closed = true;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (inside > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Lets those who wait in, and everybody after them. */
    void open(Executor runner) {
        Deque<Runnable> next;
        synchronized (this) {
            closed = false;
            next = new ArrayDeque<>(waiting);
            waiting.clear();
            inside += next.size();
        }
        next.forEach(runner::execute);
    }
}
