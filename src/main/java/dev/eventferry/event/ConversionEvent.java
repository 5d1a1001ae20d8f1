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
 * @param cookies the visitor's, where the event brought them beside its fields; null otherwise
 * @param campaign the ad that its page's URL tells of, for reports; null when it tells of none
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
        @Nullable Cookies cookies,
        @Nullable Campaign campaign,
        @Nullable String region) {

    /** An event that brought no cookies, and of whose ad nothing is known. */
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
        this(index, destination, clientName, name, id, time, values, contents, problems, null, null, null);
    }

    /** The same with other values. */
    public ConversionEvent withValues(Values changed) {
        return new ConversionEvent(
                index, destination, clientName, name, id, time, changed, contents, problems, cookies, campaign, region);
    }

    /** The same under another id. */
    public ConversionEvent withId(String changed) {
        return new ConversionEvent(
                index,
                destination,
                clientName,
                name,
                changed,
                time,
                values,
                contents,
                problems,
                cookies,
                campaign,
                region);
    }

    /** The same at another time. */
    public ConversionEvent withTime(Instant changed) {
        return new ConversionEvent(
                index,
                destination,
                clientName,
                name,
                id,
                changed,
                values,
                contents,
                problems,
                cookies,
                campaign,
                region);
    }

    /** The same under another name. */
    public ConversionEvent withName(String changed) {
        return new ConversionEvent(
                index,
                destination,
                clientName,
                changed,
                id,
                time,
                values,
                contents,
                problems,
                cookies,
                campaign,
                region);
    }

    /** The same for another destination. */
    public ConversionEvent withDestination(String changed) {
        return new ConversionEvent(
                index, changed, clientName, name, id, time, values, contents, problems, cookies, campaign, region);
    }

    /** The same that came from an ad. */
    public ConversionEvent withCampaign(Campaign known) {
        return new ConversionEvent(
                index, destination, clientName, name, id, time, values, contents, problems, cookies, known, region);
    }

    /** The same whose phone numbers are of that country. */
    public ConversionEvent withRegion(@Nullable String known) {
        return new ConversionEvent(
                index, destination, clientName, name, id, time, values, contents, problems, cookies, campaign, known);
    }

    /** The same with further problems. */
    public ConversionEvent withProblems(List<Problem> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(more);
        return new ConversionEvent(
                index,
                destination,
                clientName,
                name,
                id,
                time,
                values,
                contents,
                List.copyOf(all),
                cookies,
                campaign,
                region);
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
