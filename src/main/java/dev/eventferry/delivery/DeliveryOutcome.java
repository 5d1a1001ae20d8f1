package dev.eventferry.delivery;

import org.jspecify.annotations.Nullable;

/** What one request came to, for every event in it alike. */
public sealed interface DeliveryOutcome {

    /** Tells the batch what to do now. */
    void settle(Batch batch, Batch.Request request);

    /** TikTok has them. */
    record Delivered(@Nullable String requestId) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.delivered(request);
        }
    }

    /** TikTok will not take this request as it is: at least one event in it is to blame. */
    record Refused(int code, String message) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.refused(request, code, message);
        }
    }

    /** Not now; the events are as good as before. */
    record TryLater(String reason) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.later(reason);
        }
    }
}
