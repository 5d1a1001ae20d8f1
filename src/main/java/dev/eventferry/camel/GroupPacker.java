package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.delivery.SendingOrder;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Origin;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Verdict;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.Line;
import dev.eventferry.store.PackedEvent;
import dev.eventferry.store.Submission;
import dev.eventferry.tiktok.EventWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a group into what the store keeps of it: its new events as TikTok takes them, and the counts of all of them. */
final class GroupPacker {

    private final String defaultDestination;
    private final int largestEvent;
    private final SendingOrder order;
    private final LedgerNames names;
    private final Clock clock;

    /** What the ledger counts as one. */
    private record Kind(String destination, String event) {}

    /** @param largestEvent bytes of JSON; more does not fit into a request */
    GroupPacker(String defaultDestination, int largestEvent, SendingOrder order, LedgerNames names, Clock clock) {
        this.defaultDestination = defaultDestination;
        this.largestEvent = largestEvent;
        this.order = order;
        this.names = names;
        this.clock = clock;
    }

    PackedGroup pack(HashedGroup group) {
        Origin origin = group.origin();
        Map<Line, List<PackedEvent>> byLine = new LinkedHashMap<>();
        List<PackedEvent> line = List.of();
        Map<Kind, int[]> kinds = new HashMap<>();
        int[] ofKind = {0};
        HashedEvent before = null;
        for (HashedEvent event : group.accepted()) {
            byte[] json = EventWriter.write(event);
            if (json.length > largestEvent) {
                group.verdicts().takeBack(event.index(), List.of(tooLarge(json.length)));
                group.claims().takeBack(event.key());
                continue;
            }
            if (before == null || !isOfOneLine(before, event)) {
                line = byLine.computeIfAbsent(
                        order.line(event.destination(), origin.testEventCode(), event.name()),
                        its -> new ArrayList<>(group.accepted().size()));
                ofKind = kinds.computeIfAbsent(
                        new Kind(event.destination(), names.of(event.name())), its -> new int[] {0});
            }
            ofKind[0]++;
            before = event;
            line.add(new PackedEvent(
                    event.key(),
                    event.mask(),
                    origin.firstPosition() + group.verdicts().firstRow(event.index()),
                    json));
        }
        return new PackedGroup(
                group, new Submission(origin.source(), origin.place(), byLine, group.cursor(), counts(group, kinds)));
    }

    /** Events of one kind mostly come together, so the line of the one before is mostly that of the next. */
    private static boolean isOfOneLine(HashedEvent one, HashedEvent other) {
        return one.name().equals(other.name()) && one.destination().equals(other.destination());
    }

    private Map<LedgerEntry, Long> counts(HashedGroup group, Map<Kind, int[]> kinds) {
        Map<LedgerEntry, Long> counts = new HashMap<>();
        String source = group.origin().source();
        String destination = Objects.requireNonNullElse(group.origin().destination(), defaultDestination);
        long minute = LedgerEntry.minuteOf(clock.millis());
        // Events, where they go: an item may make several, and a mapping may choose the destination by a value.
        kinds.forEach((kind, events) -> counts.put(
                new LedgerEntry(minute, source, kind.destination(), kind.event(), LedgerEntry.ACCEPTED, ""),
                (long) events[0]));
        Verdicts verdicts = group.verdicts();
        if (verdicts.count(Verdicts.Status.ACCEPTED) < verdicts.size()) {
            for (Verdict verdict : verdicts.all()) {
                String reason = reason(verdict);
                if (reason != null) {
                    String event = names.known(verdicts.name(verdict.index()));
                    String what = verdict.status().name().toLowerCase(Locale.ROOT);
                    counts.merge(new LedgerEntry(minute, source, destination, event, what, reason), 1L, Long::sum);
                }
            }
        }
        return counts;
    }

    /** Why an item was not accepted; null when it was. */
    private static @Nullable String reason(Verdict verdict) {
        if (verdict.status() == Verdicts.Status.DUPLICATE) {
            return "";
        }
        if (verdict.status() == Verdicts.Status.FILTERED) {
            return Objects.requireNonNullElse(verdict.reason(), "");
        }
        if (verdict.status() == Verdicts.Status.REJECTED) {
            return verdict.problems().stream()
                    .filter(Problem::isError)
                    .findFirst()
                    .map(Problem::code)
                    .orElse("");
        }
        return null;
    }

    private static Problem tooLarge(int bytes) {
        return Problem.error(
                "",
                "event_too_large",
                "The event takes " + bytes + " bytes, more than a request may have (ferry.batch.max-bytes): send fewer"
                        + " contents or shorter texts.");
    }
}
