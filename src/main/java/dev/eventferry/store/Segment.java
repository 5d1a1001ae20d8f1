package dev.eventferry.store;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The unit of durability (design 2.1): what one commit accepted of one source for one lane.
 *
 * @param id rises with time and is never used again
 * @param place the request or file its events came from
 * @param createdAt milliseconds since 1970
 * @param events how many
 * @param attempts how often it was tried
 * @param turn the smallest goes first while its lane is behind ({@link Line#turn})
 * @param keys 32 bytes an event: dedup key and field mask
 * @param payload the events, in {@link Frames}
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Segment(
        long id,
        Lane lane,
        String source,
        String place,
        long createdAt,
        int events,
        int attempts,
        long turn,
        byte[] keys,
        byte[] payload) {

    /** The bytes of keys for one event. */
    public static final int KEY_BYTES = 4 * Long.BYTES;

    /** Packs events into a segment, which goes by its age. */
    public static Segment pack(
            long id, Lane lane, String source, String place, long createdAt, List<PackedEvent> events) {
        int size = 0;
        for (PackedEvent event : events) {
            size += Frames.size(event.json());
        }
        ByteBuffer keys = ByteBuffer.allocate(events.size() * KEY_BYTES);
        ByteBuffer payload = ByteBuffer.allocate(size);
        for (PackedEvent event : events) {
            keys.putLong(event.key().high()).putLong(event.key().low());
            keys.putLong(event.mask().low()).putLong(event.mask().high());
            Frames.write(payload, event.position(), event.json());
        }
        long turn = Line.of(lane).turn(id);
        return new Segment(id, lane, source, place, createdAt, events.size(), 0, turn, keys.array(), payload.array());
    }

    /** The same, tried that often. */
    public Segment withAttempts(int tried) {
        return new Segment(id, lane, source, place, createdAt, events, tried, turn, keys, payload);
    }

    /** The same, at that turn. */
    public Segment withTurn(long its) {
        return new Segment(id, lane, source, place, createdAt, events, attempts, its, keys, payload);
    }

    /** Its events, copied out. */
    public List<PackedEvent> unpack() {
        List<PackedEvent> unpacked = new ArrayList<>(events);
        ByteBuffer key = ByteBuffer.wrap(keys);
        Frames.Walk walk = Frames.walk(payload);
        while (walk.next()) {
            unpacked.add(new PackedEvent(readKey(key), readMask(key), walk.position(), walk.json()));
        }
        return unpacked;
    }

    /** The dedup key of one of its events, counted from 0. */
    public EventKey key(int event) {
        return readKey(ByteBuffer.wrap(keys).position(event * KEY_BYTES));
    }

    static EventKey readKey(ByteBuffer keys) {
        return new EventKey(keys.getLong(), keys.getLong());
    }

    static FieldMask readMask(ByteBuffer keys) {
        return new FieldMask(keys.getLong(), keys.getLong());
    }

    @Override
    public String toString() {
        return "Segment[" + id + ", " + events + " events of " + source + " for " + lane.destination() + "]";
    }
}
