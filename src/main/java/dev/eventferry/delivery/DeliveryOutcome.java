package dev.eventferry.delivery;

import dev.eventferry.tiktok.Answer;
import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.Pause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request came to. */
public sealed interface DeliveryOutcome {

    /** Tells the batch what to do now. */
    void settle(Batch batch, Batch.Request request);

    /** TikTok has all of them. */
    record Delivered(@Nullable String requestId) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.delivered(request);
        }
    }

    /** TikTok has all but these. */
    record PartlyDelivered(int code, List<Answer.Failed> failed) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.deliveredBut(request, code, failed);
        }
    }

    /** TikTok took none of them, because of this one. */
    record RefusedFor(int index, int code, String message) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.refusedFor(request, index, code, message);
        }
    }

    /** TikTok took none of them: at least one is to blame, and it does not say which. */
    record Refused(int code, String message) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.refused(request, code, message);
        }
    }

    /** Not now; the events are as good as before. */
    record TryLater(String reason, Pause pause) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.halt(new Halt.Failed(reason, pause));
        }
    }

    /** Too many requests; the events are as good as before. */
    record Throttled(String reason, Pause pause) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.halt(new Halt.Throttled(reason, pause));
        }
    }

    /** A person must act; the events are as good as before. */
    record Parked(String reason, Code code) implements DeliveryOutcome {
        @Override
        public void settle(Batch batch, Batch.Request request) {
            batch.halt(new Halt.Parked(reason, code));
        }
    }
}
