package dev.eventferry.delivery;

import dev.eventferry.store.Segment;
import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One destination's way out: what of it is held in memory, and whether it is tried now. Each has its own, so that a dead
 * destination delays no other. For many threads.
 *
 * <p>It rests when TikTok fails, longer each time, and is probed with a few events when the rest is over; it pauses when
 * TikTok throttles, and when it has had its requests of a minute or day; it is parked when a person must act, and probed from time to time in case somebody did.
 */
public final class DestinationLane {

    private static final int FAIR_LOOK = 4;

    private final String destination;
    private final Quota quota;
    private final Set<Long> held = new HashSet<>();
    private final Set<Long> leftSincePage = new HashSet<>();
    private boolean readingPage;
    private long heldBytes;
    private int heldEvents;
    private boolean behind = true;
    private long skipped;
    private long nextDue;
    private long restsUntil;
    private int failures;
    private int throttles;
    private @Nullable Parking parking;
    private long fresh;
    private int looks;

    /**
     * What a person must see to.
     *
     * @param reason TikTok's words, masked
     * @param since milliseconds since 1970
     */
    public record Parking(Code code, String reason, long since) {}

    DestinationLane(String destination, Quota quota) {
        this.destination = destination;
        this.quota = quota;
    }

    public String destination() {
        return destination;
    }

    /** Its requests of a second, minute and day. */
    public Quota quota() {
        return quota;
    }

    /** How often in a row it did not answer. */
    public synchronized int failures() {
        return failures;
    }

    /** What a person must see to before its events go on; null when nobody must. */
    public synchronized @Nullable Parking parking() {
        return parking;
    }

    /** When its rest or pause is over, milliseconds since 1970; in the past when it has none. */
    public synchronized long restsUntil() {
        return restsUntil;
    }

    /** Whether nothing is to be sent to it at that moment, milliseconds since 1970. */
    public synchronized boolean isResting(long now) {
        return now < opensAt(now);
    }

    /** When something may be sent to it again, milliseconds since 1970; in the past when it may now. */
    public synchronized long opensAt(long now) {
        return Math.max(restsUntil, quota.closedUntil(now));
    }

    /** Whether more waits in the store than is held in memory. */
    public synchronized boolean isBehind() {
        return behind;
    }

    /** How many events are under way. */
    public synchronized int heldEvents() {
        return heldEvents;
    }

    synchronized boolean takeFromMemory(Segment segment, Outbox.LaneRoom room) {
        if (held.contains(segment.id())) {
            return false; // the store was read between the commit and this call
        }
        if (behind || failures > 0 || !fits(segment, room)) {
            behind = true;
            skipped++;
            return false;
        }
        hold(segment);
        return true;
    }

    /** A page is about to be read: what leaves from now on may still stand in it as pending. */
    synchronized void beginPage() {
        leftSincePage.clear();
        readingPage = true;
    }

    /** Whether to go on reading; {@link #isNew} tells whether this one was taken or is under way already. */
    synchronized boolean takeFromStore(Segment segment, Outbox.LaneRoom room) {
        fresh = 0;
        if (held.contains(segment.id()) || leftSincePage.contains(segment.id())) {
            return true;
        }
        boolean probing = failures > 0;
        if (probing ? heldEvents >= room.probeEvents() : !fits(segment, room)) {
            return false;
        }
        hold(segment);
        fresh = segment.id();
        return true;
    }

    /** Takes a segment that will not be sent any more, unless it is under way. */
    synchronized boolean takeAside(Segment segment) {
        if (held.contains(segment.id())) {
            return false;
        }
        hold(segment);
        return true;
    }

    synchronized boolean isNew(Segment segment) {
        return fresh == segment.id();
    }

    synchronized boolean wantsMore(long now, Outbox.LaneRoom room) {
        boolean somethingThere = behind || (nextDue > 0 && now >= nextDue);
        boolean roomForIt = failures > 0 ? held.isEmpty() : heldBytes <= room.bytes() / 2;
        return somethingThere && roomForIt && !isResting(now);
    }

    /**
     * Whether this look at the store is one for those that have been due for longest, whatever their turn: one of a few
     * while it is behind, so that nothing waits for ever behind what goes first.
     */
    synchronized boolean isFairLook() {
        looks = behind ? looks + 1 : 0;
        return looks > 0 && looks % FAIR_LOOK == 0;
    }

    synchronized long skippedSoFar() {
        return skipped;
    }

    /** No page is read any more. */
    synchronized void endPages() {
        leftSincePage.clear();
        readingPage = false;
    }

    /** All that was due when reading began is taken; what was skipped since then still waits. */
    synchronized void caughtUp(long skippedBefore, Optional<Long> next) {
        if (skipped == skippedBefore) {
            behind = false;
        }
        nextDue = next.orElse(0L);
    }

    synchronized void release(Segment segment, boolean stillPending) {
        if (held.remove(segment.id())) {
            heldBytes -= segment.payload().length;
            heldEvents -= segment.events();
        }
        if (readingPage) {
            leftSincePage.add(segment.id());
        }
        if (stillPending) {
            behind = true;
            skipped++;
        }
    }

    synchronized void answered() {
        failures = 0;
        throttles = 0;
        parking = null;
        restsUntil = 0;
    }

    /** More waits in the store than was known. */
    synchronized void lookAgain() {
        behind = true;
        skipped++;
    }

    /** What kept it from answering may be gone: it is probed at once, and rests only shortly if that fails. */
    synchronized void wake() {
        failures = Math.min(failures, 1);
        throttles = 0;
        parking = null;
        restsUntil = 0;
        lookAgain();
    }

    /** It failed; requests that were under way when it did are part of the same failure. */
    synchronized long rest(long now, Backoff backoff, Pause pause) {
        if (now >= restsUntil) {
            failures++;
            restsUntil = later(now, backoff, pause, backoff.after(failures, ThreadLocalRandom.current()));
        }
        return restsUntil;
    }

    /** It throttles: it pauses as long as TikTok asks, and longer when that was too short. */
    synchronized void pause(long now, Backoff backoff, Pause pause) {
        if (now >= restsUntil) {
            throttles++;
            Duration more = throttles == 1 ? Duration.ZERO : backoff.after(throttles - 1, ThreadLocalRandom.current());
            restsUntil = later(now, backoff, pause, more);
        }
    }

    /**
     * A person must act.
     *
     * @param probe after which time it is tried whether somebody did
     * @return whether that is news
     */
    synchronized boolean park(long now, Code code, String reason, Duration probe) {
        Parking before = parking;
        boolean news = before == null || !before.code().equals(code);
        if (news) {
            parking = new Parking(code, reason, now);
        }
        failures = Math.max(1, failures); // probed with a few events
        restsUntil = now + probe.toMillis();
        return news;
    }

    private static long later(long now, Backoff backoff, Pause pause, Duration wait) {
        Instant asked = pause.until(Instant.ofEpochMilli(now), backoff.most());
        return Math.max(asked.toEpochMilli(), now + wait.toMillis());
    }

    private boolean fits(Segment segment, Outbox.LaneRoom room) {
        return held.isEmpty()
                || (heldBytes + segment.payload().length <= room.bytes() && held.size() < room.segments());
    }

    private void hold(Segment segment) {
        held.add(segment.id());
        heldBytes += segment.payload().length;
        heldEvents += segment.events();
    }
}
