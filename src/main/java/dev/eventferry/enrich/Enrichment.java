package dev.eventferry.enrich;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Cookies;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import dev.eventferry.event.Visitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event while it is enriched; copies nothing until something changes. */
final class Enrichment {

    private static final List<ClickIdPlace> FIELD_THEN_COOKIE = List.of(ClickIdPlace.FIELD, ClickIdPlace.COOKIE);

    private final ConversionEvent event;
    private final Values given;
    private final @Nullable Visitor visitor;
    private final @Nullable Query page;
    private final List<ClickIdPlace> order;
    private Values.@Nullable Builder changed;
    private final @Nullable List<FieldSource> taken;
    private @Nullable List<Problem> problems;

    Enrichment(ConversionEvent event, @Nullable Visitor visitor, @Nullable Query page, List<ClickIdPlace> order) {
        this(event, visitor, page, order, null);
    }

    /** @param taken gets what is not the event's own field; null when nobody asks */
    Enrichment(
            ConversionEvent event,
            @Nullable Visitor visitor,
            @Nullable Query page,
            List<ClickIdPlace> order,
            @Nullable List<FieldSource> taken) {
        this.taken = taken;
        this.event = event;
        this.given = event.values();
        this.visitor = visitor;
        this.page = page;
        this.order = order;
    }

    ConversionEvent enriched(EventSource source) {
        ConversionEvent result = event;
        if (source == EventSource.WEB) {
            id(Field.TTCLID, order);
            id(Field.TTP, FIELD_THEN_COOKIE);
            result = withCampaign(result);
        }
        if (visitor != null) {
            fill(source, Field.IP, visitor.ip());
            fill(source, Field.USER_AGENT, visitor.userAgent());
        }
        result = changed == null ? result : result.withValues(changed.build());
        return problems == null ? result : result.withProblems(problems);
    }

    /** The first good one counts: a macro in one place must not hide the id in the next. */
    private void id(Field field, List<ClickIdPlace> places) {
        String bad = null;
        for (ClickIdPlace place : places) {
            String found = at(place, field);
            if (found == null || found.equals(bad)) {
                continue;
            }
            String id = ClickIds.normal(field, found);
            ClickIds.Flaw flaw = ClickIds.flaw(id);
            if (flaw == null) {
                put(field, id);
                if (place != ClickIdPlace.FIELD) {
                    take(field, place.words());
                }
                return;
            }
            bad = found;
            add(Problem.warning(
                    field.path(), field.leaf() + flaw.kind(), field.path() + ": " + place.where() + flaw.why()));
        }
        put(field, null);
    }

    private @Nullable String at(ClickIdPlace place, Field field) {
        return switch (place) {
            case FIELD -> given.text(field);
            case COOKIE -> cookie(field);
            case URL -> page == null ? null : page.raw(Query.Name.TTCLID);
            case REFERRER -> ofReferrer(given);
        };
    }

    /** What the event brought is of the person; what its request brought is of whoever sent it, so it comes second. */
    private @Nullable String cookie(Field field) {
        String own = cookie(event.cookies(), field);
        return own == null && visitor != null ? cookie(visitor.cookies(), field) : own;
    }

    private static @Nullable String cookie(@Nullable Cookies cookies, Field field) {
        if (cookies == null) {
            return null;
        }
        return field == Field.TTCLID ? cookies.ttclid() : cookies.ttp();
    }

    /** Another host's click id is of another shop's ad (tiktok-events-api 6). */
    static @Nullable String ofReferrer(Values given) {
        String referrer = given.text(Field.PAGE_REFERRER);
        if (!Hosts.areSame(given.text(Field.PAGE_URL), referrer)) {
            return null;
        }
        Query query = Query.of(referrer);
        return query == null ? null : query.raw(Query.Name.TTCLID);
    }

    private ConversionEvent withCampaign(ConversionEvent result) {
        if (page == null) {
            return result;
        }
        Campaigns.Reading reading = Campaigns.read(page);
        if (reading.problem() != null) {
            add(reading.problem());
        }
        return reading.campaign() == null ? result : result.withCampaign(reading.campaign());
    }

    private void fill(EventSource source, Field field, @Nullable String value) {
        if (value != null && field.belongsTo(source) && !given.has(field)) {
            put(field, value);
            take(field, "the visitor's request");
        }
    }

    private void take(Field field, String from) {
        if (taken != null) {
            taken.add(new FieldSource(field.path(), from));
        }
    }

    private void put(Field field, @Nullable String value) {
        String before = given.text(field);
        if (value == null ? before == null : value.equals(before)) {
            return;
        }
        if (changed == null) {
            changed = given.toBuilder();
        }
        changed.put(field, value);
    }

    private void add(Problem problem) {
        if (problems == null) {
            problems = new ArrayList<>(2);
        }
        problems.add(problem);
    }
}
