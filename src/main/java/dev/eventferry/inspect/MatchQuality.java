package dev.eventferry.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.store.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which match keys the events of a source carry, an estimate of how well TikTok can match them, and what would help most.
 * TikTok shows its own score, EMQ, in Events Manager only and tells no weights (tiktok-events-api 4): these are ours.
 */
public final class MatchQuality {

    static final String EVENTS = "events";
    static final String PRESENT = "present";
    static final String VALID = "valid";

    /** More events are needed to say what a source lacks. */
    static final int FEW = 20;

    static final String NOTE =
            "Eventferry's own estimate, from 0 to 10: the share of events with each kind of match key,"
                    + " weighted as below. It is not TikTok's EMQ, which Events Manager shows.";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 60;
    private static final double MOST = 10;

    /** A share below which advice is worth a line. */
    private static final double GOOD_ENOUGH = 0.95;

    /** Kinds of keys; within one, an event needs the best covered (click id, names) or all (address and browser). */
    private enum Kind {
        EMAIL(30, "e-mail address", "user.email", "such as billing.email or customer.email", false, Field.EMAIL),
        PHONE(20, "phone number", "user.phone", "such as billing.phone or customer.phone", false, Field.PHONE),
        CLICK(
                25,
                "click id",
                "user.ttclid",
                "from the page's URL or the cookie ttclid",
                false,
                Field.TTCLID,
                Field.IDFA,
                Field.GAID,
                Field.IDFV,
                Field.LEAD_ID),
        EXTERNAL_ID(10, "external id", "user.external_id", "such as the customer's number", false, Field.EXTERNAL_ID),
        TTP(5, "TikTok cookie", "user.ttp", "from the cookie _ttp", false, Field.TTP),
        BROWSER(
                5,
                "address and browser",
                "user.ip and user.user_agent",
                "as the visitor's request had them",
                true,
                Field.IP,
                Field.USER_AGENT),
        NAME(
                5,
                "name or place",
                "user.first_name, user.last_name, user.zip_code",
                "such as billing.first_name",
                false,
                Field.FIRST_NAME,
                Field.LAST_NAME,
                Field.ZIP_CODE,
                Field.CITY,
                Field.STATE,
                Field.COUNTRY);

        private final int weight;
        private final String word;
        private final String paths;
        private final String hint;
        private final boolean all;
        private final List<Field> fields;

        Kind(int weight, String word, String paths, String hint, boolean all, Field... fields) {
            this.weight = weight;
            this.word = word;
            this.paths = paths;
            this.hint = hint;
            this.all = all;
            this.fields = List.of(fields);
        }

        /** Whether TikTok takes such a key from there: a CRM or a till has no browser (tiktok-events-api 1.3.1). */
        boolean isFor(Set<EventSource> places) {
            return fields.stream().anyMatch(field -> places.stream().anyMatch(field::belongsTo));
        }

        /** Whether nobody but who clicked an ad, or has been at TikTok, can have one: that some lack it is no fault. */
        boolean isLuck(Set<EventSource> places) {
            return this == TTP || (this == CLICK && places.contains(EventSource.WEB));
        }

        Words words(Set<EventSource> places) {
            if (this != CLICK || places.contains(EventSource.WEB)) {
                return new Words(word, paths, hint);
            }
            return places.contains(EventSource.APP)
                    ? new Words("advertising id", "user.idfa or user.gaid", "as the device gives it")
                    : new Words("TikTok lead id", "lead.lead_id", "as TikTok gave it with the lead");
        }
    }

    /** What a kind of key is called, where it belongs, and where to look for it. */
    private record Words(String word, String paths, String hint) {}

    /** What was counted of one event of one source. */
    private static final class Counted {

        private final Map<String, Map<String, Long>> byPath = new TreeMap<>();

        long n(String path, String what) {
            return byPath.getOrDefault(path, Map.of()).getOrDefault(what, 0L);
        }

        long events() {
            return n("", EVENTS);
        }

        /** What the events' destinations are for; all when that was not counted. */
        Set<EventSource> places() {
            Set<EventSource> places = EnumSet.noneOf(EventSource.class);
            for (EventSource place : EventSource.values()) {
                if (n("", place.wire()) > 0) {
                    places.add(place);
                }
            }
            return places.isEmpty() ? EnumSet.allOf(EventSource.class) : places;
        }

        double share(Kind kind, String what) {
            if (events() == 0) {
                return 0;
            }
            long best = kind.all ? Long.MAX_VALUE : 0;
            for (Field field : kind.fields) {
                long n = n(field.path(), what);
                best = kind.all ? Math.min(best, n) : Math.max(best, n);
            }
            return Math.min(1, (double) best / events());
        }

        double estimate() {
            double sum = 0;
            double weights = 0;
            for (Kind kind : Kind.values()) {
                sum += kind.weight * share(kind, VALID);
                weights += kind.weight;
            }
            return MOST * sum / weights;
        }
    }

    /** An event of a source. */
    private record Of(String source, String event) {}

    private MatchQuality() {}

    /** The report of what was counted since a minute. */
    public static ObjectNode json(LedgerRange range, long from, Map<Tally, Long> tallies) {
        Map<Of, Counted> counted =
                new TreeMap<>(Comparator.comparing(Of::source).thenComparing(Of::event));
        tallies.forEach(
                (tally, n) -> counted.computeIfAbsent(new Of(tally.source(), tally.event()), its -> new Counted())
                        .byPath
                        .computeIfAbsent(tally.name(), its -> new TreeMap<>())
                        .merge(tally.what(), n, Long::sum));
        ObjectNode json = JSON.createObjectNode();
        json.put("range", range.toString())
                .put("from", Instant.ofEpochSecond(from * SECONDS).toString())
                .put("note", NOTE);
        ArrayNode weights = json.putArray("weights");
        for (Kind kind : Kind.values()) {
            ObjectNode one = weights.addObject().put("key", kind.word).put("weight", kind.weight);
            ArrayNode fields = one.putArray("fields");
            kind.fields.forEach(field -> fields.add(field.path()));
        }
        ArrayNode events = json.putArray("events");
        counted.forEach((of, its) -> event(events.addObject(), of, its));
        return json;
    }

    private static void event(ObjectNode json, Of of, Counted counted) {
        json.put("source", of.source())
                .put("event", of.event())
                .put("events", counted.events())
                .put("estimate", Math.round(counted.estimate() * MOST) / MOST)
                .put("next", next(of, counted));
        ArrayNode keys = json.putArray("keys");
        for (Field field : Field.values()) {
            Map<String, Long> its = counted.byPath.get(field.path());
            if (its == null) {
                continue;
            }
            ObjectNode key = keys.addObject()
                    .put("field", field.path())
                    .put("present", counted.n(field.path(), PRESENT))
                    .put("valid", counted.n(field.path(), VALID));
            ArrayNode dropped = key.putArray("problems");
            its.forEach((what, n) -> {
                if (!what.equals(PRESENT) && !what.equals(VALID)) {
                    dropped.addObject().put("code", what).put("n", n);
                }
            });
        }
    }

    /** What would raise the estimate most, in words; null when nothing is to be said. */
    private static @Nullable String next(Of of, Counted counted) {
        if (counted.events() < FEW) {
            return null;
        }
        Set<EventSource> places = counted.places();
        List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
        kinds.removeIf(kind -> {
            double valid = counted.share(kind, VALID);
            return !kind.isFor(places) || valid >= GOOD_ENOUGH || (kind.isLuck(places) && valid > 0);
        });
        return kinds.stream()
                .max(Comparator.comparingDouble(kind -> kind.weight * (1 - counted.share(kind, VALID))))
                .map(kind -> advice(of, counted, kind, kind.words(places)))
                .orElse(null);
    }

    private static String advice(Of of, Counted counted, Kind kind, Words words) {
        double missing = 1 - counted.share(kind, PRESENT);
        double spoilt = counted.share(kind, PRESENT) - counted.share(kind, VALID);
        String whose = (of.event().isEmpty() ? "events" : of.event()) + " from " + of.source();
        if (spoilt > missing) {
            return percent(spoilt) + " of " + whose + " carry no good " + words.word() + " (" + words.paths()
                    + "), though something stands there: " + worst(counted, kind) + ".";
        }
        return percent(missing) + " of " + whose + " carry no " + words.word() + ": map " + words.paths() + ", "
                + words.hint() + ".";
    }

    private static String worst(Counted counted, Kind kind) {
        String code = "";
        long most = 0;
        for (Field field : kind.fields) {
            for (Map.Entry<String, Long> each :
                    counted.byPath.getOrDefault(field.path(), Map.of()).entrySet()) {
                boolean isCode =
                        !each.getKey().equals(PRESENT) && !each.getKey().equals(VALID);
                if (isCode && each.getValue() > most) {
                    most = each.getValue();
                    code = each.getKey();
                }
            }
        }
        return code.isEmpty() ? "see the warnings" : "mostly " + code + ", docs/rules.md#" + code;
    }

    private static String percent(double share) {
        long whole = Math.round(100 * share);
        return whole == 0 ? "less than 1 %" : String.format(Locale.ROOT, "%d %%", whole);
    }
}
