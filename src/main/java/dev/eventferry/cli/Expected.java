package dev.eventferry.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must come of the events of one source. */
final class Expected {

    private static final List<String> VERDICTS = List.of("accepted", "duplicate", "filtered", "rejected");

    private final String source;
    private final Map<String, Long> counts = new TreeMap<>();

    Expected(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }

    /** That many more events must come to that. */
    Expected plus(String verdict, long events) {
        counts.merge(verdict, events, Long::sum);
        return this;
    }

    long count(String verdict) {
        return counts.getOrDefault(verdict, 0L);
    }

    /** Whether each event sent so far is counted, as whatever. */
    boolean isJudged(Tally tally) {
        return VERDICTS.stream()
                        .mapToLong(verdict -> tally.count(source, verdict))
                        .sum()
                >= counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A sentence for each count that is not as it must be; none when all is well. */
    List<String> differences(Tally tally) {
        List<String> differences = new ArrayList<>();
        for (String verdict : VERDICTS) {
            if (tally.count(source, verdict) != count(verdict)) {
                differences.add(source + ": " + tally.count(source, verdict) + " events are " + verdict + ", but "
                        + count(verdict) + " should be");
            }
        }
        if (tally.count(source, "delivered") != count("accepted")) {
            differences.add(source + ": " + tally.count(source, "delivered") + " events are delivered, but "
                    + count("accepted") + " should be");
        }
        return differences;
    }
}
