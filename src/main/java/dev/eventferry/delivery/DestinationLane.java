package dev.eventferry.delivery;

import dev.eventferry.store.Segment;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One destination's way out: what of it is held in memory, and whether it rests because TikTok does not answer. Each has
 * its own, so that a dead destination delays no other. For many threads.
 */
public final class DestinationLane {

    private final String destination;
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
    private long fresh;

    DestinationLane(String destination) {
        this.destination = destination;
    }

    public String destination() {
        return destination;
    }

    /** How often in a row it did not answer. */
    public synchronized int failures() {
        return failures;
    }

    /** Whether nothing is to be sent to it at that moment, milliseconds since 1970. */
    public synchronized boolean isResting(long now) {
        return now < restsUntil;
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

    synchronized boolean isNew(Segment segment) {
        return fresh == segment.id();
    }

    synchronized boolean wantsMore(long now, Outbox.LaneRoom room) {
        boolean somethingThere = behind || (nextDue > 0 && now >= nextDue);
        boolean roomForIt = failures > 0 ? held.isEmpty() : heldBytes <= room.bytes() / 2;
        return somethingThere && roomForIt && now >= restsUntil;
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
        restsUntil = 0;
    }

    /** What kept it from answering may be gone: it is probed at once, and rests only shortly if that fails. */
    synchronized void wake() {
        failures = Math.min(failures, 1);
        restsUntil = 0;
        behind = true;
        skipped++;
    }

    synchronized long rest(long now, Backoff backoff) {
        if (now >= restsUntil) {
            failures++;
            restsUntil =
                    now + backoff.after(failures, ThreadLocalRandom.current()).toMillis();
        }
        return restsUntil;
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
