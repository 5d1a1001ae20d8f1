package dev.eventferry.tiktok;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.eventferry.event.EventSource;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of one call to {@code /event/track/} (tiktok-events-api 1.3), put together from events that are JSON already. */
public final class TrackRequest {

    private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

    private byte[] bytes;
    private int size;
    private boolean first = true;

    /**
     * Opens the request.
     *
     * @param testEventCode at the root, where TikTok looks for it; null for live events
     * @param expectedBytes of all events
     */
    public TrackRequest(EventSource source, String eventSourceId, @Nullable String testEventCode, int expectedBytes) {
        StringBuilder head = new StringBuilder("{\"event_source\":\"").append(source.wire());
        head.append("\",\"event_source_id\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(eventSourceId));
        if (testEventCode != null) {
            head.append("\",\"test_event_code\":\"")
                    .append(JsonStringEncoder.getInstance().quoteAsString(testEventCode));
        }
        byte[] start = head.append("\",\"data\":[").toString().getBytes(StandardCharsets.UTF_8);
        bytes = new byte[start.length + expectedBytes + END.length];
        append(start, 0, start.length);
    }

    /** Adds an event's JSON. */
    public void event(byte[] json, int offset, int length) {
        if (!first) {
            append(new byte[] {','}, 0, 1);
        }
        first = false;
        append(json, offset, length);
    }

    /** Closes it. */
    public byte[] close() {
        append(END, 0, END.length);
        return java.util.Arrays.copyOf(bytes, size);
    }

    private void append(byte[] from, int offset, int length) {
        if (size + length > bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, Math.max(size + length, bytes.length + bytes.length / 8));
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }
}
