package dev.eventferry.mapping;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Problem;
import java.util.List;

/** What one item came to. */
public sealed interface Result {

    /**
     * Events, which may carry problems that refuse them.
     *
     * @param events at least one
     */
    record Mapped(List<ConversionEvent> events) implements Result {}

    /**
     * Not meant for TikTok: nobody is at fault.
     *
     * @param reason a sentence for reports; never quotes the item
     */
    record Filtered(String reason) implements Result {}

    /**
     * No event could be made of it.
     *
     * @param problems at least one, all errors
     */
    record Refused(List<Problem> problems) implements Result {}
}
