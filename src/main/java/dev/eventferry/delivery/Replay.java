package dev.eventferry.delivery;

import dev.eventferry.event.FieldMask;
import dev.eventferry.store.DeadFilter;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.store.Lane;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.PackedEvent;
import dev.eventferry.store.Segment;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Writer;
import dev.eventferry.tiktok.WrittenNames;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts dead letters back on their way, under the ids and times they had: what is delivered the second time is, for TikTok,
 * the same event, for 48 hours (tiktok-events-api 5).
 */
public final class Replay {

    /** After it TikTok takes an event that it has for a new one. */
    public static final Duration TIKTOK_REMEMBERS = Duration.ofDays(2);

    private static final int AT_A_TIME = 500;

    /** What a letter had is not known any more; a copy that comes while it is on its way brings nothing new to it. */
    private static final FieldMask EVERY_FIELD = new FieldMask(-1, -1);

    private final StoreReader reader;
    private final Writer writer;
    private final Outbox outbox;
    private final LedgerNames names;
    private final Clock clock;

    public Replay(StoreReader reader, Writer writer, Outbox outbox, LedgerNames names, Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.outbox = outbox;
        this.names = names;
        this.clock = clock;
    }

    /** How many letters a filter means; {@code old} are those whose 48 hours may be over. */
    public Store.DeadCount count(DeadFilter filter) {
        long remembered = clock.millis() - TIKTOK_REMEMBERS.toMillis();
        return reader.read(store -> store.countDead(filter, remembered));
    }

    /**
     * Sends them again; those that die meanwhile are not meant.
     *
     * @return how many are on their way
     * @throws dev.eventferry.store.StoreException when the store fails; what was put back before stays so
     */
    public long start(DeadFilter filter) {
        long replayed = 0;
        long before = writer.nextId();
        List<DeadLetter> page;
        do {
            long from = before;
            page = reader.read(store -> store.deadLetters(filter, from, AT_A_TIME));
            if (!page.isEmpty()) {
                replayed += putBack(page.stream().map(DeadLetter::id).toList());
                before = page.get(page.size() - 1).id();
            }
        } while (page.size() == AT_A_TIME);
        return replayed;
    }

    private long putBack(List<Long> ids) {
        List<Segment> segments = new ArrayList<>();
        writer.write(transaction -> {
                    segments.clear(); // the work may be done again when it failed together with other work
                    List<DeadLetter> letters = transaction.exhume(ids);
                    segments.addAll(packed(letters));
                    transaction.insert(segments);
                    transaction.count(counts(letters));
                })
                .join();
        segments.stream()
                .map(segment -> segment.lane().destination())
                .distinct()
                .forEach(outbox::arrived);
        return segments.stream().mapToLong(Segment::events).sum();
    }

    private List<Segment> packed(List<DeadLetter> letters) {
        Map<Origin, List<PackedEvent>> events = new LinkedHashMap<>();
        for (DeadLetter letter : letters) {
            events.computeIfAbsent(new Origin(letter.lane(), letter.source(), letter.place()), key -> new ArrayList<>())
                    .add(new PackedEvent(letter.key(), EVERY_FIELD, letter.position(), letter.json()));
        }
        List<Segment> segments = new ArrayList<>();
        events.forEach((origin, packed) -> segments.add(
                Segment.pack(writer.nextId(), origin.lane(), origin.source(), origin.place(), clock.millis(), packed)));
        return segments;
    }

    private Map<LedgerEntry, Long> counts(List<DeadLetter> letters) {
        Map<LedgerEntry, Long> counts = new HashMap<>();
        WrittenNames written = new WrittenNames();
        for (DeadLetter letter : letters) {
            LedgerEntry entry = new LedgerEntry(
                    LedgerEntry.minuteOf(clock.millis()),
                    letter.source(),
                    letter.lane().destination(),
                    names.of(written.of(letter.json(), 0, letter.json().length)),
                    "replayed",
                    letter.reason());
            counts.merge(entry, 1L, Long::sum);
        }
        return counts;
    }

    /** What a segment has in common. */
    private record Origin(Lane lane, String source, String place) {}
}
