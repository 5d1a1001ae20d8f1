package dev.eventferry.enrich;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Values;
import dev.eventferry.event.Visitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds what is not among the event's fields but can be known: TikTok's click id and cookie, the visitor's address and
 * browser (mission A15, A16, A19, A21), and the campaign, for reports (mission P8). What the event says itself wins.
 */
public final class Enricher {

    /** Field, cookie, URL (mission C15), then the referrer. */
    public static final List<ClickIdPlace> USUAL_ORDER = List.of(ClickIdPlace.values());

    private final List<ClickIdPlace> order;

    /** With the places that are asked for a click id, the best one first. */
    public Enricher(List<ClickIdPlace> order) {
        this.order = List.copyOf(order);
    }

    /**
     * The event with what could be found, and a warning for each value that is none; itself when nothing is to be
     * changed.
     *
     * @param source what its destination takes: fields that are not for it are not filled in
     * @param visitor whose browser sent it; null when none did
     */
    public ConversionEvent enrich(ConversionEvent event, EventSource source, @Nullable Visitor visitor) {
        Query page = page(event, source);
        boolean settled = page == null && visitor == null && (source != EventSource.WEB || isSettled(event));
        return settled ? event : new Enrichment(event, visitor, page, order).enriched(source);
    }

    /** Which fields {@link #enrich} fills from what; for the few events that somebody looks at, as it does it all again. */
    public List<FieldSource> sources(ConversionEvent event, EventSource source, @Nullable Visitor visitor) {
        List<FieldSource> taken = new ArrayList<>();
        new Enrichment(event, visitor, page(event, source), order, taken).enriched(source);
        return taken;
    }

    private static @Nullable Query page(ConversionEvent event, EventSource source) {
        return source == EventSource.WEB ? Query.of(event.values().text(Field.PAGE_URL)) : null;
    }

    /** Whether its ids are good as they are, and nowhere else stands a better one. */
    private boolean isSettled(ConversionEvent event) {
        Values values = event.values();
        return event.cookies() == null
                && (values.has(Field.TTCLID)
                        ? order.get(0) == ClickIdPlace.FIELD && isGood(Field.TTCLID, values)
                        : Enrichment.ofReferrer(values) == null)
                && (!values.has(Field.TTP) || isGood(Field.TTP, values));
    }

    private static boolean isGood(Field field, Values values) {
        String given = values.text(field);
        return given != null && ClickIds.normal(field, given).equals(given) && ClickIds.flaw(given) == null;
    }
}
