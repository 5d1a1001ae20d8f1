package dev.eventferry.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in TikTok's words, typed, with personal data still in the clear: never stored, never logged.
 *
 * @param index its place among the items that came in together, from 0
 * @param destination the configured destination it is for
 * @param clientName what the source calls it, before any renaming
 * @param name what TikTok calls it
 * @param id {@code event_id}; null when the source gave none
 * @param time when it happened; null when the source did not say, or said it unreadably (then a problem tells)
 * @param values what it says of each field
 * @param contents its items; empty when there are none
 * @param problems what was found wrong so far
 * @param region ISO 3166 country of its phone numbers, as its row or item says; null when it says none
 */
public record ConversionEvent(
        int index,
        String destination,
        String clientName,
        String name,
        @Nullable String id,
        @Nullable Instant time,
        Values values,
        List<Content> contents,
        List<Problem> problems,
        @Nullable String region) {

    /** An event that says nothing of the country of its phone numbers. */
    public ConversionEvent(
            int index,
            String destination,
            String clientName,
            String name,
            @Nullable String id,
            @Nullable Instant time,
            Values values,
            List<Content> contents,
            List<Problem> problems) {
        this(index, destination, clientName, name, id, time, values, contents, problems, null);
    }

    /** The same with other values. */
    public ConversionEvent withValues(Values changed) {
        return new ConversionEvent(index, destination, clientName, name, id, time, changed, contents, problems, region);
    }

    /** The same under another name. */
    public ConversionEvent withName(String changed) {
        return new ConversionEvent(
                index, destination, clientName, changed, id, time, values, contents, problems, region);
    }

    /** The same for another destination. */
    public ConversionEvent withDestination(String changed) {
        return new ConversionEvent(index, changed, clientName, name, id, time, values, contents, problems, region);
    }

    /** The same with further problems. */
    public ConversionEvent withProblems(List<Problem> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(more);
        return new ConversionEvent(
                index, destination, clientName, name, id, time, values, contents, List.copyOf(all), region);
    }

    /** Whether a problem refuses it. */
    public boolean isRefused() {
        for (Problem problem : problems) {
            if (problem.isError()) {
                return true;
            }
        }
        return false;
    }

    /** Names the event without the person. */
    @Override
    public String toString() {
        return "ConversionEvent[" + index + " " + name + " for " + destination + ", " + contents.size() + " items]";
    }
}
