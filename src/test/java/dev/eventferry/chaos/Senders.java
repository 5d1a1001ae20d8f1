package dev.eventferry.chaos;

import dev.eventferry.e2e.Load;
import java.util.Set;

/**
 * What those who sent events know of them, by {@code event_id}. What was sent and is in neither of the two others is
 * unknown: no answer came.
 *
 * @param sent all of them
 * @param promised an answer said that it is accepted, or a copy of one that is
 * @param refused an answer said that it is rejected
 */
record Senders(Set<String> sent, Set<String> promised, Set<String> refused) {

    static Senders of(Load load) {
        return new Senders(Set.copyOf(load.sent()), Set.copyOf(load.promised()), Set.copyOf(load.refused()));
    }
}
