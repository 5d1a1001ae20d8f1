package dev.eventferry.delivery;

import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.Pause;

/** Why a batch stops before all of its events are delivered or dead, and what that asks of its destination's lane. */
public sealed interface Halt {

    /** A sentence's part for people, without values of events. */
    String reason();

    /** Its destination is at rest or not enabled, so it was not even tried. */
    record NotTried(String reason) implements Halt {}

    /** Its share of requests is used up; the rest goes on at once, behind others. */
    record Unfinished(String reason) implements Halt {}

    /** TikTok did not answer, or is in trouble: a failure of the destination, whose lane rests longer each time. */
    record Failed(String reason, Pause pause) implements Halt {}

    /** Too many requests: the lane pauses, which is no failure. */
    record Throttled(String reason, Pause pause) implements Halt {}

    /** A person must act; until then nothing is tried. */
    record Parked(String reason, Code code) implements Halt {}
}
