package dev.eventferry.rules;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * What TikTok demands of an event, judged while it is in the clear and its match keys are normal: mends what can be
 * mended and adds a problem for what cannot, or should be known. Problems name a value's shape, never the value.
 */
public final class Rules {

    /** What the reader refuses, and what a lenient source loses instead; {@link Catalogue} says so too. */
    private static final Set<String> FORGIVEN =
            Set.of("value_not_a_number", "price_not_a_number", Codes.QUANTITY_NOT_A_NUMBER);

    private final RuleSettings settings;
    private final NameRules names;
    private final TimeRules times;
    private final SourceRules sources = new SourceRules();

    public Rules(RuleSettings settings, Clock clock) {
        this.settings = settings;
        this.names = new NameRules(settings.legacyNames());
        this.times = new TimeRules(settings, clock);
    }

    /** The names that TikTok has for events, of every source. */
    public static Set<String> eventNames() {
        return Vocabulary.names();
    }

    /** Whether events that are read with that mapping lose a wrong field rather than be refused for it. */
    public boolean isLenient(String mapping) {
        return settings.lenient().contains(mapping);
    }

    /** The event of a strict source as it may go out. */
    public ConversionEvent judge(ConversionEvent event, EventSource source) {
        return judge(event, source, false);
    }

    /**
     * The event as it may go out, with all its problems; {@link ConversionEvent#isRefused()} then says whether it may.
     *
     * @param source of the destination that it is for
     * @param lenient whether a field that is wrong is left out, where TikTok takes the event without it
     */
    public ConversionEvent judge(ConversionEvent event, EventSource source, boolean lenient) {
        Draft draft = new Draft(lenient && event.isRefused() ? forgiven(event) : event, source, lenient);
        names.judge(draft);
        times.judge(draft);
        sources.judge(draft);
        ChoiceRules.judge(draft);
        ItemRules.judge(draft);
        MoneyRules.judge(draft);
        return draft.event();
    }

    /** What could not be read is not there: only the severity is left to change. */
    private static ConversionEvent forgiven(ConversionEvent event) {
        List<Problem> problems = event.problems().stream()
                .map(problem -> FORGIVEN.contains(problem.code())
                        ? Problem.warning(problem.field(), problem.code(), problem.message() + " It is left out.")
                        : problem)
                .toList();
        return new ConversionEvent(
                event.index(),
                event.destination(),
                event.clientName(),
                event.name(),
                event.id(),
                event.time(),
                event.values(),
                event.contents(),
                problems,
                event.cookies(),
                event.campaign(),
                event.region());
    }

    /** TikTok's own names of events. */
    public static Set<String> namesOfEvents() {
        return Vocabulary.all();
    }
}
