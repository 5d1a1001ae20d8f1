package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The faults that wait: one a request in order, then the lasting one. Safe for many threads. */
final class FaultScript {

    private static final Set<String> KEYS = Set.of("next", "always", "clear", "index");

    private final Deque<Fault> next = new ArrayDeque<>();
    private Fault always = Fault.NONE;
    private boolean indexHidden;

    /** The fault of the request that is here now; {@link Fault#NONE} when none waits. */
    synchronized Fault take() {
        Fault fault = next.pollFirst();
        if (fault == null) {
            return always;
        }
        if (fault.times() > 1) {
            next.addFirst(fault.times(fault.times() - 1));
        }
        return fault;
    }

    /** Queues a fault behind those that wait. */
    synchronized void add(Fault fault) {
        next.addLast(fault);
    }

    /** Lets every request suffer from it when nothing else waits. */
    synchronized void setAlways(Fault fault) {
        always = fault;
    }

    /** Whether refusals name the event in the request or keep it to themselves. */
    synchronized void hideIndex(boolean hidden) {
        indexHidden = hidden;
    }

    synchronized boolean isIndexHidden() {
        return indexHidden;
    }

    /** Ends all faults. */
    synchronized void clear() {
        next.clear();
        always = Fault.NONE;
        indexHidden = false;
    }

    /** How many requests the queued faults will hit. */
    synchronized int waiting() {
        return next.stream().mapToInt(Fault::times).sum();
    }

    /** Whether a lasting fault is set. */
    synchronized boolean isLasting() {
        return !always.equals(Fault.NONE);
    }

    /**
     * Applies {@code {"clear":true,"index":"hidden","next":[...],"always":{...}}}, all of it or nothing.
     *
     * @throws IllegalArgumentException with a sentence for whoever wrote it
     */
    synchronized void apply(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("faults are an object such as {\"next\":[{\"code\":40100}]}");
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("faults have no key '" + key + "'; they may have "
                        + KEYS.stream().sorted().toList());
            }
        });
        JsonNode queue = json.path("next");
        List<Fault> queued = new ArrayList<>();
        if (queue.isArray()) {
            queue.forEach(fault -> queued.add(FaultReader.read(fault)));
        } else if (!queue.isMissingNode()) {
            queued.add(FaultReader.read(queue));
        }
        JsonNode lasting = json.path("always");
        Fault last = lasting.isMissingNode() ? always : FaultReader.read(lasting);
        if (json.path("clear").asBoolean()) {
            clear();
            last = lasting.isMissingNode() ? Fault.NONE : last;
        }
        always = last;
        next.addAll(queued);
        if (json.has("index")) {
            indexHidden = "hidden".equals(json.get("index").asText());
        }
    }
}
