package dev.eventferry.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What became of each event of each request, a line of JSON a request, for a checker outside. A line goes to the
 * operating system in one write before the request is answered, so it outlives a kill of this process. Used by one
 * thread.
 */
final class VerdictLog implements Closeable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final OutputStream out;
    private final ByteArrayBuilder line = new ByteArrayBuilder(8192);

    private VerdictLog(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Begins one, or goes on with it.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    static VerdictLog open(Path file) {
        try {
            return new VerdictLog(
                    file, Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + file + " cannot be written; does its folder exist?", e);
        }
    }

    /** Writes a request's line; {@code verdicts} is empty when all events were refused. */
    void write(ReceivedRequest received, String tokenDigest, TrackRequest request, List<Verdict> verdicts) {
        line.reset();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", received.receivedAt().toString());
            json.writeNumberField("request", received.number());
            json.writeStringField("request_id", received.requestId());
            json.writeStringField("token", tokenDigest);
            json.writeStringField("event_source", request.source());
            json.writeStringField("event_source_id", request.sourceId());
            json.writeBooleanField("test", request.isTest());
            json.writeStringField("fault", received.fault());
            json.writeNumberField("http", received.http());
            if (received.code() == null) {
                json.writeNullField("code");
            } else {
                json.writeNumberField("code", received.code());
            }
            json.writeStringField("message", received.message());
            events(json, request.events(), verdicts);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be written", e);
        }
        flush();
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + file + " cannot be closed", e);
        }
    }

    private static void events(JsonGenerator json, List<EventReading> events, List<Verdict> verdicts)
            throws IOException {
        json.writeArrayFieldStart("events");
        for (int i = 0; i < events.size(); i++) {
            EventReading event = events.get(i);
            Verdict verdict = verdicts.isEmpty() ? Verdict.REFUSED : verdicts.get(i);
            json.writeStartObject();
            json.writeStringField("event_id", event.id());
            json.writeStringField("event", event.name());
            json.writeStringField("verdict", verdict.toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void flush() {
        try {
            out.write(line.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + file + " cannot be written; is the disk full?", e);
        }
    }
}
