package dev.eventferry.event;

import java.util.List;
import java.util.function.Supplier;

/**
 * Looks on while a group is judged, and sees what is gone once its verdicts are spoken. Personal data is in the clear. For
 * the thread that judges.
 */
public interface Onlooker {

    /** Whether it wants to see the events of that item. */
    boolean watches(int index);

    /**
     * What was missing was added.
     *
     * @param from what was added from where; asked only when the event is one that it knows
     */
    void enriched(ConversionEvent before, ConversionEvent after, Supplier<List<FieldSource>> from);

    /** The rules were applied; the event may be refused by now. */
    void judged(ConversionEvent before, ConversionEvent after);

    /** Its personal data is gone. */
    void hashed(ConversionEvent before, HashedEvent after);
}
