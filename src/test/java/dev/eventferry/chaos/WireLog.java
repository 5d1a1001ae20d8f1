package dev.eventferry.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.simulator.ReceivedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What TikTok saw.
 *
 * @param requests its log of verdicts, in order
 * @param arrivals the events that it holds
 */
record WireLog(List<Request> requests, List<Arrival> arrivals) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A request.
     *
     * @param number from 1
     * @param pixel the event source that it was for
     * @param fault what hit it, with the rule's name before a colon; empty for nothing
     */
    record Request(long number, Instant time, String pixel, String fault, List<Attempt> events) {

        /** Whether its events were taken. */
        boolean isTaken() {
            return events.stream().anyMatch(Attempt::isTaken);
        }
    }

    /** An event in a request, and what became of it: {@code kept}, {@code merged}, {@code dropped}, {@code refused}. */
    record Attempt(String id, String verdict) {

        boolean isTaken() {
            return !verdict.equals("refused");
        }
    }

    /**
     * An event that it holds.
     *
     * @param order its {@code properties.order_id}, which senders set to the {@code event_id} that they gave it
     * @param json the whole event
     */
    record Arrival(String id, String order, String json) {}

    /** Reads the simulator's log and takes what it holds. */
    static WireLog read(Path log, List<ReceivedEvent> held) {
        List<Request> requests = new ArrayList<>();
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(line -> requests.add(request(line)));
        } catch (IOException e) {
            throw new UncheckedIOException("the log of verdicts cannot be read", e);
        }
        List<Arrival> arrivals = held.stream()
                .map(event -> new Arrival(
                        String.valueOf(event.eventId()),
                        event.json().at("/properties/order_id").asText(),
                        event.json().toString()))
                .toList();
        return new WireLog(requests, arrivals);
    }

    /** The requests for a pixel. */
    List<Request> to(String pixel) {
        return requests.stream()
                .filter(request -> request.pixel().equals(pixel))
                .toList();
    }

    private static Request request(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            List<Attempt> events = new ArrayList<>();
            json.path("events")
                    .forEach(event -> events.add(new Attempt(
                            event.path("event_id").asText(),
                            event.path("verdict").asText())));
            return new Request(
                    json.path("request").asLong(),
                    Instant.parse(json.path("time").asText()),
                    json.path("event_source_id").asText(),
                    json.path("fault").asText(),
                    events);
        } catch (IOException e) {
            throw new UncheckedIOException("a line of the log of verdicts is no JSON", e);
        }
    }
}
