package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.dedup.HashedGroup.Candidate;
import java.util.function.Function;
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
    static final Expression CANDIDATES = of("candidates", HashedGroup.class, HashedGroup::candidates);

    /** {@code dedupKey}: what makes two events one (design 3). */
    static final Expression DEDUP_KEY =
            of("dedupKey", Candidate.class, candidate -> candidate.event().dedupKey());

    /** {@code accept}: an event that the idempotent consumer let through is ours. */
    static final Processor ACCEPT = exchange -> {
        Candidate candidate = Step.body("accept", Candidate.class, exchange);
        candidate.group().accept(candidate.event());
    };

    private EachEvent() {}

    private static <B> Expression of(String name, Class<B> takes, Function<? super B, ?> what) {
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                return what.apply(Step.body(name, takes, exchange));
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
