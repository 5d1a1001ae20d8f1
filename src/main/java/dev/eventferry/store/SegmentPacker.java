package dev.eventferry.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Packs the events of submissions that share a commit into as few segments as the limits of a request allow: so the
 * cost of a row, a send and a settlement is shared by everyone who came at the same moment.
 */
final class SegmentPacker {

    private record Shelf(Line line, String source) {}

    private static final class Pile {
        private final List<PackedEvent> events = new ArrayList<>();
        private final String place;
        private int bytes;

        Pile(String place) {
            this.place = place;
        }
    }

    private final int maxEvents;
    private final int maxBytes;
    private final LongSupplier ids;

    SegmentPacker(int maxEvents, int maxBytes, LongSupplier ids) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.ids = ids;
    }

    List<Segment> pack(List<Submission> submissions, long now) {
        List<Segment> segments = new ArrayList<>();
        Map<Shelf, Pile> piles = new LinkedHashMap<>();
        for (Submission submission : submissions) {
            submission.events().forEach((line, events) -> {
                if (events.isEmpty()) {
                    return;
                }
                Shelf shelf = new Shelf(line, submission.source());
                Pile pile = piles.computeIfAbsent(shelf, s -> new Pile(submission.place()));
                for (PackedEvent event : events) {
                    int size = Frames.size(event.json());
                    if (!pile.events.isEmpty() && (pile.events.size() == maxEvents || pile.bytes + size > maxBytes)) {
                        segments.add(segment(shelf, pile, now));
                        pile = new Pile(submission.place());
                        piles.put(shelf, pile);
                    }
                    pile.events.add(event);
                    pile.bytes += size;
                }
            });
        }
        piles.forEach((shelf, pile) -> segments.add(segment(shelf, pile, now)));
        return segments;
    }

    private Segment segment(Shelf shelf, Pile pile, long now) {
        long id = ids.getAsLong();
        return Segment.pack(id, shelf.line().lane(), shelf.source(), pile.place, now, pile.events)
                .withTurn(shelf.line().turn(id));
    }
}
