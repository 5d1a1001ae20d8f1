package dev.eventferry.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.store.Tally;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many copies there were and why, and which ids look as if they could not do what they are for. */
public final class CopyReport {

    /** Never seen before. */
    public static final String NEW = "new";
    /** Seen within the merge window, and sent on for what it brings. */
    public static final String FILLS_IN = "fills_in";
    /** Seen within the merge window, and dropped for it brings nothing. */
    public static final String NOTHING_NEW = "nothing_new";
    /** Seen before the merge window, and dropped. */
    public static final String LATE = "late";

    private static final List<String> OUTCOMES = List.of(NEW, FILLS_IN, NOTHING_NEW, LATE);

    /** Fewer events say nothing about ids. */
    static final int FEW = 50;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 60;
    private static final double NEARLY_ALL = 0.9;

    /** Two names of TikTok's for one thing (tiktok-events-api 3.1). */
    private static final Set<Set<String>> SAME_THING =
            Set.of(Set.of("Purchase", "CompletePayment"), Set.of("Lead", "SubmitForm"));

    private record Of(String source, String event) {}

    private CopyReport() {}

    /** The report of what was counted since a minute. */
    public static ObjectNode json(LedgerRange range, long from, Map<Tally, Long> tallies) {
        Comparator<Of> order = Comparator.comparing(Of::source).thenComparing(Of::event);
        Map<Of, Map<String, Long>> counted = new TreeMap<>(order);
        Map<Of, Map<String, Long>> drift = new TreeMap<>(order);
        tallies.forEach((tally, n) -> {
            boolean isDrift = tally.what().equals(CopyWatch.OTHER_NAME);
            (isDrift ? drift : counted)
                    .computeIfAbsent(new Of(tally.source(), tally.event()), its -> new TreeMap<>())
                    .merge(isDrift ? tally.name() : tally.what(), n, Long::sum);
        });
        ObjectNode json = JSON.createObjectNode();
        json.put("range", range.toString())
                .put("from", Instant.ofEpochSecond(from * SECONDS).toString());
        ArrayNode events = json.putArray("events");
        counted.forEach((of, counts) -> event(events.addObject(), of, counts));
        ArrayNode names = json.putArray("drift");
        drift.forEach((of, others) -> others.forEach((other, n) -> names.addObject()
                .put("source", of.source())
                .put("event", of.event())
                .put("other", other)
                .put("n", n)
                .put("same_thing", SAME_THING.contains(Set.of(of.event(), other)))));
        return json;
    }

    private static void event(ObjectNode json, Of of, Map<String, Long> counts) {
        long events = OUTCOMES.stream()
                .mapToLong(each -> counts.getOrDefault(each, 0L))
                .sum();
        long withoutId = counts.getOrDefault(CopyWatch.WITHOUT_ID, 0L);
        long same = counts.getOrDefault(CopyWatch.SAME_AS_BEFORE, 0L);
        json.put("source", of.source()).put("event", of.event()).put("events", events);
        OUTCOMES.forEach(each -> json.put(each, counts.getOrDefault(each, 0L)));
        json.put(CopyWatch.WITHOUT_ID, withoutId).put(CopyWatch.SAME_AS_BEFORE, same);
        ArrayNode findings = json.putArray("findings");
        if (events < FEW) {
            return;
        }
        if (same > NEARLY_ALL * events) {
            findings.add(
                    "Nearly every event has the id of the one before it, so all but the first are dropped as copies:"
                            + " event_id must be another for each thing that happens, such as the order's number.");
        } else if (withoutId > NEARLY_ALL * events) {
            findings.add(
                    "Events come without event_id. One is derived from their content, so repeats are found, but TikTok"
                            + " cannot know a pixel's event for the same one.");
        } else if (counts.getOrDefault(NEW, 0L) == events) {
            findings.add(
                    "No id came twice. That is right where this source alone reports the event; whether a pixel sends"
                            + " it under the same id cannot be seen here: compare the deduplication rate in Events Manager.");
        }
    }
}
