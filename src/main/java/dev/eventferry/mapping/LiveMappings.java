package dev.eventferry.mapping;

/**
 * The mappings in force now. They change while Eventferry runs (docs/live-editing.md), so whoever reads a group of events
 * asks once and reads the whole group with what it got.
 */
public final class LiveMappings {

    private volatile Mappings current;

    public LiveMappings(Mappings first) {
        this.current = first;
    }

    /** Those in force at this moment. */
    public Mappings current() {
        return current;
    }

    /** From now on these. */
    public void replace(Mappings next) {
        current = next;
    }
}
