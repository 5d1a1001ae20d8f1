package dev.eventferry.simulator;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which requests, or which events in them, something is about: those that meet all it names. In each text a {@code *}
 * stands for any characters. Immutable.
 */
public final class Target {

    private static final Target ALL = new Target(null, null, null, null, null);

    private final @Nullable Glob token;
    private final @Nullable Glob pixel;
    private final @Nullable Glob event;
    private final @Nullable Glob eventId;
    private final @Nullable String marker;

    private Target(
            @Nullable Glob token,
            @Nullable Glob pixel,
            @Nullable Glob event,
            @Nullable Glob eventId,
            @Nullable String marker) {
        this.token = token;
        this.pixel = pixel;
        this.event = event;
        this.eventId = eventId;
        this.marker = marker;
    }

    /** All requests and all events. */
    public static Target all() {
        return ALL;
    }

    /** Only requests with such an access token. */
    public Target token(String glob) {
        return new Target(new Glob(glob), pixel, event, eventId, marker);
    }

    /** Only requests to such an {@code event_source_id}. */
    public Target pixel(String glob) {
        return new Target(token, new Glob(glob), event, eventId, marker);
    }

    /** Only events of such a name. */
    public Target event(String glob) {
        return new Target(token, pixel, new Glob(glob), eventId, marker);
    }

    /** Only events with such an {@code event_id}. */
    public Target eventId(String glob) {
        return new Target(token, pixel, event, new Glob(glob), marker);
    }

    /** Only events whose JSON contains that text, wherever it stands. */
    public Target marker(String text) {
        return new Target(token, pixel, event, eventId, text);
    }

    /** Whether the request is one of them: of its events one is enough. */
    boolean meets(@Nullable String givenToken, TrackRequest request) {
        return meetsEnvelope(givenToken, request)
                && (!namesEvents() || request.events().stream().anyMatch(reading -> meetsEvent(request, reading)));
    }

    /** Whether that event of the request is one of them. */
    boolean meets(@Nullable String givenToken, TrackRequest request, EventReading reading) {
        return meetsEnvelope(givenToken, request) && meetsEvent(request, reading);
    }

    @Override
    public String toString() {
        return Stream.of(
                        part("token", token == null ? null : Tokens.digest(token.text)),
                        part("event_source_id", pixel),
                        part("event", event),
                        part("event_id", eventId),
                        part("marker", marker))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private boolean namesEvents() {
        return event != null || eventId != null || marker != null;
    }

    private boolean meetsEnvelope(@Nullable String givenToken, TrackRequest request) {
        return meets(token, givenToken) && meets(pixel, request.sourceId());
    }

    private boolean meetsEvent(TrackRequest request, EventReading reading) {
        return meets(event, reading.name())
                && meets(eventId, reading.id())
                && (marker == null || request.text(reading).contains(marker));
    }

    private static boolean meets(@Nullable Glob glob, @Nullable String text) {
        return glob == null || (text != null && glob.matches(text));
    }

    private static String part(String name, @Nullable Object value) {
        return value == null ? "" : name + " " + Objects.toString(value);
    }

    /** Text in which a star stands for any characters. */
    private static final class Glob {

        private final String text;
        private final @Nullable Pattern pattern;

        Glob(String text) {
            this.text = text;
            this.pattern = text.contains("*")
                    ? Pattern.compile(
                            Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                            Pattern.DOTALL)
                    : null;
        }

        boolean matches(String given) {
            return pattern == null ? text.equals(given) : pattern.matcher(given).matches();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
