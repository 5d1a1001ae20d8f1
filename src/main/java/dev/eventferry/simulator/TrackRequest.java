package dev.eventferry.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A body of {@code /event/track/}, read in one pass without a tree; its keys may come in any order. */
final class TrackRequest {

    /** The most events that one request may carry (tiktok-events-api 2.5). */
    static final int MOST_EVENTS = 1000;

    private static final Set<String> SOURCES = Set.of("web", "app", "offline", "crm");
    // Bodies are UTF-8, and only then do the parser's byte offsets say where an event stands.
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    private final byte[] body;
    private final List<EventReading> events = new ArrayList<>();
    private String source = "";
    private String sourceId = "";
    private String testCode = "";
    private boolean hasData;
    private @Nullable Refusal unreadable;

    private TrackRequest(byte[] body) {
        this.body = body;
    }

    /** Reads the first {@code length} bytes. What is wrong with them is for {@link #refusal()} to tell. */
    static TrackRequest read(byte[] body, int length) {
        TrackRequest request = new TrackRequest(body);
        try (JsonParser parser = JSON.createParser(body, 0, length)) {
            request.readEnvelope(parser);
        } catch (JsonProcessingException e) {
            request.unreadable = Refusal.parameter("", "The request body is not valid JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
        return request;
    }

    /** Why it is not taken, or null when every event in it is. The envelope comes first, then event by event. */
    @Nullable
    Refusal refusal() {
        Refusal envelope = envelopeRefusal();
        if (envelope != null) {
            return envelope;
        }
        for (EventReading event : events) {
            Refusal refusal = event.refusalBy(source);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** Its events, in order. */
    List<EventReading> events() {
        return events;
    }

    /** The bytes that the events' places refer to. */
    byte[] body() {
        return body;
    }

    /** {@code event_source}; empty when it names none. */
    String source() {
        return source;
    }

    /** {@code event_source_id}; empty when it names none. */
    String sourceId() {
        return sourceId;
    }

    /** Whether it carries a {@code test_event_code}, so that its events stay apart. */
    boolean isTest() {
        return !testCode.isEmpty();
    }

    /** An event's JSON as it came. */
    String text(EventReading event) {
        return new String(body, event.from(), event.to() - event.from(), StandardCharsets.UTF_8);
    }

    /** What is wrong with it besides its events, or null when nothing is. */
    @Nullable
    Refusal envelopeRefusal() {
        if (unreadable != null) {
            return unreadable;
        }
        if (!SOURCES.contains(source)) {
            return Refusal.parameter("event_source", "Must be one of: web, app, offline, crm");
        }
        if (sourceId.isEmpty()) {
            return Refusal.parameter("event_source_id", "Missing data for required field");
        }
        if (!hasData) {
            return Refusal.parameter("data", "Missing data for required field");
        }
        if (events.isEmpty() || events.size() > MOST_EVENTS) {
            return Refusal.parameter("data", "Length must be between 1 and " + MOST_EVENTS);
        }
        return null;
    }

    private void readEnvelope(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            unreadable = Refusal.parameter("", "The request body is not a JSON object");
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "event_source" -> source = text(parser);
                case "event_source_id" -> sourceId = text(parser);
                case "test_event_code" -> testCode = text(parser);
                case "data" -> readData(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void readData(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            parser.skipChildren();
            return;
        }
        hasData = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            events.add(EventReading.of(parser, events.size()));
        }
    }

    private String text(JsonParser parser) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            return parser.getText();
        }
        if (!parser.hasToken(JsonToken.VALUE_NULL) && unreadable == null) {
            unreadable = Refusal.parameter(parser.currentName(), "Not a valid string");
        }
        parser.skipChildren();
        return "";
    }
}
