package dev.eventferry.store;

import dev.eventferry.event.Cursor;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What survives a crash. Used by one thread at a time; that thread must never be interrupted (design 10). Every engine
 * passes the same contract test.
 */
public interface Store extends AutoCloseable {

    /** What happens in one transaction. */
    interface Work {
        void on(Transaction transaction);
    }

    /** The ways in which what is kept can change. */
    interface Transaction {

        /** Keeps new segments, each pending and due at once. */
        void insert(List<Segment> segments);

        /** TikTok has them, or they are dead: they are pending no more. */
        void settle(List<Long> segments);

        /** Not now: they are due again at that time, milliseconds since 1970, one attempt more. */
        void postpone(List<Long> segments, long dueAt, String reason);

        /** What waits for a destination is due at that time if it would be later, milliseconds since 1970. */
        void hasten(String destination, long dueAt);

        /** Keeps dead letters. */
        void bury(List<DeadLetter> letters);

        /**
         * Takes dead letters out, to be sent again.
         *
         * @return those that were there
         */
        List<DeadLetter> exhume(List<Long> ids);

        /**
         * Where a cursor stands, once no other transaction is moving it any more: one whose connection broke may still be at
         * its end.
         */
        Optional<Cursor> hold(String door, String name);

        /** Moves a cursor. */
        void move(Cursor cursor);

        /**
         * Deletes at most {@code limit} cursors of a door that were not moved since that moment, milliseconds since 1970.
         *
         * @return how many went
         */
        int forgetCursors(String door, long movedBefore, int limit);

        /** Adds to the ledger, to its minutes and to what they come to in all. */
        void count(Map<LedgerEntry, Long> counts);

        /** Adds to what is counted beside the ledger. */
        void tally(Map<Tally, Long> tallies);

        /**
         * Deletes of the ledger's minutes before that one those of the first hour that has any; what all minutes came to stays.
         *
         * @return how many rows went; 0 when nothing was left to delete
         */
        int forgetLedger(long before);

        /**
         * Puts together the ledger's minutes of an hour, the first that has any before that minute, which begins an hour.
         *
         * @return how many rows were put together; 0 when nothing was left to do
         */
        int foldLedger(long before);

        /** As {@link #forgetLedger}, of what is counted beside the ledger: of a kind, before that minute. */
        int forgetTallies(String kind, long before);

        /** Remembers how many requests a destination had, in place of what was remembered of it. */
        void count(String destination, RequestCount requests);

        /**
         * Deletes at most {@code limit} segments that are done and older than the first moment, and as many dead letters
         * older than the second; milliseconds since 1970. Fewer where they are large: H2 holds in memory what a transaction
         * deletes.
         *
         * @return how many rows went; 0 when none is left
         */
        int forget(long deliveredBefore, long deadBefore, int limit);
    }

    /** Sees each key that was kept, in the order of time. */
    interface KeyVisitor {
        void visit(EventKey key, FieldMask mask, long createdAt);
    }

    /**
     * Does the work in one transaction and makes it durable before it returns.
     *
     * @throws StoreException when it could not; then nothing of it has happened
     * @throws CommitUnknown when it may have happened or not
     */
    void write(Work work);

    /**
     * Pending segments of a destination that are due, by their {@linkplain Segment#turn turn}.
     *
     * @param after only those with a later turn; {@link Long#MIN_VALUE} for the first page
     */
    List<Segment> due(String destination, long now, long after, int limit);

    /**
     * Pending segments of a destination that are due, whatever their turn: those that have been for longest first.
     *
     * @param skip how many of them not to read
     */
    List<Segment> longestDue(String destination, long now, int skip, int limit);

    /** Pending segments of a destination that were accepted before that moment, due or not, the oldest first. */
    List<Segment> overdue(String destination, long acceptedBefore, int limit);

    /** When the first pending segment of a destination is due after {@code now}; empty when none is. */
    Optional<Long> nextDue(String destination, long now);

    /** How many events wait for each destination. */
    Map<String, Long> backlog();

    /** The id of the segment that waits longest, by destination; an id tells when it was given ({@link Writer#nextId}). */
    Map<String, Long> oldestWaiting();

    /**
     * How many events of a source wait, for whatever destination, in segments with an id up to that one or in what is left
     * of them: a rest has an id of its own but keeps its age, and no id is below 1000 times its age ({@link Writer#nextId}).
     */
    long pending(String source, long upTo);

    /** How many dead letters of a source came from that place. */
    long deadFrom(String source, String place);

    /** The age-keeping ids and keys of all segments since that moment, in order. */
    void keysSince(long createdSince, KeyVisitor visitor);

    /** The highest id that a segment or a dead letter has; 0 when there is none. */
    long highestId();

    /** Where a door stands; empty when it never read. */
    Optional<Cursor> cursor(String door, String name);

    /** How many requests each destination had, as it was remembered last; without those of which nothing is. */
    Map<String, RequestCount> requestCounts();

    /** The ledger's sums since that minute, or since ever for 0, over all minutes and events; each with minute 0. */
    Map<LedgerEntry, Long> ledgerSince(long minute);

    /** What all minutes of the ledger came to, also those that are forgotten. As many rows as there are different ones. */
    Map<LedgerEntry, Long> ledgerInAll();

    /** The names of events that the ledger knows, the most frequent first, at most {@code limit}. */
    List<String> ledgerEvents(int limit);

    /** What was counted of a kind since a minute; at most {@code limit} rows, the newest first. */
    Map<Tally, Long> tallies(String kind, long since, int limit);

    /**
     * The ledger since a minute, in steps of some minutes.
     *
     * @param from the first minute of a step
     * @param source of this alone; null for all
     * @param destination for this alone; null for all
     * @return each entry with the first minute of its step
     */
    Map<LedgerEntry, Long> ledger(long from, int minutes, @Nullable String source, @Nullable String destination);

    /** How many dead letters there are by destination, reason and code: the most first, at most {@code limit} rows. */
    List<DeadReason> deadReasons(int limit);

    /**
     * Dead letters that have the same reason.
     *
     * @param code TikTok's, or null when it never answered
     */
    record DeadReason(
            String destination, String reason, @Nullable Integer code, long letters) {}

    /**
     * Dead letters, the newest first.
     *
     * @param before only those with an id below it; {@link Long#MAX_VALUE} for the first page
     */
    List<DeadLetter> deadLetters(DeadFilter filter, long before, int limit);

    /** Dead letters of events with one of these keys, the newest first. */
    List<DeadLetter> deadLetters(List<EventKey> keys, int limit);

    /**
     * Segments that hold an event of that key, the first first.
     *
     * @param from only those of that age, milliseconds since 1970, included; few, for each one's keys are read
     * @param to milliseconds since 1970, included
     */
    List<Trace> traces(EventKey key, long from, long to);

    /**
     * An event in a segment.
     *
     * @param acceptedAt milliseconds since 1970
     * @param waiting what it waits for; null when nothing of the segment waits
     */
    record Trace(
            String source,
            String place,
            long acceptedAt,
            @Nullable Waiting waiting) {}

    /**
     * A segment that TikTok does not have yet.
     *
     * @param attempts how often it was tried
     * @param dueAt milliseconds since 1970
     * @param reason why it waits; null when it was not tried
     */
    record Waiting(int attempts, long dueAt, @Nullable String reason) {}

    /** How many dead letters there are, and how many of them were accepted before that moment. */
    DeadCount countDead(DeadFilter filter, long acceptedBefore);

    /**
     * A number of dead letters.
     *
     * @param letters all of them
     * @param old those that were accepted long ago
     */
    record DeadCount(long letters, long old) {}

    @Override
    void close();
}
