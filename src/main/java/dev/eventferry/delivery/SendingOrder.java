package dev.eventferry.delivery;

import dev.eventferry.store.Lane;
import dev.eventferry.store.Line;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes first when a destination's lane is behind ({@code ferry.delivery.first}, {@code ferry.delivery.order}).
 *
 * @param first names of events that go before all others
 * @param freshest destinations of which the newest events go first, and not the oldest
 */
public record SendingOrder(Set<String> first, Set<String> freshest) {

    /** All by their age. */
    public static final SendingOrder BY_AGE = new SendingOrder(Set.of(), Set.of());

    /** Where an event lines up. */
    public Line line(String destination, @Nullable String testCode, String event) {
        return new Line(new Lane(destination, testCode), first.contains(event), freshest.contains(destination));
    }
}
