package dev.eventferry.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Problem;
import dev.eventferry.identity.EventMasker;
import dev.eventferry.identity.Masker;
import dev.eventferry.inspect.RecentEvent.Answered;
import dev.eventferry.inspect.RecentEvent.Progress;
import dev.eventferry.inspect.RecentEvent.Seen;
import dev.eventferry.inspect.RecentEvent.State;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Recent events as JSON: what people and senders are told, and nothing of whom it was about. */
public final class RecentJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AN_EMAIL = "(e-mail)";

    private RecentJson() {}

    /** An event in a list. */
    public static ObjectNode line(RecentEvent event) {
        Seen seen = event.seen();
        Progress progress = event.progress();
        ObjectNode json = JSON.createObjectNode()
                .put("number", event.number())
                .put("received_at", time(seen.receivedAt()))
                .put("source", seen.source())
                .put("client_name", masked(seen.clientName()))
                .put("event", masked(seen.name()))
                .put("event_id", id(seen.eventId()))
                .put("destination", masked(seen.destination()))
                .put("state", progress.state().toString())
                .put("attempts", progress.attempts())
                .put("problems", seen.problems().size());
        if (seen.relation() != null && seen.relation() != RecentEvent.Relation.FIRST) {
            json.put("relation", seen.relation().toString());
        }
        String why = why(event);
        if (why != null) {
            json.put("why", why);
        }
        return json;
    }

    /** An event with what became of it, for its sender. */
    public static ObjectNode told(RecentEvent event) {
        ObjectNode json = line(event);
        json.remove("number");
        json.put("place", event.seen().place()).put("row", event.seen().row() + 1);
        json.set("problems", problems(event.seen().problems()));
        json.set("history", history(event));
        json.set("answers", answers(event.progress()));
        return json;
    }

    /** All that is known of an event. */
    public static ObjectNode whole(RecentEvent event, List<RecentEvent> ofTheSameKey) {
        Seen seen = event.seen();
        ObjectNode json = line(event);
        json.put("place", seen.place()).put("row", seen.row() + 1).put("test_event_code", seen.testCode());
        json.set("problems", problems(seen.problems()));
        if (seen.firstAt() > 0) {
            json.put("first_at", time(seen.firstAt()));
        }
        ArrayNode others = json.putArray("same_id");
        ofTheSameKey.stream().filter(other -> other != event).forEach(other -> others.addObject()
                .put("number", other.number())
                .put("received_at", time(other.seen().receivedAt()))
                .put("state", other.state().toString())
                .put("relation", Objects.toString(other.seen().relation(), null)));
        json.set("history", history(event));
        json.set("answers", answers(event.progress()));
        ArrayNode mapped = json.putArray("mapped");
        seen.mapped()
                .forEach(each -> mapped.addObject().put("field", each.field()).put("from", each.from()));
        json.set("input", tree(seen.input()));
        JsonNode payload = tree(seen.json());
        json.set("payload", payload.isNull() ? payload : EventMasker.mask(payload));
        return json;
    }

    private record Moment(long at, String what) {}

    /** What happened to it when, the first first. */
    private static ArrayNode history(RecentEvent event) {
        Seen seen = event.seen();
        Progress progress = event.progress();
        List<Moment> moments = new ArrayList<>();
        moments.add(new Moment(seen.receivedAt(), "received"));
        moments.add(new Moment(progress.storedAt(), seen.state().toString()));
        progress.answers().forEach(answer -> moments.add(new Moment(answer.at(), answer.outcome())));
        if (progress.deadReason() != null) {
            moments.add(new Moment(progress.diedAt(), State.DEAD + ": " + progress.deadReason()));
        }
        moments.sort(Comparator.comparingLong(Moment::at));
        ArrayNode history = JSON.createArrayNode();
        moments.forEach(
                moment -> history.addObject().put("at", time(moment.at())).put("what", moment.what()));
        return history;
    }

    private static ArrayNode answers(Progress progress) {
        ArrayNode answers = JSON.createArrayNode();
        for (Answered answer : progress.answers()) {
            answers.addObject()
                    .put("at", time(answer.at()))
                    .put("code", answer.code())
                    .put("message", answer.message())
                    .put("request_id", id(answer.requestId()))
                    .put("log_id", id(answer.logId()))
                    .put("outcome", answer.outcome());
        }
        return answers;
    }

    /** Why it is not on its way, in a word or two; null when it is. */
    private static @Nullable String why(RecentEvent event) {
        Seen seen = event.seen();
        Progress progress = event.progress();
        if (progress.state() == State.DEAD) {
            return progress.deadReason();
        }
        if (seen.reason() != null) {
            return Masker.mask(seen.reason());
        }
        if (progress.state() == State.WAITING && !progress.answers().isEmpty()) {
            return progress.answers().get(progress.answers().size() - 1).message();
        }
        return seen.problems().stream()
                .filter(Problem::isError)
                .findFirst()
                .map(Problem::code)
                .orElse(null);
    }

    private static ArrayNode problems(List<Problem> problems) {
        ArrayNode list = JSON.createArrayNode();
        problems.forEach(problem -> list.addObject()
                .put("severity", problem.isError() ? "error" : "warning")
                .put("field", masked(problem.field()))
                .put("code", problem.code())
                .put("message", problem.message())
                .put("more", problem.more()));
        return list;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static @Nullable String masked(@Nullable String text) {
        return text == null ? null : Masker.mask(text);
    }

    /** An id is shown as it is, for it is what people look for or quote; unless somebody took an address for one. */
    private static @Nullable String id(@Nullable String id) {
        return id != null && Masker.mask(id).contains(AN_EMAIL) ? Masker.mask(id) : id;
    }

    private static JsonNode tree(byte @Nullable [] json) {
        try {
            return json == null ? JsonNodeFactory.instance.nullNode() : JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("it was written here", e);
        }
    }
}
