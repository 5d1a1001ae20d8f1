package dev.eventferry.camel;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A verb that every event passes, as Camel's processor: the message's body in, what becomes of it out. A bean's method
 * would do the same, but Camel looks it up anew at each call, which with one event a request costs the routes a tenth
 * (docs/benchmarks.md).
 */
final class Step<I, O> extends AsyncProcessorSupport {

    private final String name;
    private final Class<I> takes;
    private final BiFunction<? super I, ? super Exchange, ? extends O> verb;

    private Step(String name, Class<I> takes, BiFunction<? super I, ? super Exchange, ? extends O> verb) {
        this.name = name;
        this.takes = takes;
        this.verb = verb;
    }

    /** A verb that knows nothing of Camel. */
    static <I, O> Step<I, O> of(String name, Class<I> takes, Function<? super I, ? extends O> verb) {
        return new Step<>(name, takes, (body, exchange) -> verb.apply(body));
    }

    /** A verb of a door, which keeps the request beside the body. */
    static <I, O> Step<I, O> with(
            String name, Class<I> takes, BiFunction<? super I, ? super Exchange, ? extends O> verb) {
        return new Step<>(name, takes, verb);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            exchange.getMessage().setBody(verb.apply(body(name, takes, exchange), exchange));
        } catch (RuntimeException | Error e) { // whoever sent it gets an answer
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    /** The body that a step takes; steps in a wrong order are told, and not what the body says. */
    static <B> B body(String name, Class<B> takes, Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (!takes.isInstance(body)) {
            String left = body == null ? "nothing" : body.getClass().getSimpleName();
            throw new IllegalArgumentException(
                    name + " takes " + takes.getSimpleName() + ", and the step before left " + left);
        }
        return takes.cast(body);
    }

    @Override
    public String toString() {
        return name;
    }
}
