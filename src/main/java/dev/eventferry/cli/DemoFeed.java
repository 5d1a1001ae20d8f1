package dev.eventferry.cli;

/** A sender of the demo: it sends a little at each step, and knows what must come of all of it. */
interface DemoFeed {

    /** Sends the next bit, if it is time for it. */
    void step(Tally soFar) throws Exception;

    /** Whether everything is sent. */
    boolean isDone();

    /** What must come of what was sent so far. */
    Expected expected();
}
