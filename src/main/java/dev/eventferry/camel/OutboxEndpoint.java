package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.store.CommitUnknown;
import dev.eventferry.store.Segment;
import dev.eventferry.store.StoreException;
import dev.eventferry.store.Writer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Both ends of the outbox. */
final class OutboxEndpoint extends DefaultEndpoint {

    private final OutboxComponent component;

    OutboxEndpoint(String uri, OutboxComponent component) {
        super(uri, component);
        this.component = component;
    }

    @Override
    public Producer createProducer() {
        return new Keeper(this, component.writer());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new Giver(this, processor, component.outbox());
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    /**
     * Keeps a {@link PackedGroup}; goes on as its {@link HashedGroup} when it is durable, or fails with
     * {@link StoreException} when nothing was kept, or {@link CommitUnknown} when that is not known.
     */
    private static final class Keeper extends DefaultAsyncProducer {

        private final Writer writer;

        Keeper(OutboxEndpoint endpoint, Writer writer) {
            super(endpoint);
            this.writer = writer;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!(exchange.getMessage().getBody() instanceof PackedGroup packed)) {
                exchange.setException(new IllegalArgumentException("outbox:events takes what direct:judge gives"));
                callback.done(true);
                return true;
            }
            HashedGroup group = packed.group();
            exchange.getMessage().setBody(group);
            RecentGroup shown = group.verdicts().onlooker() instanceof RecentGroup recent ? recent : null;
            if (shown != null) {
                shown.packed(packed);
            }
            CompletableFuture<@Nullable Void> kept = writer.accept(packed.submission());
            group.letEventsGo();
            kept.whenComplete((done, failure) -> {
                if (failure == null) {
                    group.claims().confirm();
                } else if (cause(failure) instanceof CommitUnknown unknown) {
                    group.claims().doubt(unknown);
                    unknown.happened().thenAccept(happened -> settle(group, happened, failure));
                } else {
                    group.claims().release(failure);
                }
                group.claims().others().whenComplete((others, otherFailure) -> {
                    Throwable first = failure != null ? failure : otherFailure;
                    if (first != null) {
                        exchange.setException(cause(first));
                    }
                    if (shown != null) {
                        shown.settled(failure == null);
                    }
                    callback.done(false);
                });
            });
            return false;
        }

        private static void settle(HashedGroup group, boolean happened, Throwable failure) {
            if (happened) {
                group.claims().confirm();
            } else {
                group.claims().release(failure);
            }
        }

        private static Throwable cause(Throwable failure) {
            return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        }
    }

    /** Hands over segments, each as one exchange. */
    private static final class Giver extends DefaultConsumer {

        private final Outbox outbox;

        Giver(OutboxEndpoint endpoint, Processor processor, Outbox outbox) {
            super(endpoint, processor);
            this.outbox = outbox;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            outbox.open(this::give);
        }

        @Override
        protected void doStop() throws Exception {
            outbox.pause();
            super.doStop();
        }

        private void give(Segment segment) {
            Exchange exchange = createExchange(true);
            exchange.getMessage().setBody(segment);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            if (exchange.getException() != null) {
                throw new IllegalStateException(exchange.getException());
            }
        }
    }
}
