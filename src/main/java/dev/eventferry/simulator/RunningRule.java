package dev.eventferry.simulator;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A rule at work. It draws once for each request that meets it, whatever other rules do, from a row of numbers of its
 * own: so the same seed and the same requests in the same order give the same faults.
 */
final class RunningRule {

    private final FaultRule rule;
    private final Random random;
    private int hits;
    private int fault;
    private int timesOfFault;

    /** The {@code index}-th rule under that seed. */
    RunningRule(FaultRule rule, long seed, int index) {
        this.rule = rule;
        this.random = new Random(mixed(seed + 0x9E3779B97F4A7C15L * (index + 1)));
    }

    /** Whether it wants that request; to be asked once for each. */
    boolean draws(@Nullable String token, TrackRequest request) {
        return !isOver() && rule.when().meets(token, request) && random.nextDouble() < rule.share();
    }

    /** Its next fault, which is used up by that. */
    Fault use() {
        Fault used = rule.faults().get(fault);
        hits++;
        timesOfFault++;
        if (timesOfFault == used.times()) {
            timesOfFault = 0;
            fault++;
            if (fault == rule.faults().size() && rule.repeats()) {
                fault = 0;
            }
        }
        return used.times(1);
    }

    FaultRule rule() {
        return rule;
    }

    int hits() {
        return hits;
    }

    boolean isOver() {
        return hits >= rule.most() || fault >= rule.faults().size();
    }

    /** Those rules from their beginning. */
    static List<RunningRule> all(List<FaultRule> rules, long seed) {
        RunningRule[] running = new RunningRule[rules.size()];
        for (int i = 0; i < running.length; i++) {
            running[i] = new RunningRule(rules.get(i), seed, i);
        }
        return List.of(running);
    }

    /** Spreads neighbouring seeds, whose rows would look alike (the finalizer of MurmurHash3). */
    private static long mixed(long seed) {
        long first = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
        long second = (first ^ (first >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return second ^ (second >>> 33);
    }
}
