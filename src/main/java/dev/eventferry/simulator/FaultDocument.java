package dev.eventferry.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a document of faults says (docs/simulator.md); what it does not mention is null and stays as it is.
 *
 * @param clear whether everything set before goes first
 * @param next faults behind those that wait
 */
record FaultDocument(
        boolean clear,
        @Nullable Long seed,
        List<Fault> next,
        @Nullable Fault always,
        @Nullable List<FaultRule> rules,
        Map<String, TokenState> tokens,
        @Nullable List<Quota> quotas,
        @Nullable List<Poison> poison,
        @Nullable IndexForm index) {

    private static final Set<String> KEYS =
            Set.of("clear", "seed", "next", "always", "rules", "tokens", "quotas", "poison", "index");
    private static final Set<String> RULE_KEYS = union(FaultReader.KEYS, "name", "when", "share", "next", "repeat");
    private static final Set<String> TARGET_KEYS = Set.of("token", "event_source_id", "event", "event_id", "marker");
    private static final Set<String> POISON_KEYS = union(TARGET_KEYS, "code", "field", "reason");
    private static final Set<String> QUOTA_KEYS = Set.of("most", "per", "of", "code", "http");
    private static final Set<String> TOKEN_KEYS = Set.of("code", "http", "message", "only");
    private static final Map<String, TokenState> STATES = Map.of(
            "good", TokenState.GOOD,
            "expired", TokenState.EXPIRED,
            "revoked", TokenState.REVOKED,
            "wrong", TokenState.WRONG,
            "blocked", TokenState.BLOCKED,
            "no-permission", TokenState.NO_PERMISSION,
            "not-allowed", TokenState.NOT_ALLOWED,
            "permission-missing", TokenState.PERMISSION_MISSING);

    /**
     * Reads YAML or JSON.
     *
     * @throws IllegalArgumentException with line, field and fix, for whoever wrote it; it never shows a token
     */
    static FaultDocument read(String text) {
        Place document = Place.of(text);
        document.object("{\"next\":[{\"code\":40100}]}").only(KEYS);
        return new FaultDocument(
                document.at("clear").yes(),
                document.has("seed") ? document.at("seed").seed() : null,
                document.at("next").each(FaultReader::read),
                document.has("always") ? FaultReader.read(document.at("always")) : null,
                document.has("rules") ? rules(document.at("rules")) : null,
                document.has("tokens") ? tokens(document.at("tokens")) : Map.of(),
                document.has("quotas") ? document.at("quotas").each(FaultDocument::quota) : null,
                document.has("poison") ? document.at("poison").each(FaultDocument::poison) : null,
                document.has("index") ? document.at("index").oneOf(IndexForm.values(), IndexForm.SHOWN) : null);
    }

    private static List<FaultRule> rules(Place places) {
        List<FaultRule> rules = new ArrayList<>();
        for (Place place : places.items()) {
            rules.add(rule(place, "rule " + (rules.size() + 1)));
        }
        return rules;
    }

    private static FaultRule rule(Place place, String usualName) {
        place.object("{\"share\":0.05,\"code\":40100}").only(RULE_KEYS);
        String name = place.at("name").text(usualName);
        Target when = place.has("when")
                ? target(place.at("when").object("{\"event\":\"Purchase\"}"), TARGET_KEYS)
                : Target.all();
        double share = place.has("share") ? place.at("share").share() : 1;
        int most = place.at("times").whole(Integer.MAX_VALUE);
        if (!place.has("next")) {
            List<Fault> fault = List.of(FaultReader.readWithin(place));
            return place.make(() -> new FaultRule(name, when, share, fault, true, most));
        }
        FaultReader.KEYS.stream()
                .filter(key -> !key.equals("times") && place.has(key))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw place.at(key).wrong("cannot stand beside next; put it into one of its faults");
                });
        List<Fault> faults = place.at("next").each(FaultReader::read);
        boolean repeats = place.at("repeat").yes();
        return place.make(() -> new FaultRule(name, when, share, faults, repeats, most));
    }

    private static Target target(Place place, Set<String> keys) {
        place.only(keys);
        Target target = Target.all();
        if (place.has("token")) {
            target = target.token(place.at("token").words());
        }
        if (place.has("event_source_id")) {
            target = target.pixel(place.at("event_source_id").words());
        }
        if (place.has("event")) {
            target = target.event(place.at("event").words());
        }
        if (place.has("event_id")) {
            target = target.eventId(place.at("event_id").words());
        }
        return place.has("marker") ? target.marker(place.at("marker").words()) : target;
    }

    private static Map<String, TokenState> tokens(Place places) {
        Map<String, TokenState> states = new LinkedHashMap<>();
        places.secrets("{\"some-token\":\"expired\"}").forEach((token, place) -> states.put(token, state(place)));
        return states;
    }

    private static TokenState state(Place place) {
        if (place.isObject()) {
            place.only(TOKEN_KEYS);
            List<String> pixels = place.at("only").each(Place::words);
            int code = place.at("code").whole(0);
            if ((code == 0) == pixels.isEmpty()) {
                throw place.wrong("must have either code, such as 40105, or only, a list of event_source_id");
            }
            return new TokenState(
                    code, place.at("http").whole(200), place.at("message").text(""), new HashSet<>(pixels));
        }
        TokenState state = place.isText() ? STATES.get(place.text("")) : null;
        if (state == null) {
            throw place.wrong("must be one of "
                    + String.join(", ", STATES.keySet().stream().sorted().toList())
                    + ", or an object with code or only");
        }
        return state;
    }

    private static Quota quota(Place place) {
        place.object("{\"most\":10,\"per\":\"second\"}").only(QUOTA_KEYS);
        if (!place.has("most") || !place.has("per")) {
            throw place.wrong("must have most and per, such as most: 10, per: second");
        }
        int most = place.at("most").whole(0);
        Quota.Per per = place.at("per").oneOf(Quota.Per.values(), Quota.Per.SECOND);
        Quota.Of of = place.at("of").oneOf(Quota.Of.values(), Quota.Of.TOKEN);
        int usualCode = of == Quota.Of.PIXEL ? 40132 : 40100;
        int code = place.at("code").whole(usualCode);
        int http = place.at("http").whole(200);
        return place.make(() -> new Quota(most, per, of, code, http));
    }

    private static Poison poison(Place place) {
        place.object("{\"event_id\":\"bad-*\"}");
        Target which = target(place, POISON_KEYS);
        if (TARGET_KEYS.stream().noneMatch(place::has)) {
            throw place.wrong("must say which events, by one of "
                    + String.join(", ", TARGET_KEYS.stream().sorted().toList()));
        }
        Poison usual = Poison.of(which);
        int code = place.at("code").whole(usual.code());
        String field = place.at("field").text(usual.field());
        String reason = place.at("reason").text(usual.reason());
        return place.make(() -> usual.saying(code, field, reason));
    }

    private static Set<String> union(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
