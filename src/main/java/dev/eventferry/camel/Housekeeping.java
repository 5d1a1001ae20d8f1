package dev.eventferry.camel;

import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.delivery.Settlement;
import dev.eventferry.inspect.NumberKind;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buries what could not be delivered in time, and forgets what is over its time: delivered segments, dead letters, keys. A
 * little at a time, so that nobody waits.
 */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int ROWS_AT_A_TIME = 200;
    private static final int SEGMENTS_AT_A_TIME = 20;
    private static final long EVERY_SECONDS = 60;

    /** How long it is known that the same file was imported before. */
    private static final Duration KEEP_FILES = Duration.ofDays(90);

    /** A week can be looked at, and a day more is for whoever looks late. */
    private static final Duration KEEP_LEDGER = Duration.ofDays(8);

    /** A day is shown by quarters of an hour, a week by hours. */
    private static final Duration KEEP_MINUTES = Duration.ofHours(25);

    private static final long HOUR = 60;

    private final Writer writer;
    private final StoreReader reader;
    private final Settlement settlement;
    private final Deduplicator deduplicator;
    private final Duration keepDelivered;
    private final Duration keepDead;
    private final Clock clock;
    private volatile @Nullable OldFiles files;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ferry-housekeeping"));

    Housekeeping(
            Writer writer,
            StoreReader reader,
            Settlement settlement,
            Deduplicator deduplicator,
            Duration keepDelivered,
            Duration keepDead,
            Clock clock) {
        this.reader = reader;
        this.settlement = settlement;
        this.writer = writer;
        this.deduplicator = deduplicator;
        this.keepDelivered = keepDelivered;
        this.keepDead = keepDead;
        this.clock = clock;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::expire, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::forget, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(deduplicator::sweep, 1, 1, TimeUnit.HOURS);
        timer.scheduleWithFixedDelay(this::sweepFiles, 0, 1, TimeUnit.HOURS);
    }

    /** What the inspector remembers goes too. */
    void forgetRecent(RecentFeed recent) {
        timer.scheduleWithFixedDelay(recent::forget, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Old files go too. */
    void sweepFiles(OldFiles old) {
        files = old;
    }

    /** Buries until nothing is left that is over its time. */
    void expire() {
        try {
            int buried;
            do {
                buried = settlement.expire(reader, SEGMENTS_AT_A_TIME);
            } while (buried >= SEGMENTS_AT_A_TIME);
        } catch (RuntimeException e) {
            LOG.warn("Events over their time could not be buried and are tried again: {}", e.getMessage());
        }
    }

    /** Forgets until nothing is left to forget. */
    void forget() {
        try {
            long now = clock.millis();
            forgetAll(transaction ->
                    transaction.forget(now - keepDelivered.toMillis(), now - keepDead.toMillis(), ROWS_AT_A_TIME));
            forgetAll(transaction -> transaction.forgetCursors(
                    FileImport.DOOR, System.currentTimeMillis() - KEEP_FILES.toMillis(), ROWS_AT_A_TIME));
            long ledger = LedgerEntry.minuteOf(now - KEEP_LEDGER.toMillis());
            forgetAll(transaction -> transaction.forgetLedger(ledger));
            long fold = LedgerEntry.minuteOf(now - KEEP_MINUTES.toMillis()) / HOUR * HOUR;
            forgetAll(transaction -> transaction.foldLedger(fold));
            for (NumberKind kind : NumberKind.values()) {
                long before = LedgerEntry.minuteOf(now - kind.kept().toMillis());
                forgetAll(transaction -> transaction.forgetTallies(kind.name(), before));
            }
        } catch (RuntimeException e) {
            LOG.warn("Old segments could not be deleted and are tried again: {}", e.getMessage());
        }
    }

    /** A transaction each time, until one finds nothing more. */
    private void forgetAll(ToIntFunction<Store.Transaction> some) {
        AtomicInteger gone = new AtomicInteger();
        do {
            writer.write(transaction -> gone.set(some.applyAsInt(transaction))).join();
        } while (gone.get() > 0);
    }

    private void sweepFiles() {
        OldFiles old = files;
        if (old != null) {
            old.delete();
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
