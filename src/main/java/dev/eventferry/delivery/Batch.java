package dev.eventferry.delivery;

import dev.eventferry.event.EventKey;
import dev.eventferry.store.Frames;
import dev.eventferry.store.Lane;
import dev.eventferry.store.PackedEvent;
import dev.eventferry.store.Segment;
import dev.eventferry.tiktok.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Segments of one lane that are sent together, and what became of each of their events. It begins as one request; of a
 * refused one the event that TikTok names is taken out, or it is halved until the event to blame stands alone (design 8).
 * Not for several threads at once.
 */
public final class Batch {

    /** How many events, and how many bytes of them, one request may carry. */
    public record Limits(int events, int bytes) {}

    /** A run of events of one segment, from the first to before the last, and how many bytes they take at most. */
    private record Slice(Segment segment, int from, int to, int bytes) {}

    /** What goes to TikTok in one call. */
    public static final class Request {

        private final List<Slice> slices;
        private final @Nullable Request otherHalf;
        private final int events;
        private final int bytes;

        private Request(List<Slice> slices) {
            this(slices, null);
        }

        /** @param otherHalf the rest of a refused request of which this is the first half */
        private Request(List<Slice> slices, @Nullable Request otherHalf) {
            this.slices = slices;
            this.otherHalf = otherHalf;
            this.events =
                    slices.stream().mapToInt(slice -> slice.to() - slice.from()).sum();
            this.bytes = slices.stream().mapToInt(Request::jsonBytes).sum();
        }

        /** How many events it has. */
        public int events() {
            return events;
        }

        /** How many bytes of JSON its events are. */
        public int bytes() {
            return bytes;
        }

        private static int jsonBytes(Slice slice) {
            Segment segment = slice.segment();
            if (slice.from() == 0 && slice.to() == segment.events()) {
                return segment.payload().length - segment.events() * Frames.HEADER;
            }
            int bytes = 0;
            Frames.Walk walk = Frames.walk(segment.payload());
            for (int i = 0; walk.next() && i < slice.to(); i++) {
                bytes += i >= slice.from() ? walk.length() : 0;
            }
            return bytes;
        }

        /** Hands over each event's JSON where it stands, uncopied. */
        public void forEach(Sink sink) {
            for (Slice slice : slices) {
                Frames.Walk walk = Frames.walk(slice.segment().payload());
                for (int i = 0; walk.next() && i < slice.to(); i++) {
                    if (i >= slice.from()) {
                        sink.event(slice.segment().payload(), walk.offset(), walk.length());
                    }
                }
            }
        }

        /** Tells each event's key. */
        public void forEachKey(KeySink sink) {
            int index = 0;
            for (Slice slice : slices) {
                for (int i = slice.from(); i < slice.to(); i++) {
                    sink.key(index, slice.segment().key(i));
                    index++;
                }
            }
        }
    }

    /** Takes the keys of events one by one. */
    public interface KeySink {

        /** The key of the event at that place of the request, counted from 0. */
        void key(int index, EventKey key);
    }

    /** Takes events one by one. */
    public interface Sink {
        void event(byte[] bytes, int offset, int length);
    }

    /** An event that TikTok refused, with its words. */
    public record Dead(Segment segment, PackedEvent event, int code, String message) {}

    /** So that a batch of which all is refused does not keep others waiting: enough to find ten among a thousand. */
    static final int MOST_REQUESTS = 256;

    private final Lane lane;
    private final Limits limits;
    private final Map<Segment, BitSet> open = new LinkedHashMap<>();
    private final Map<Segment, BitSet> taken = new LinkedHashMap<>();
    private final List<Dead> dead = new ArrayList<>();
    private final Deque<Request> todo = new ArrayDeque<>();
    private int events;
    private int bytes;
    private int requests;
    private boolean begun;
    private boolean closed;
    private @Nullable Halt halt;

    /**
     * A batch of one segment; more may be {@linkplain #add added} until the first request is taken.
     *
     * @param limits of one request; a segment of an older setting may be over them and is cut
     */
    public Batch(Segment first, Limits limits) {
        this.lane = first.lane();
        this.limits = limits;
        add(first);
    }

    /** Adds a segment of the same lane. */
    public void add(Segment segment) {
        BitSet all = new BitSet(segment.events());
        all.set(0, segment.events());
        open.put(segment, all);
        events += segment.events();
        bytes += segment.payload().length;
    }

    /**
     * Takes another batch in, if it is of the same lane, none of both has begun, and they fit into one request; the other
     * is done with then.
     *
     * @return whether it did
     */
    boolean join(Batch other) {
        boolean fits = events + other.events <= limits.events() && bytes + other.bytes <= limits.bytes();
        if (begun || other.begun || other.closed || !fits || !lane.equals(other.lane)) {
            return false;
        }
        other.open.keySet().forEach(this::add);
        other.closed = true;
        other.halt = new Halt.NotTried("it is part of another batch");
        return true;
    }

    public Lane lane() {
        return lane;
    }

    /** How many events its segments have. */
    public int events() {
        return events;
    }

    /** Whether it fills a request. */
    public boolean isFull() {
        return events >= limits.events() || bytes >= limits.bytes();
    }

    /** How many requests were answered so far. */
    public int requests() {
        return requests;
    }

    public List<Segment> segments() {
        return List.copyOf(open.keySet());
    }

    /** Whether there is something to send now. */
    public boolean hasNext() {
        begin();
        return halt == null && !todo.isEmpty();
    }

    /** The request to send now; it stays the current one until it is settled. */
    public Request current() {
        begin();
        return todo.element();
    }

    /** Settles the current request. */
    public void settle(DeliveryOutcome outcome) {
        Request request = current();
        requests++;
        outcome.settle(this, request);
        if (requests >= MOST_REQUESTS && halt == null && !todo.isEmpty()) {
            halt = new Halt.Unfinished("much of a batch is refused, which takes many requests");
        }
    }

    /** Nothing more of it is to be sent now. */
    public void halt(Halt why) {
        halt = why;
    }

    /** Nothing more of it is to be sent now, which is nobody's failure: what was not tried waits as it was. */
    public void putOff(String why) {
        halt = requests == 0 ? new Halt.NotTried(why) : new Halt.Unfinished(why);
    }

    /** Why what is still open waits; null when nothing does. */
    public @Nullable Halt halt() {
        return halt;
    }

    /** How often all of it was tried before. */
    public int attempts() {
        return open.keySet().stream().mapToInt(Segment::attempts).min().orElse(0);
    }

    /** What TikTok refused. */
    public List<Dead> dead() {
        return dead;
    }

    /** The events of each segment that TikTok took, by their place in it. */
    public Map<Segment, BitSet> taken() {
        return taken;
    }

    /** The events that are neither delivered nor dead. */
    public int openEvents(Segment segment) {
        return remaining(segment).cardinality();
    }

    /** The events of a segment that are neither delivered nor dead, copied out. */
    public List<PackedEvent> rest(Segment segment) {
        List<PackedEvent> all = segment.unpack();
        return remaining(segment).stream().mapToObj(all::get).toList();
    }

    /** Closes it: true for the first who asks, so that it is settled once. */
    public boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    void delivered(Request request) {
        todo.remove();
        request.slices.forEach(this::delivered);
        Request rest = request.otherHalf;
        if (rest != null && rest == todo.peek() && rest.events() > 1) {
            todo.remove();
            halve(rest); // it was refused with this one, so the culprit is there, and it need not be asked for
        }
    }

    void deliveredBut(Request request, int code, List<Answer.Failed> failed) {
        todo.remove();
        List<Slice> taken = request.slices;
        List<Answer.Failed> fromTheEnd = failed.stream()
                .sorted(Comparator.comparingInt(Answer.Failed::index).reversed())
                .toList();
        int last = request.events();
        for (Answer.Failed each : fromTheEnd) {
            if (each.index() < last) { // named twice, it is dead once
                last = each.index();
                bury(part(taken, last, last + 1).get(0), code, each.message());
                taken = without(taken, last);
            }
        }
        taken.forEach(this::delivered);
    }

    void refusedFor(Request request, int index, int code, String message) {
        todo.remove();
        bury(part(request.slices, index, index + 1).get(0), code, message);
        addFirst(without(request.slices, index));
    }

    void refused(Request request, int code, String message) {
        todo.remove();
        if (request.events() == 1) {
            bury(request.slices.get(0), code, message);
            return;
        }
        halve(request);
    }

    private void halve(Request request) {
        int half = request.events() / 2;
        Request second = new Request(part(request.slices, half, request.events()));
        todo.addFirst(second);
        todo.addFirst(new Request(part(request.slices, 0, half), second));
    }

    private void addFirst(List<Slice> slices) {
        if (!slices.isEmpty()) {
            todo.addFirst(new Request(slices));
        }
    }

    private void delivered(Slice slice) {
        remaining(slice.segment()).clear(slice.from(), slice.to());
        taken.computeIfAbsent(slice.segment(), its -> new BitSet(its.events())).set(slice.from(), slice.to());
    }

    private void bury(Slice culprit, int code, String message) {
        remaining(culprit.segment()).clear(culprit.from());
        dead.add(new Dead(culprit.segment(), culprit.segment().unpack().get(culprit.from()), code, message));
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        List<Slice> request = new ArrayList<>();
        int requestEvents = 0;
        int requestBytes = 0;
        for (Segment segment : open.keySet()) {
            for (Slice slice : cut(segment)) {
                int sliceEvents = slice.to() - slice.from();
                boolean fits = requestEvents + sliceEvents <= limits.events()
                        && requestBytes + slice.bytes() <= limits.bytes();
                if (!request.isEmpty() && !fits) {
                    todo.add(new Request(request));
                    request = new ArrayList<>();
                    requestEvents = 0;
                    requestBytes = 0;
                }
                request.add(slice);
                requestEvents += sliceEvents;
                requestBytes += slice.bytes();
            }
        }
        todo.add(new Request(request));
    }

    /** A segment is one slice, unless it was packed under larger limits than today's. */
    private List<Slice> cut(Segment segment) {
        int size = segment.payload().length;
        if (segment.events() <= limits.events() && size <= limits.bytes()) {
            return List.of(new Slice(segment, 0, segment.events(), size));
        }
        List<Slice> slices = new ArrayList<>();
        int from = 0;
        int at = 0;
        int sliceBytes = 0;
        for (Frames.Walk walk = Frames.walk(segment.payload()); walk.next(); at++) {
            if (at > from && (at - from == limits.events() || sliceBytes + walk.length() > limits.bytes())) {
                slices.add(new Slice(segment, from, at, sliceBytes));
                from = at;
                sliceBytes = 0;
            }
            sliceBytes += walk.length();
        }
        slices.add(new Slice(segment, from, at, sliceBytes));
        return slices;
    }

    private BitSet remaining(Segment segment) {
        BitSet remaining = open.get(segment);
        if (remaining == null) {
            throw new IllegalArgumentException(segment + " is not of this batch");
        }
        return remaining;
    }

    /** The events of some slices from that one to before that one, as they were cut. */
    private static List<Slice> part(List<Slice> slices, int from, int to) {
        List<Slice> part = new ArrayList<>();
        int at = 0;
        for (Slice slice : slices) {
            int size = slice.to() - slice.from();
            int first = Math.max(0, from - at);
            int last = Math.min(size, to - at);
            if (first < last) {
                part.add(new Slice(slice.segment(), slice.from() + first, slice.from() + last, slice.bytes()));
            }
            at += size;
        }
        return part;
    }

    private static List<Slice> without(List<Slice> slices, int index) {
        List<Slice> others = new ArrayList<>(part(slices, 0, index));
        others.addAll(part(slices, index + 1, Integer.MAX_VALUE));
        return others;
    }

    @Override
    public String toString() {
        return "Batch[" + events + " events in " + open.size() + " segments for " + lane.destination() + "]";
    }
}
