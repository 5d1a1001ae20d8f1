package dev.eventferry.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that makes the simulator other than kind: queued faults, rules, the lasting fault, states of tokens, quotas,
 * poison, and how refusals blame an event. Safe for many threads.
 */
final class FaultScript {

    private static final long USUAL_SEED = 1;

    private final Deque<Fault> next = new ArrayDeque<>();
    private final Tokens tokens = new Tokens();
    private final Quotas quotas = new Quotas();
    private Fault always = Fault.NONE;
    private List<RunningRule> rules = List.of();
    private List<Poison> poison = List.of();
    private IndexForm index = IndexForm.SHOWN;
    private long seed = USUAL_SEED;

    /** A fault and what the log calls it; empty for none. */
    record Hit(Fault fault, String cause) {}

    /** The fault of the request that is here now: a queued one, else that of the first rule that wants it, else the lasting one. */
    synchronized Hit take(@Nullable String token, TrackRequest request) {
        RunningRule drawn = null;
        for (RunningRule rule : rules) { // each draws each time, so that its row of numbers depends on nothing else
            boolean draws = rule.draws(token, request);
            drawn = drawn == null && draws ? rule : drawn;
        }
        Fault fault = next.pollFirst();
        if (fault != null) {
            if (fault.times() > 1) {
                next.addFirst(fault.times(fault.times() - 1));
            }
            return hit(fault.times(1), "next");
        }
        return drawn != null ? hit(drawn.use(), drawn.rule().name()) : hit(always, "always");
    }

    /** Why the token or a quota refuses the request, or null when they do not. */
    @Nullable
    synchronized Answer refusal(@Nullable String token, String pixel, Instant now) {
        Answer byToken = tokens.refusal(token, pixel);
        if (byToken != null || token == null) {
            return byToken;
        }
        Quota quota = quotas.exceeded(token, pixel, now);
        return quota == null
                ? null
                : Answer.refusal(quota.code(), quota.message()).withHttp(quota.http());
    }

    /** What refuses events whatever they look like. */
    synchronized List<Poison> poison() {
        return poison;
    }

    /** How refusals blame an event. */
    synchronized IndexForm index() {
        return index;
    }

    /** Queues a fault behind those that wait. */
    synchronized void add(Fault fault) {
        next.addLast(fault);
    }

    /** Lets every request suffer from it when nothing else hits it. */
    synchronized void setAlways(Fault fault) {
        always = fault;
    }

    /** Adds a rule behind the others. */
    synchronized void add(FaultRule rule) {
        List<RunningRule> more = new ArrayList<>(rules);
        more.add(new RunningRule(rule, seed, rules.size()));
        rules = List.copyOf(more);
    }

    /** Lets all rules begin again by that seed. */
    synchronized void setSeed(long changed) {
        seed = changed;
        rules = RunningRule.all(rulesAlone(), seed);
    }

    synchronized void setToken(String token, TokenState state) {
        tokens.set(token, state);
    }

    synchronized void add(Quota quota) {
        quotas.add(quota);
    }

    synchronized void add(Poison more) {
        List<Poison> all = new ArrayList<>(poison);
        all.add(more);
        poison = List.copyOf(all);
    }

    synchronized void setIndex(IndexForm form) {
        index = form;
    }

    /** Makes it kind again. */
    synchronized void clear() {
        next.clear();
        tokens.reset();
        quotas.set(List.of());
        always = Fault.NONE;
        rules = List.of();
        poison = List.of();
        index = IndexForm.SHOWN;
        seed = USUAL_SEED;
    }

    /** How many requests the queued faults will hit. */
    synchronized int waiting() {
        return next.stream().mapToInt(Fault::times).sum();
    }

    /** Does what a document says. */
    synchronized void apply(FaultDocument document) {
        if (document.clear()) {
            clear();
        }
        next.addAll(document.next());
        always = document.always() == null ? always : document.always();
        if (document.seed() != null || document.rules() != null) {
            seed = document.seed() == null ? seed : document.seed();
            rules = RunningRule.all(document.rules() == null ? rulesAlone() : document.rules(), seed);
        }
        document.tokens().forEach(tokens::set);
        if (document.quotas() != null) {
            quotas.set(document.quotas());
        }
        poison = document.poison() == null ? poison : document.poison();
        index = document.index() == null ? index : document.index();
    }

    /** What is set, in words. */
    synchronized View view() {
        return new View(
                seed,
                waiting(),
                next.stream()
                        .map(fault -> fault.toString() + (fault.times() > 1 ? ", " + fault.times() + " times" : ""))
                        .toList(),
                always.toString(),
                rules.stream().map(RuleView::of).toList(),
                tokens.view(),
                quotas.all().stream().map(Quota::toString).toList(),
                poison.stream().map(Poison::toString).toList(),
                index.toString());
    }

    /** What is set, in words. */
    record View(
            long seed,
            int waiting,
            List<String> next,
            String always,
            List<RuleView> rules,
            Map<String, String> tokens,
            List<String> quotas,
            List<String> poison,
            String index) {}

    /** A rule in words, and how many requests it has hit. */
    record RuleView(String name, String when, double share, List<String> faults, int hits, boolean over) {

        static RuleView of(RunningRule running) {
            FaultRule rule = running.rule();
            List<String> faults = rule.faults().stream().map(Fault::toString).toList();
            return new RuleView(
                    rule.name(), rule.when().toString(), rule.share(), faults, running.hits(), running.isOver());
        }
    }

    private List<FaultRule> rulesAlone() {
        return rules.stream().map(RunningRule::rule).toList();
    }

    private static Hit hit(Fault fault, String cause) {
        return new Hit(fault, fault.equals(Fault.NONE) ? "" : cause + ": " + fault);
    }
}
