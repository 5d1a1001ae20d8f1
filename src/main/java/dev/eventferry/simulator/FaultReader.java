package dev.eventferry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads one fault of a document. */
final class FaultReader {

    /** What is answered: one of these at most. */
    private static final Set<String> ANSWERS = Set.of("code", "body", "malformed", "huge", "redirect", "partial");

    /** How that goes over the wire: one of these at most. */
    private static final Set<String> WIRES = Set.of("reset", "close", "truncated", "drip", "hang");

    /** All that a fault may say. */
    static final Set<String> KEYS = Set.of(
            "code",
            "body",
            "malformed",
            "huge",
            "redirect",
            "partial",
            "reset",
            "close",
            "truncated",
            "drip",
            "hang",
            "http",
            "message",
            "headers",
            "delay",
            "after",
            "times",
            "none");

    private FaultReader() {}

    /** The fault that stands there, {@code {"none":true}} for none. */
    static Fault read(Place place) {
        place.object("{\"code\":40100}").only(KEYS);
        return readWithin(place).times(times(place));
    }

    /** The fault that stands there among other things, for one request. */
    static Fault readWithin(Place place) {
        alone(place, ANSWERS);
        alone(place, WIRES);
        return place.make(() -> {
            Fault answered = headers(place, answer(place));
            Fault sent = wire(place, answered).delayed(place.at("delay").duration());
            return taking(place, sent);
        });
    }

    private static int times(Place place) {
        int times = place.at("times").whole(1);
        if (times < 1) {
            throw place.at("times").wrong("must be at least 1, not " + times);
        }
        return times;
    }

    private static Fault answer(Place place) {
        int http = place.at("http").whole(0);
        Fault fault = answerAlone(place, http);
        return http == 0 ? fault : fault.withHttp(http);
    }

    private static Fault answerAlone(Place place, int http) {
        if (place.has("body")) {
            JsonNode body = place.at("body").json();
            return Fault.body(200, body.isTextual() ? body.textValue() : body.toString());
        }
        if (place.at("malformed").yes()) {
            return Fault.malformed();
        }
        if (place.has("huge")) {
            return Fault.huge(place.at("huge").bytes());
        }
        if (place.has("redirect")) {
            return Fault.redirect(place.at("redirect").words());
        }
        if (place.has("partial")) {
            List<Integer> failed = place.at("partial").each(index -> index.whole(0));
            return Fault.partial(failed.toArray(Integer[]::new));
        }
        int code = place.at("code").whole(0);
        if (code != 0) {
            return Fault.code(code).withText(place.at("message").text(""));
        }
        if (place.has("message")) {
            throw place.at("message").wrong("needs a code beside it, such as code: 40002");
        }
        return http == 0 || place.has("code") ? Fault.NONE : Fault.http(http);
    }

    private static Fault headers(Place place, Fault fault) {
        if (!place.has("headers")) {
            return fault;
        }
        Place headers = place.at("headers").object("{\"Content-Type\":\"text/plain\"}");
        Fault with = fault;
        for (String name : new TreeSet<>(names(headers))) {
            with = with.withHeader(name, headers.at(name).text(""));
        }
        return with;
    }

    private static List<String> names(Place headers) {
        List<String> names = new ArrayList<>();
        headers.json().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Fault wire(Place place, Fault fault) {
        return switch (moment(place, "reset", Set.of("after", "within"))) {
            case "true" -> fault.over(Wire.RESET, fault.pace()).beforeTaking();
            case "after" -> fault.over(Wire.RESET, fault.pace()).afterTaking();
            case "within" -> fault.over(Wire.RESET_WITHIN, fault.pace());
            default -> wireWithoutReset(place, fault);
        };
    }

    private static Fault wireWithoutReset(Place place, Fault fault) {
        String close = moment(place, "close", Set.of("after"));
        if (!close.equals("false")) {
            Fault closed = fault.over(Wire.CLOSED, fault.pace());
            return close.equals("after") ? closed.afterTaking() : closed.beforeTaking();
        }
        String hang = moment(place, "hang", Set.of("after"));
        if (!hang.equals("false")) {
            Fault hanging = fault.over(Wire.HANG, fault.pace());
            return hang.equals("after") ? hanging.afterTaking() : hanging.beforeTaking();
        }
        if (place.has("drip")) {
            return fault.over(Wire.DRIP, place.at("drip").duration());
        }
        return place.at("truncated").yes() ? fault.over(Wire.TRUNCATED, fault.pace()) : fault;
    }

    private static Fault taking(Place place, Fault fault) {
        if (!place.has("after")) {
            return fault;
        }
        return place.at("after").yes() ? fault.afterTaking() : fault.beforeTaking();
    }

    /** {@code true}, {@code false} or one of those words. */
    private static String moment(Place place, String key, Set<String> words) {
        Place moment = place.at(key);
        if (moment.json().isMissingNode()) {
            return "false";
        }
        String text = moment.json().asText();
        if (!moment.json().isBoolean() && !words.contains(text)) {
            throw moment.wrong("must be true or "
                    + String.join(" or ", words.stream().sorted().toList()));
        }
        return text;
    }

    private static void alone(Place place, Set<String> keys) {
        List<String> given = keys.stream().filter(place::has).sorted().toList();
        if (given.size() > 1) {
            throw place.at(given.get(1)).wrong("cannot stand beside " + given.get(0) + "; keep one of them");
        }
    }
}
