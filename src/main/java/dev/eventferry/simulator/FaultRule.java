package dev.eventferry.simulator;

import java.util.List;

/**
 * Faults for the requests that meet a target: for all of them or a share, which the script's seed picks. Immutable.
 *
 * @param name what the log and the views call it
 * @param when which requests it is about
 * @param share how many of these it hits, from 0 (exclusive) to 1
 * @param faults one a hit, each as often as it says; the last of them ends the rule, unless it {@code repeats}
 * @param repeats whether it begins again after the last fault
 * @param most hits, after which the rule is over
 */
public record FaultRule(String name, Target when, double share, List<Fault> faults, boolean repeats, int most) {

    /** Refuses what makes no sense. */
    public FaultRule {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0 and at most 1, such as 0.05 for every twentieth");
        }
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("a rule must have a fault at least");
        }
        if (most < 1) {
            throw new IllegalArgumentException("times must be at least 1, not " + most);
        }
        faults = List.copyOf(faults);
    }

    /** That fault for every request. */
    public static FaultRule of(String name, Fault fault) {
        return new FaultRule(name, Target.all(), 1, List.of(fault.times(1)), true, Integer.MAX_VALUE);
    }

    /** One fault after the other, and then no more. */
    public static FaultRule sequence(String name, Fault... faults) {
        return new FaultRule(name, Target.all(), 1, List.of(faults), false, Integer.MAX_VALUE);
    }

    /** The same for such requests only. */
    public FaultRule when(Target changed) {
        return new FaultRule(name, changed, share, faults, repeats, most);
    }

    /** The same for a share of the requests. */
    public FaultRule share(double changed) {
        return new FaultRule(name, when, changed, faults, repeats, most);
    }

    /** The same, and over after that many hits. */
    public FaultRule most(int changed) {
        return new FaultRule(name, when, share, faults, repeats, changed);
    }

    /** The same, and after its last fault it begins again. */
    public FaultRule repeated() {
        return new FaultRule(name, when, share, faults, true, most);
    }
}
