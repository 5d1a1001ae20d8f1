package dev.eventferry.camel;

import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.delivery.Alarm;
import dev.eventferry.delivery.Batch;
import dev.eventferry.delivery.DeliveryOutcome;
import dev.eventferry.delivery.Halt;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.RawGroup;
import dev.eventferry.identity.Masker;
import dev.eventferry.inspect.RecentEvent.Answered;
import dev.eventferry.inspect.RecentEvent.State;
import dev.eventferry.inspect.RecentEvents;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.tiktok.Answer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the inspector's record of recent events what happens to them: on their way in by group, on their way out by
 * request. Of events that are not in the record only the key is looked at.
 */
final class RecentFeed implements Alarm {

    /** Feeds nothing. */
    static final RecentFeed NONE = new RecentFeed(null, null, false, Clock.systemUTC());

    private final @Nullable RecentEvents recent;
    private final @Nullable Deduplicator deduplicator;
    private final boolean keepsInput;
    private final Clock clock;

    /**
     * @param recent null when nothing is remembered
     * @param keepsInput whether what came in is remembered, masked
     */
    RecentFeed(@Nullable RecentEvents recent, @Nullable Deduplicator deduplicator, boolean keepsInput, Clock clock) {
        this.recent = recent;
        this.deduplicator = deduplicator;
        this.keepsInput = keepsInput;
        this.clock = clock;
    }

    /** What is fed; null for nothing. */
    @Nullable
    RecentEvents recent() {
        return recent;
    }

    boolean keepsInput() {
        return keepsInput;
    }

    /** What is over its time goes, whether or not somebody looks. */
    void forget() {
        if (recent != null) {
            recent.forget();
        }
    }

    /** A group begins to be judged: some or all of its items are looked at, or, with null, none. */
    @Nullable
    RecentGroup begin(RawGroup group) {
        if (recent == null || deduplicator == null || group.items().isEmpty()) {
            return null;
        }
        int granted = recent.grant(group.items().size());
        if (granted == 0) {
            return null;
        }
        RecentGroup shown = new RecentGroup(recent, deduplicator, group, granted, keepsInput);
        group.verdicts().show(shown);
        return shown;
    }

    /** TikTok answered a request. */
    void answered(Batch.Request request, Answer answer, DeliveryOutcome outcome) {
        if (recent == null) {
            return;
        }
        long now = clock.millis();
        Map<Integer, String> blamed = blamed(outcome);
        boolean split = outcome instanceof DeliveryOutcome.RefusedFor || outcome instanceof DeliveryOutcome.Refused;
        boolean partly = outcome instanceof DeliveryOutcome.PartlyDelivered;
        boolean taken = partly || outcome instanceof DeliveryOutcome.Delivered;
        String words = Masker.mask(answer.message());
        request.forEachKey((index, key) -> {
            if (!recent.knows(key)) {
                return;
            }
            boolean isBlamed = blamed.containsKey(index) || (split && request.events() == 1);
            String message = blamed.getOrDefault(index, words);
            if (isBlamed) {
                tell(key, now, answer, message, "refused", null);
            } else if (taken) {
                tell(key, now, answer, message, "delivered", State.DELIVERED);
            } else if (split) {
                tell(key, now, answer, message, "refused with others, to be sent again without the one to blame", null);
            } else {
                tell(key, now, answer, message, "put off", State.WAITING);
            }
        });
    }

    /** A request had no answer. */
    void unanswered(Batch.Request request, String why) {
        if (recent == null) {
            return;
        }
        Answered nothing = new Answered(clock.millis(), null, Masker.mask(why), null, null, "put off");
        request.forEachKey((index, key) -> {
            if (recent.knows(key)) {
                recent.answered(key, nothing, State.WAITING);
            }
        });
    }

    @Override
    public void died(List<DeadLetter> letters) {
        if (recent == null) {
            return;
        }
        for (DeadLetter letter : letters) {
            if (recent.knows(letter.key())) {
                recent.died(letter.key(), letter.why(), letter.diedAt());
            }
        }
    }

    @Override
    public void parked(String destination, Halt.Parked why) {
        // the answer of its events' request said so
    }

    private void tell(EventKey key, long now, Answer answer, String message, String outcome, @Nullable State state) {
        if (recent != null) {
            recent.answered(
                    key, new Answered(now, answer.code(), message, answer.requestId(), answer.logId(), outcome), state);
        }
    }

    /** Who is to blame, with TikTok's words. */
    private static Map<Integer, String> blamed(DeliveryOutcome outcome) {
        Map<Integer, String> blamed = new HashMap<>();
        if (outcome instanceof DeliveryOutcome.PartlyDelivered partly) {
            partly.failed().forEach(failed -> blamed.putIfAbsent(failed.index(), failed.message()));
        } else if (outcome instanceof DeliveryOutcome.RefusedFor refused) {
            blamed.put(refused.index(), refused.message());
        }
        return blamed;
    }
}
