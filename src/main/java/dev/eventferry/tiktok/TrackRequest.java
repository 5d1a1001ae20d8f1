package dev.eventferry.tiktok;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.eventferry.event.EventSource;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of one call to {@code /event/track/} (tiktok-events-api 1.3), put together from events that are JSON already. */
public final class TrackRequest {

    private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

    private static final byte[] COMMA = {','};

    private final byte[] bytes;
    private int size;
    private boolean first = true;

    /** Opens the request of a sender that is no partner of TikTok's. */
    public TrackRequest(
            EventSource source, String eventSourceId, @Nullable String testEventCode, int events, int jsonBytes) {
        this(source, eventSourceId, testEventCode, null, events, jsonBytes);
    }

    /**
     * Opens the request.
     *
     * @param testEventCode at the root, where TikTok looks for it; null for live events
     * @param partnerName who sends on the advertiser's behalf; null for nobody
     * @param events how many will be added
     * @param jsonBytes how long they are together
     */
    public TrackRequest(
            EventSource source,
            String eventSourceId,
            @Nullable String testEventCode,
            @Nullable String partnerName,
            int events,
            int jsonBytes) {
        StringBuilder head = new StringBuilder("{\"event_source\":\"").append(source.wire());
        head.append("\",\"event_source_id\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(eventSourceId));
        if (testEventCode != null) {
            head.append("\",\"test_event_code\":\"")
                    .append(JsonStringEncoder.getInstance().quoteAsString(testEventCode));
        }
        if (partnerName != null) {
            head.append("\",\"partner_name\":\"")
                    .append(JsonStringEncoder.getInstance().quoteAsString(partnerName));
        }
        byte[] start = head.append("\",\"data\":[").toString().getBytes(StandardCharsets.UTF_8);
        bytes = new byte[start.length + jsonBytes + Math.max(0, events - 1) + END.length];
        append(start, 0, start.length);
    }

    /** Adds an event's JSON. */
    public void event(byte[] json, int offset, int length) {
        if (!first) {
            append(COMMA, 0, 1);
        }
        first = false;
        append(json, offset, length);
    }

    /** Closes it; to be called once all announced events are added. */
    public byte[] close() {
        append(END, 0, END.length);
        if (size != bytes.length) {
            throw new IllegalStateException(bytes.length + " bytes were announced, not " + size);
        }
        return bytes;
    }

    private void append(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }
}
