package dev.eventferry.simulator;

import org.jspecify.annotations.Nullable;

/** The simulator's look at a request, without its server. */
public final class Form {

    private Form() {}

    /** Why TikTok would not take it, or null when it would. */
    public static @Nullable String objection(byte[] body) {
        Refusal refusal = TrackRequest.read(body, body.length).refusal();
        return refusal == null ? null : refusal.code() + " " + IndexForm.SHOWN.message(refusal);
    }
}
