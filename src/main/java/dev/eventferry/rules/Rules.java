package dev.eventferry.rules;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import java.time.Clock;

/**
 * What TikTok demands of an event, judged while it is in the clear and its match keys are normal: mends what can be
 * mended and adds a problem for what cannot, or should be known. Problems name a value's shape, never the value.
 */
public final class Rules {

    private final NameRules names;
    private final TimeRules times;
    private final SourceRules sources = new SourceRules();

    public Rules(RuleSettings settings, Clock clock) {
        this.names = new NameRules(settings.legacyNames());
        this.times = new TimeRules(settings, clock);
    }

    /**
     * The event as it may go out, with all its problems; {@link ConversionEvent#isRefused()} then says whether it may.
     *
     * @param source of the destination that it is for
     */
    public ConversionEvent judge(ConversionEvent event, EventSource source) {
        Draft draft = new Draft(event, source);
        names.judge(draft);
        times.judge(draft);
        sources.judge(draft);
        ChoiceRules.judge(draft);
        ItemRules.judge(draft);
        MoneyRules.judge(draft);
        return draft.event();
    }
}
