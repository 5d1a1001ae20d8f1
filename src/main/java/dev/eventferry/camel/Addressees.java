package dev.eventferry.camel;

import dev.eventferry.event.EventSource;
import dev.eventferry.intake.Envelope;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Destinations;
import java.util.Collection;
import java.util.stream.Collectors;

/** Which destination TikTok's own request is for: the first whose event source and id it names. */
final class Addressees {

    private final Destinations destinations;

    Addressees(Destinations destinations) {
        this.destinations = destinations;
    }

    /**
     * The destination's name.
     *
     * @throws RequestRefused 400, when it names none or one that is not set up
     */
    String of(Envelope envelope) {
        if (envelope.eventSource() == null) {
            throw refused("event_source_missing", "Missing; send web, app, offline or crm.", "event_source");
        }
        EventSource source = EventSource.named(envelope.eventSource())
                .orElseThrow(() -> refused(
                        "event_source_unknown",
                        "None of web, app, offline and crm; send one of them.",
                        "event_source"));
        if (envelope.eventSourceId() == null) {
            throw refused(
                    "event_source_id_missing",
                    "Missing; send the pixel code, app id or event set id of a destination.",
                    envelope.idField());
        }
        for (Destination destination : destinations.all()) {
            if (destination.eventSource() == source
                    && destination.eventSourceId().equals(envelope.eventSourceId())) {
                return destination.name();
            }
        }
        throw refused(
                "destination_unknown",
                "No destination with this id and the event source " + source.wire() + " is set up; the known ones are "
                        + names(destinations.all()) + ".",
                envelope.idField());
    }

    private static String names(Collection<Destination> destinations) {
        return destinations.stream()
                .map(destination ->
                        destination.name() + " (" + destination.eventSource().wire() + ")")
                .collect(Collectors.joining(", "));
    }

    private static RequestRefused refused(String code, String message, String field) {
        return new RequestRefused(400, code, message, field);
    }
}
