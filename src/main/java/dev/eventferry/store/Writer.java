package dev.eventferry.store;

import dev.eventferry.event.Cursor;
import java.nio.file.FileStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes (design 2.1): whoever wants something kept gets a future, and all who ask while a commit is
 * under way share the next one. The thread is ours alone, runs nobody's callbacks and is never interrupted, because H2
 * closes its files when it is (design 10).
 */
public final class Writer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_A_COMMIT = 512;
    private static final int FAILURES_TO_GIVE_UP = 3;
    private static final long LEDGER_EVERY_MILLIS = 1000;
    private static final long IDS_A_MILLI = 1000;
    private static final long TALLIES_EVERY_MILLIS = 5000;
    private static final long COMMITS_APART_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /**
     * Bounds of what is taken.
     *
     * @param maxEvents in a segment
     * @param maxBytes in a segment
     * @param maxWaiting tasks in the queue; more are refused
     * @param diskReserve bytes that must stay free where the store lives; below, nothing new is taken
     */
    public record Limits(int maxEvents, int maxBytes, int maxWaiting, long diskReserve) {}

    /** Hears of what was committed, right after, on the writer's thread; must not block. */
    public interface Listener {

        /** New segments. */
        void committed(List<Segment> segments);

        /** What groups of the commit came to. */
        default void counted(Map<LedgerEntry, Long> counts) {}

        /** What was counted beside the ledger since it was last asked for; asked for every few seconds. */
        default Map<Tally, Long> tallies() {
            return Map.of();
        }
    }

    /** The cursor that each commit moves, so that one can be told from another. */
    private static final String DOOR = "writer";

    private static final String NAME = "commit";

    private record Task(
            @Nullable Submission submission, Store.@Nullable Work work, CompletableFuture<@Nullable Void> done) {}

    /**
     * Tasks of one commit and what they come to.
     *
     * @param came what the submissions came to
     * @param counts what is written of that now
     * @param withLedger whether all that is uncounted is among the counts
     */
    private record Changes(
            List<Task> tasks,
            List<Submission> submissions,
            List<Segment> segments,
            Map<LedgerEntry, Long> came,
            Map<LedgerEntry, Long> counts,
            boolean withLedger,
            String mark) {}

    /** A commit of which it is not known whether it happened. */
    private record Doubt(Changes changes, CommitUnknown failure) {}

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Executor callbacks;
    private final Listener listener;
    private final @Nullable FileStore disk;
    private final BlockingQueue<Task> queue;
    private final SegmentPacker packer;
    private final AtomicLong lastId = new AtomicLong();
    private final CalmThread thread;
    private final CommitTimes commitTimes = new CommitTimes();
    private Map<LedgerEntry, Long> uncounted = new HashMap<>();
    private Map<Tally, Long> untallied = new HashMap<>();
    private long countedAt;
    private long talliedAt;
    private long lastCommitAt;
    private boolean lastCommitWasShared;
    private long diskCheckedAt;
    private @Nullable Doubt doubt;
    private volatile boolean diskLow;
    private volatile boolean failing;
    private volatile boolean stopping;

    /**
     * @param callbacks runs what waits for the futures
     * @param listener hears of each commit
     * @param disk where the store lives; null when that is not this machine's business
     */
    public Writer(
            Store store, Limits limits, Clock clock, Executor callbacks, Listener listener, @Nullable FileStore disk) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.callbacks = callbacks;
        this.listener = listener;
        this.disk = disk;
        this.queue = new ArrayBlockingQueue<>(limits.maxWaiting() * 2);
        this.packer = new SegmentPacker(limits.maxEvents(), limits.maxBytes(), this::nextId);
        this.lastId.set(store.highestId());
        this.thread = new CalmThread(this::run, "ferry-writer");
    }

    /** Starts to write. */
    public void start() {
        checkDisk();
        thread.start();
    }

    /**
     * Keeps what a group accepted.
     *
     * @return done once it is durable; fails with {@link StoreException} when nothing of it was kept, and with
     *     {@link CommitUnknown} when that is not known yet
     */
    public CompletableFuture<@Nullable Void> accept(Submission submission) {
        if (diskLow) {
            return refused("the disk reserve (ferry.store.disk-reserve) is reached: free some space");
        }
        if (queue.size() >= limits.maxWaiting()) {
            return refused("too many requests wait for the store");
        }
        return enqueue(new Task(submission, null, new CompletableFuture<>()));
    }

    /**
     * Does other work with the next commit.
     *
     * @return done once it is durable; fails when it did not happen, and not before that is certain
     */
    public CompletableFuture<@Nullable Void> write(Store.Work work) {
        return enqueue(new Task(null, work, new CompletableFuture<>()));
    }

    /** Whether the last commit failed or the disk is nearly full: new events are refused. */
    public boolean isFailing() {
        return failing || diskLow;
    }

    /** How many commits there were, and how long they took, those that failed included. */
    public CommitTimes commitTimes() {
        return commitTimes;
    }

    /** When an id was given, milliseconds since 1970; a little later than true where very many were given at once. */
    public static long givenAt(long id) {
        return id / IDS_A_MILLI;
    }

    /** An id that rises with time and was never given before, across restarts too. */
    public long nextId() {
        long floor = clock.millis() * IDS_A_MILLI;
        return lastId.updateAndGet(last -> Math.max(last + 1, floor));
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        stopping = true;
        thread.awaitEnd();
        // whoever asked while the thread was ending
        for (Task late = queue.poll(); late != null; late = queue.poll()) {
            late.done().completeExceptionally(new StoreException("the store is closing"));
        }
    }

    private CompletableFuture<@Nullable Void> enqueue(Task task) {
        if (stopping || !queue.offer(task)) {
            return refused(stopping ? "the store is closing" : "too much waits for the store");
        }
        return task.done();
    }

    private static CompletableFuture<@Nullable Void> refused(String why) {
        return CompletableFuture.failedFuture(new StoreException(why));
    }

    private void run() {
        mark();
        List<Task> tasks = new ArrayList<>();
        while (!stopping || !queue.isEmpty() || !uncounted.isEmpty() || hasTallies()) {
            takeWhatWaits(tasks);
            checkDisk();
            // asked first: where work never ends, it goes with the work
            if (hasTallies() || !tasks.isEmpty() || ledgerIsDue() || doubt != null) {
                commit(tasks);
            }
            tasks.clear();
        }
        leaveDoubt();
        store.close();
    }

    /** So that the first commit changes a row that is there, too: see {@link #happened}. */
    private void mark() {
        try {
            store.write(transaction -> transaction.move(new Cursor(DOOR, NAME, Long.toString(nextId()))));
        } catch (StoreException e) {
            LOG.warn("The store takes nothing yet: {}", e.getMessage());
        }
    }

    private void takeWhatWaits(List<Task> tasks) {
        try {
            Task first = queue.poll(stopping ? 0 : LEDGER_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                tasks.add(first);
                letOthersJoin();
                queue.drainTo(tasks, MOST_A_COMMIT - 1);
            }
        } catch (InterruptedException e) {
            LOG.warn("Somebody interrupted the writer's thread, which has no business with anybody; it goes on");
        }
    }

    /**
     * Under load commits keep a distance, so that more share one; what a flush costs is the same for one and for a
     * hundred. A sender on its own never waits: where the last commit was for one alone, the next begins at once.
     */
    private void letOthersJoin() {
        long wait = lastCommitAt + COMMITS_APART_NANOS - System.nanoTime();
        if (lastCommitWasShared && wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }

    private void commit(List<Task> tasks) {
        lastCommitAt = System.nanoTime();
        lastCommitWasShared = tasks.size() > 1;
        if (isInDoubt()) {
            failed(tasks, new StoreException("it is not known yet whether the last commit happened"));
            return;
        }
        try {
            commitTogether(tasks);
        } catch (CommitUnknown unknown) {
            LOG.error("{}; whether it happened is looked up as soon as the store works again", unknown.getMessage());
        } catch (StoreException together) {
            untallied = new HashMap<>(); // nothing depends on them, and nothing may wait for them
            if (tasks.size() <= 1) {
                failed(tasks, together);
            } else {
                commitOneByOne(tasks);
            }
        }
    }

    private void commitTogether(List<Task> tasks) {
        List<Submission> submissions = new ArrayList<>();
        for (Task task : tasks) {
            if (task.submission() != null) {
                submissions.add(task.submission());
            }
        }
        List<Segment> segments = packer.pack(submissions, clock.millis());
        boolean withLedger = ledgerIsDue();
        Map<LedgerEntry, Long> counts = withLedger ? new HashMap<>(uncounted) : new HashMap<>();
        Map<LedgerEntry, Long> came = new HashMap<>();
        for (Submission submission : submissions) {
            submission.counts().forEach((entry, n) -> came.merge(entry, n, Long::sum));
        }
        came.forEach((entry, n) -> {
            if (isExact(entry)) {
                counts.merge(entry, n, Long::sum);
            }
        });
        Changes changes = new Changes(
                List.copyOf(tasks), submissions, segments, came, counts, withLedger, Long.toString(nextId()));
        if (!counts.isEmpty()
                || !untallied.isEmpty()
                || !segments.isEmpty()
                || tasks.stream().anyMatch(Writer::changesSomething)) {
            write(changes);
        }
        committed(changes);
    }

    private void committed(Changes changes) {
        List<Task> tasks = changes.tasks();
        failing = false;
        if (changes.withLedger()) {
            uncounted = new HashMap<>();
            countedAt = clock.millis();
        }
        untallied = new HashMap<>();
        changes.came().forEach((entry, n) -> {
            if (!isExact(entry)) {
                uncounted.merge(entry, n, Long::sum);
            }
        });
        listener.counted(changes.came());
        listener.committed(changes.segments());
        if (!tasks.isEmpty()) {
            List<CompletableFuture<@Nullable Void>> done =
                    tasks.stream().map(Task::done).toList();
            callbacks.execute(() -> done.forEach(future -> future.complete(null)));
        }
    }

    /** What is kept is counted in the same commit; to count what is not, each second is often enough. */
    private static boolean isExact(LedgerEntry entry) {
        return entry.what().equals(LedgerEntry.ACCEPTED);
    }

    /** A group of duplicates alone has nothing to keep but its counts, which can wait. */
    private static boolean changesSomething(Task task) {
        return task.work() != null
                || (task.submission() != null && task.submission().cursor() != null);
    }

    /** Writes, and finds out at once what a commit came to that failed, if the store works. */
    private void write(Changes changes) {
        long began = System.nanoTime();
        try {
            store.write(transaction -> write(changes, transaction));
        } catch (CommitUnknown unknown) {
            Boolean happened = happened(changes);
            if (happened == null) {
                begin(new Doubt(changes, unknown));
                throw unknown;
            }
            if (!happened) {
                throw new StoreException("nothing was stored: " + unknown.getMessage(), unknown);
            }
        } finally {
            commitTimes.add(System.nanoTime() - began);
        }
    }

    /** Whether a commit happened, and is durable; null when the store does not tell now. */
    private @Nullable Boolean happened(Changes changes) {
        AtomicBoolean happened = new AtomicBoolean();
        try {
            store.write(transaction -> happened.set(transaction
                    .hold(DOOR, NAME)
                    .filter(last -> last.position().equals(changes.mark()))
                    .isPresent()));
            return happened.get();
        } catch (StoreException e) {
            return null;
        }
    }

    /** Senders are told now, so that they do not wait; whoever asked for other work waits, for it must not be done twice. */
    private void begin(Doubt begun) {
        doubt = begun;
        failing = true;
        List<Task> told = begun.changes().tasks();
        callbacks.execute(
                () -> told.stream().filter(task -> task.submission() != null).forEach(task -> task.done()
                        .completeExceptionally(begun.failure())));
    }

    /** Looks up what became of the commit in doubt; true when that is still not known. */
    private boolean isInDoubt() {
        Doubt open = doubt;
        if (open == null) {
            return false;
        }
        Boolean happened = happened(open.changes());
        if (happened == null) {
            return true;
        }
        doubt = null;
        LOG.info("The commit that failed {}", happened ? "had happened: nothing is missing" : "had not happened");
        settle(open, happened);
        return false;
    }

    private void settle(Doubt open, boolean happened) {
        if (happened) {
            committed(open.changes());
        } else {
            failed(open.changes().tasks(), new StoreException("nothing was stored", open.failure()));
        }
        callbacks.execute(() -> open.failure().happened().complete(happened));
    }

    /** At the end nobody waits for an answer that does not come; the next start finds what is true. */
    private void leaveDoubt() {
        Doubt open = doubt;
        if (open != null) {
            doubt = null;
            settle(open, false);
        }
    }

    private void write(Changes changes, Store.Transaction transaction) {
        transaction.insert(changes.segments());
        for (Submission submission : changes.submissions()) {
            if (submission.cursor() != null) {
                transaction.move(submission.cursor());
            }
        }
        for (Task task : changes.tasks()) {
            if (task.work() != null) {
                task.work().on(transaction);
            }
        }
        transaction.count(changes.counts());
        transaction.tally(untallied);
        transaction.move(new Cursor(DOOR, NAME, changes.mark()));
    }

    /** One task that the database refuses must not cost the others theirs. */
    private void commitOneByOne(List<Task> tasks) {
        int failures = 0;
        for (Task task : tasks) {
            if (isInDoubt() || (failures >= FAILURES_TO_GIVE_UP && !storeAnswers())) {
                failed(List.of(task), new StoreException("the store is not available"));
                continue;
            }
            try {
                commitTogether(List.of(task));
                failures = 0;
            } catch (CommitUnknown unknown) {
                failures++;
            } catch (StoreException alone) {
                failures++;
                failed(List.of(task), alone);
            }
        }
    }

    /** Tells a store that is down from tasks that it refuses. */
    private boolean storeAnswers() {
        try {
            store.write(transaction -> {});
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private void failed(List<Task> tasks, StoreException why) {
        if (!failing) {
            LOG.error("The store failed, so new events are refused until it works again: {}", why.getMessage());
        }
        failing = true;
        if (stopping) {
            uncounted = new HashMap<>();
            untallied = new HashMap<>();
        }
        List<Task> told = List.copyOf(tasks);
        callbacks.execute(() -> told.forEach(task -> task.done().completeExceptionally(why)));
    }

    private boolean ledgerIsDue() {
        return !uncounted.isEmpty() && (stopping || clock.millis() - countedAt >= LEDGER_EVERY_MILLIS);
    }

    /** Whether something counted beside the ledger is to be written, now or with the next commit. */
    private boolean hasTallies() {
        long now = clock.millis();
        if (doubt == null && (stopping || now - talliedAt >= TALLIES_EVERY_MILLIS)) {
            talliedAt = now;
            listener.tallies().forEach((tally, n) -> untallied.merge(tally, n, Long::sum));
        }
        return !untallied.isEmpty();
    }

    private void checkDisk() {
        long now = clock.millis();
        if (disk == null || now - diskCheckedAt < LEDGER_EVERY_MILLIS) {
            return;
        }
        diskCheckedAt = now;
        try {
            boolean low = disk.getUsableSpace() < limits.diskReserve();
            if (low && !diskLow) {
                LOG.error("Less than ferry.store.disk-reserve is free: new events are refused until there is more");
            }
            if (!low && diskLow) {
                LOG.info("The disk has room again: new events are taken");
            }
            diskLow = low;
        } catch (java.io.IOException e) {
            LOG.warn("The free disk space cannot be read: {}", e.getMessage());
        }
    }
}
