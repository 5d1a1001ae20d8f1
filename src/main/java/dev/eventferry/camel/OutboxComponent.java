package dev.eventferry.camel;

import dev.eventferry.delivery.Outbox;
import dev.eventferry.store.Writer;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code outbox:events}, how routes see the store (design 2.4): {@code to} answers once a group is durable, without
 * holding a thread; {@code from} hands over committed segments.
 */
final class OutboxComponent extends DefaultComponent {

    private final Writer writer;
    private final Outbox outbox;

    OutboxComponent(Writer writer, Outbox outbox) {
        this.writer = writer;
        this.outbox = outbox;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        if (!"events".equals(remaining)) {
            throw new IllegalArgumentException("there is one outbox: outbox:events, not outbox:" + remaining);
        }
        return new OutboxEndpoint(uri, this);
    }

    Writer writer() {
        return writer;
    }

    Outbox outbox() {
        return outbox;
    }
}
