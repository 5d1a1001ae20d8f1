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
        checkKeys(json);
        List<Fault> queued = queued(json.path("next"));
        boolean cleared = json.path("clear").asBoolean();
        Fault lasting = json.has("always") ? FaultReader.read(json.get("always")) : cleared ? Fault.NONE : always;
        boolean hidden = json.has("index") ? isHidden(json.get("index")) : !cleared && indexHidden;
        if (cleared) {
            next.clear();
        }
        next.addAll(queued);
        always = lasting;
        indexHidden = hidden;
    }

    private static void checkKeys(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("faults are an object such as {\"next\":[{\"code\":40100}]}");
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("faults have no key '" + key + "'; they may have "
                        + KEYS.stream().sorted().toList());
            }
        });
    }

    private static List<Fault> queued(JsonNode queue) {
        if (queue.isMissingNode()) {
            return List.of();
        }
        if (!queue.isArray()) {
            return List.of(FaultReader.read(queue));
        }
        List<Fault> faults = new ArrayList<>();
        queue.forEach(fault -> faults.add(FaultReader.read(fault)));
        return faults;
    }

    private static boolean isHidden(JsonNode index) {
        return switch (index.asText()) {
            case "hidden" -> true;
            case "shown" -> false;
            default -> throw new IllegalArgumentException("index must be hidden or shown");
        };
    }
}
