package dev.eventferry.delivery;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets batches and their requests set out: so many batches of each destination at once, so many requests in each second.
 * What waits holds no thread, so that a destination that does not answer takes none from another; and a batch that waits
 * for its turn fills up with what comes behind it.
 */
public final class Turnstile {

    private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);

    private final Outbox outbox;
    private final int atOnce;
    private final Executor threads;
    private final Clock clock;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    /**
     * @param atOnce batches of one destination
     * @param threads go on with what waited; enough for all destinations at once
     */
    public Turnstile(Outbox outbox, int atOnce, Executor threads, Clock clock) {
        this.outbox = outbox;
        this.atOnce = atOnce;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Waits for a batch's turn. One that finds another waiting may become a part of that, and is done with.
     *
     * @return done when it is its turn, or when there is nothing more to do with it
     */
    public CompletionStage<Batch> enter(Batch batch) {
        return gate(batch).enter(batch);
    }

    /** A batch's turn is over, whether it came or not. */
    public void leave(Batch batch) {
        Waiting next = gate(batch).leave(batch);
        if (next != null) {
            execute(threads, () -> next.turn().complete(next.batch()));
        }
    }

    /**
     * Waits until the next request of a batch may go, and counts it. When its lane has had its requests of this minute or
     * day, the batch is {@linkplain Batch#putOff put off} instead.
     *
     * @return done when it may go or was put off
     */
    public CompletionStage<Batch> request(Batch batch) {
        CompletableFuture<Batch> turn = new CompletableFuture<>();
        request(batch, turn);
        return turn;
    }

    /** The same for a request that is tried again: it goes on upon a thread of ours, for those that ended its wait are few. */
    public CompletionStage<Batch> requestAgain(Batch batch) {
        CompletableFuture<Batch> turn = new CompletableFuture<>();
        execute(threads, () -> request(batch, turn));
        return turn;
    }

    private void request(Batch batch, CompletableFuture<Batch> turn) {
        DestinationLane lane = outbox.lane(batch.lane().destination());
        long now = clock.millis();
        long at = lane.quota().take(now);
        if (at > 0 && lane.quota().closedUntil(now) == 0) {
            Executor later = CompletableFuture.delayedExecutor(at - now, TimeUnit.MILLISECONDS, threads);
            execute(later, () -> request(batch, turn));
            return;
        }
        if (at > 0) {
            batch.putOff("the requests of this minute or day are used up");
        }
        turn.complete(batch);
    }

    private Gate gate(Batch batch) {
        return gates.computeIfAbsent(batch.lane().destination(), destination -> new Gate(atOnce));
    }

    private static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("A batch does not set out any more, because Eventferry ends; it is in the store");
        }
    }

    private record Waiting(Batch batch, CompletableFuture<Batch> turn) {}

    /** One destination's way through. */
    private static final class Gate {

        private final int atOnce;
        private final Set<Batch> inside = new HashSet<>();
        private final Deque<Waiting> waiting = new ArrayDeque<>();

        Gate(int atOnce) {
            this.atOnce = atOnce;
        }

        synchronized CompletableFuture<Batch> enter(Batch batch) {
            if (inside.size() < atOnce) {
                inside.add(batch);
                return CompletableFuture.completedFuture(batch);
            }
            for (Waiting other : waiting) {
                if (other.batch().join(batch)) {
                    return CompletableFuture.completedFuture(batch);
                }
            }
            CompletableFuture<Batch> turn = new CompletableFuture<>();
            waiting.add(new Waiting(batch, turn));
            return turn;
        }

        synchronized @Nullable Waiting leave(Batch batch) {
            if (!inside.remove(batch)) {
                return null;
            }
            Waiting next = waiting.poll();
            if (next != null) {
                inside.add(next.batch());
            }
            return next;
        }
    }
}
