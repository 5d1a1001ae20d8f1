package dev.eventferry.camel;

import dev.eventferry.delivery.DestinationLane;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.store.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether events are taken and delivered. A TikTok that does not answer makes it degraded, not down: events are taken and
 * wait, so nobody must turn senders away. A store that does not work, or a stop, makes it down.
 */
final class DeliveryHealth extends AbstractHealthCheck {

    private final Outbox outbox;
    private final Writer writer;
    private final Guards guards;
    private final BooleanSupplier stopping;

    /** @param stopping whether the doors are closed for good */
    DeliveryHealth(Outbox outbox, Writer writer, Guards guards, BooleanSupplier stopping) {
        super("eventferry", "delivery");
        this.outbox = outbox;
        this.writer = writer;
        this.guards = guards;
        this.stopping = stopping;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> resting = outbox.lanes().stream()
                .filter(lane -> lane.failures() > 0)
                .map(DestinationLane::destination)
                .toList();
        List<String> left = guards.now().stream().map(Guards.Guard::message).toList();
        builder.detail("degraded", !resting.isEmpty());
        builder.detail("guards", left);
        if (stopping.getAsBoolean()) {
            builder.message("Eventferry is stopping.").down();
            return;
        }
        if (writer.isFailing()) {
            builder.message("The store takes nothing now, or the disk is nearly full.")
                    .down();
            return;
        }
        List<String> words = new ArrayList<>();
        if (!resting.isEmpty()) {
            words.add("degraded: events wait, because TikTok does not take those for " + resting);
        }
        if (!left.isEmpty()) {
            words.add("not live: " + String.join(" ", left));
        }
        if (!words.isEmpty()) {
            builder.message(String.join("; ", words));
        }
        builder.up();
    }
}
