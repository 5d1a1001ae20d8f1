package dev.eventferry.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.chaos.WireLog.Attempt;
import dev.eventferry.chaos.WireLog.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what senders were answered, what TikTok saw and what is in the store against each other.
 *
 * <p>A copy on the wire has an excuse when the event was taken before in a request that a fault hit, for its answer may be
 * lost; or when a kill lies between, soon after the first, for what became of a batch is written down after its answer.
 * A fault whose rule is named {@code slow} is no excuse.
 *
 * @param canaries plain personal data that senders sent, or parts of it
 */
record Checker(Senders senders, WireLog wire, StoreDump store, List<String> canaries, List<Kill> kills) {

    /** How long an answer may wait to be written down; a commit takes as long on a machine that does much else. */
    static final Duration UNSETTLED = Duration.ofSeconds(5);

    private static final int SHOWN = 5;

    /** A {@code kill -9}, and the number of the last request before it. */
    record Kill(long lastRequest, Instant at) {

        private boolean excuses(Request earlier, Request later) {
            return earlier.number() <= lastRequest
                    && lastRequest < later.number()
                    && !earlier.time().isBefore(at.minus(UNSETTLED));
        }
    }

    /** What must hold. */
    enum Invariant {
        /** What was promised is delivered, dead with a reason, or waits. */
        PROMISED_IS_NOT_LOST,
        /** What was rejected goes nowhere. */
        REFUSED_GOES_NOWHERE,
        /** Nobody is sent what nobody sent. */
        NOTHING_IS_INVENTED,
        /** Each copy has an excuse. */
        COPIES_HAVE_AN_EXCUSE,
        /** Nothing plain of a person leaves, or is kept. */
        NOTHING_PLAIN,
        /** Every attempt has the id that the sender gave. */
        ONE_ID,
        /** What was accepted is delivered, dead or waits, by number too. */
        COUNTS_ADD_UP
    }

    /** What does not hold, in words. */
    record Violation(Invariant invariant, String words) {}

    /** Fails with all that does not hold. */
    void check() {
        assertThat(violations()).isEmpty();
    }

    List<Violation> violations() {
        Set<String> taken = ids(wire.requests().stream()
                .flatMap(request -> request.events().stream())
                .filter(Attempt::isTaken)
                .map(Attempt::id));
        Set<String> onWire = ids(wire.requests().stream()
                .flatMap(request -> request.events().stream())
                .map(Attempt::id));
        Set<String> waiting = ids(store.waiting().stream().map(StoreDump.Entry::id));
        Set<String> dead =
                ids(store.dead().stream().map(letter -> letter.event().id()));
        Set<String> deadWithReason = ids(store.dead().stream()
                .filter(letter -> letter.reason() != null && !letter.reason().isBlank())
                .map(letter -> letter.event().id()));
        Set<String> anywhere = union(List.of(onWire, waiting, dead));

        List<Violation> found = new ArrayList<>();
        none(
                found,
                Invariant.PROMISED_IS_NOT_LOST,
                "are lost",
                without(senders.promised(), union(List.of(taken, waiting, deadWithReason))));
        none(found, Invariant.REFUSED_GOES_NOWHERE, "were rejected and are there", both(senders.refused(), anywhere));
        none(found, Invariant.NOTHING_IS_INVENTED, "were never sent", without(anywhere, senders.sent()));
        none(found, Invariant.COPIES_HAVE_AN_EXCUSE, "were taken again without an excuse", copiesWithoutExcuse());
        none(found, Invariant.NOTHING_PLAIN, "have plain personal data", plain());
        none(
                found,
                Invariant.ONE_ID,
                "came under another id",
                ids(wire.arrivals().stream()
                        .filter(arrival -> !arrival.id().equals(arrival.order()))
                        .map(arrival -> arrival.order() + " as " + arrival.id())));
        counts(found, taken, waiting, dead);
        return found;
    }

    private void counts(List<Violation> found, Set<String> taken, Set<String> waiting, Set<String> dead) {
        long delivered = store.count("delivered");
        sum(
                found,
                "accepted",
                store.accepted(),
                "delivered, dead and waiting",
                delivered + dead.size() + waiting.size());
        sum(
                found,
                "delivered",
                delivered,
                "what TikTok took and nobody waits for",
                without(taken, union(List.of(waiting, dead))).size());
        sum(
                found,
                "dead",
                store.count("dead") - store.count("replayed"),
                "dead letters",
                store.dead().size());
        long counted = store.count("accepted"); // written once a second: a kill may forget some
        if (counted > store.accepted() || (kills.isEmpty() && counted < store.accepted())) {
            found.add(
                    new Violation(Invariant.COUNTS_ADD_UP, counted + " counted as accepted, not " + store.accepted()));
        }
        if (store.accepted() < senders.promised().size()) {
            found.add(new Violation(
                    Invariant.COUNTS_ADD_UP,
                    store.accepted() + " accepted, but " + senders.promised().size() + " promised"));
        }
    }

    private Set<String> copiesWithoutExcuse() {
        Map<String, Request> before = new HashMap<>();
        Set<String> found = new TreeSet<>();
        for (Request request : wire.requests()) {
            for (Attempt attempt : request.events()) {
                Request earlier = attempt.isTaken() ? before.put(attempt.id(), request) : null;
                if (earlier != null && !isExcused(earlier, request)) {
                    found.add(attempt.id() + " in " + earlier.number() + " and " + request.number());
                }
            }
        }
        return found;
    }

    private boolean isExcused(Request earlier, Request later) {
        boolean spoiled = !earlier.fault().isEmpty() && !earlier.fault().startsWith("slow");
        return spoiled || kills.stream().anyMatch(kill -> kill.excuses(earlier, later));
    }

    private Set<String> plain() {
        Stream<StoreDump.Entry> kept = Stream.of(
                        store.waiting().stream(),
                        store.dead().stream().map(StoreDump.Dead::event),
                        wire.arrivals().stream().map(arrival -> new StoreDump.Entry(arrival.id(), arrival.json())))
                .flatMap(entries -> entries);
        return ids(kept.filter(entry -> canaries.stream().anyMatch(entry.json()::contains))
                .map(StoreDump.Entry::id));
    }

    private static void sum(List<Violation> found, String what, long is, String parts, long should) {
        if (is != should) {
            found.add(new Violation(Invariant.COUNTS_ADD_UP, is + " " + what + ", but " + should + " " + parts));
        }
    }

    private static void none(List<Violation> found, Invariant invariant, String words, Collection<String> ids) {
        if (!ids.isEmpty()) {
            found.add(new Violation(
                    invariant,
                    ids.size() + " " + words + ", such as "
                            + ids.stream().limit(SHOWN).toList()));
        }
    }

    private static Set<String> ids(Stream<String> ids) {
        return ids.collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> union(List<Set<String>> sets) {
        return ids(sets.stream().flatMap(Set::stream));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        return ids(all.stream().filter(id -> !some.contains(id)));
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        return ids(one.stream().filter(other::contains));
    }
}
