package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.dedup.HashedGroup.Candidate;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.support.ExpressionAdapter;

/**
 * What a route does with events one by one. Named as expression and processor, for Camel looks up a bean's method anew at
 * each call, which for each event is as much as mapping it (docs/benchmarks.md).
 */
final class EachEvent {

    /** {@code candidates}: a group's events, one by one, for the idempotent consumer. */
    static final Expression CANDIDATES = new ExpressionAdapter() {
        @Override
        public Object evaluate(Exchange exchange) {
            return ((HashedGroup) exchange.getMessage().getBody()).candidates();
        }

        @Override
        public String toString() {
            return "candidates";
        }
    };

    /** {@code dedupKey}: what makes two events one (design 3). */
    static final Expression DEDUP_KEY = new ExpressionAdapter() {
        @Override
        public Object evaluate(Exchange exchange) {
            return candidate(exchange).event().dedupKey();
        }

        @Override
        public String toString() {
            return "dedupKey";
        }
    };

    /** {@code accept}: an event that the idempotent consumer let through is ours. */
    static final Processor ACCEPT = exchange -> {
        Candidate candidate = candidate(exchange);
        candidate.group().accept(candidate.event());
    };

    private EachEvent() {}

    private static Candidate candidate(Exchange exchange) {
        return (Candidate) exchange.getMessage().getBody();
    }
}
