package dev.eventferry.inspect;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One event that came in, and what is known of it by now. Changed by {@link RecentEvents} alone; read by many threads. */
public final class RecentEvent {

    private static final int FIXED_BYTES = 600;

    /** What an event came to. */
    public enum State {
        /** Ours to deliver; not tried yet. */
        ACCEPTED,
        /** Tried, and to be tried again. */
        WAITING,
        /** TikTok has it. */
        DELIVERED,
        /** A dead letter. */
        DEAD,
        /** Known already. */
        DUPLICATE,
        /** Not wanted. */
        FILTERED,
        /** Refused, with reasons. */
        REJECTED;

        /** The state of a name such as {@code accepted}; null when there is none. */
        public static @Nullable State of(String name) {
            for (State state : values()) {
                if (state.toString().equals(name)) {
                    return state;
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an event is to those of the same key (design 3). */
    public enum Relation {
        /** None was seen before. */
        FIRST,
        /** It brings a field that the first lacked, in time for TikTok to merge it. */
        FILLS_IN,
        /** It came in time for that, but brings nothing new. */
        NOTHING_NEW,
        /** It came too late for that, and too early to be new. */
        SEEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was known once its group was judged.
     *
     * @param receivedAt milliseconds since 1970
     * @param row its row or index at {@code place}, from 0
     * @param clientName what its source calls it; null when it was not read so far
     * @param name what TikTok calls it; null when it was not read so far
     * @param eventId as it is sent; null when it was not read so far or has none
     * @param destination null when it was not read so far
     * @param testCode null for live events
     * @param key null when it was refused or filtered
     * @param reason why it was filtered; null otherwise
     * @param problems errors or warnings
     * @param relation null when it was refused or filtered
     * @param firstAt when the first of its key was seen, milliseconds since 1970; 0 when it is the first or that is not known
     * @param json as TikTok takes it; null when it was refused or filtered, or is too large to be remembered
     * @param input what came in, masked, as JSON; null when it is not remembered
     * @param mapped what each field that it has was read from
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    public record Seen(
            long receivedAt,
            String source,
            String place,
            long row,
            @Nullable String clientName,
            @Nullable String name,
            @Nullable String eventId,
            @Nullable String destination,
            @Nullable String testCode,
            @Nullable EventKey key,
            State state,
            @Nullable String reason,
            List<Problem> problems,
            @Nullable Relation relation,
            long firstAt,
            byte @Nullable [] json,
            byte @Nullable [] input,
            List<FieldSource> mapped) {

        /** The same with a list that is equal to its own. */
        Seen sharing(List<FieldSource> same) {
            return new Seen(
                    receivedAt,
                    source,
                    place,
                    row,
                    clientName,
                    name,
                    eventId,
                    destination,
                    testCode,
                    key,
                    state,
                    reason,
                    problems,
                    relation,
                    firstAt,
                    json,
                    input,
                    same);
        }

        /** Without {@code mapped}, which many events share. */
        int bytes() {
            return FIXED_BYTES + (json == null ? 0 : json.length) + (input == null ? 0 : input.length);
        }
    }

    /**
     * What TikTok said, once.
     *
     * @param at milliseconds since 1970
     * @param code null when it said nothing that is an answer
     * @param message masked
     * @param outcome what it means for the event, in a few words
     */
    public record Answered(
            long at,
            @Nullable Integer code,
            String message,
            @Nullable String requestId,
            @Nullable String logId,
            String outcome) {}

    /**
     * How far it is.
     *
     * @param change rises with each change of any event; 0 while its group is not committed
     * @param storedAt when its group was committed, milliseconds since 1970; 0 before
     * @param diedAt when it became a dead letter, milliseconds since 1970; 0 when it did not
     * @param deadReason why it died, masked; null when it did not
     * @param attempts how many requests it was in
     * @param answers the first, and the last few
     */
    record Progress(
            State state,
            long change,
            long storedAt,
            long diedAt,
            @Nullable String deadReason,
            int attempts,
            List<Answered> answers) {

        Progress at(long number) {
            return new Progress(state, number, storedAt, diedAt, deadReason, attempts, answers);
        }

        Progress stored(long at) {
            return new Progress(state, change, at, diedAt, deadReason, attempts, answers);
        }

        Progress answered(Answered answer, State now) {
            List<Answered> all = new ArrayList<>(answers);
            all.add(answer);
            if (all.size() > MOST_ANSWERS) {
                all.remove(1);
            }
            return new Progress(now, change, storedAt, diedAt, deadReason, attempts + 1, List.copyOf(all));
        }

        Progress dead(String reason, long at) {
            return new Progress(State.DEAD, change, storedAt, at, reason, attempts, answers);
        }

        boolean isOpen() {
            return state == State.ACCEPTED || state == State.WAITING;
        }
    }

    static final int MOST_ANSWERS = 10;

    private final long number;
    private final Seen seen;
    private final int bytes;
    private volatile Progress progress;

    /** @param bytes what it takes in memory, about */
    RecentEvent(long number, Seen seen, int bytes) {
        this.number = number;
        this.seen = seen;
        this.bytes = bytes;
        this.progress = new Progress(seen.state(), 0, 0, 0, null, 0, List.of());
    }

    /** Rises from event to event. */
    public long number() {
        return number;
    }

    public Seen seen() {
        return seen;
    }

    public State state() {
        return progress.state();
    }

    int bytes() {
        return bytes;
    }

    Progress progress() {
        return progress;
    }

    void progress(Progress now) {
        progress = now;
    }

    /** Names the event without the person. */
    @Override
    public String toString() {
        return "RecentEvent[" + number + " " + state() + "]";
    }
}
