package dev.eventferry.store;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Segments and their events as tests want them. */
public final class Segments {

    /** The lane of live events for the destination web. */
    public static final Lane WEB = new Lane("web", null);

    private Segments() {}

    /** An event that names itself in its JSON, its key and its mask. */
    public static PackedEvent event(String name, long position) {
        return new PackedEvent(
                EventKey.of(name),
                new FieldMask(position, ~position),
                position,
                ("{\"event_id\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** That many events, called {@code name-0} and so on. */
    public static List<PackedEvent> events(String name, int count) {
        List<PackedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(name + "-" + i, i));
        }
        return events;
    }

    /** A segment for web whose events are called after its id. */
    public static Segment segment(long id, long createdAt, int events) {
        return segment(id, WEB, createdAt, events);
    }

    /** A segment of a lane whose events are called after its id. */
    public static Segment segment(long id, Lane lane, long createdAt, int events) {
        return Segment.pack(id, lane, "shop", "request " + id, createdAt, events("e" + id, events));
    }

    /** The JSON of a segment's events. */
    public static List<String> texts(Segment segment) {
        return segment.unpack().stream()
                .map(event -> new String(event.json(), StandardCharsets.UTF_8))
                .toList();
    }
}
