package dev.eventferry.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.UnreadableFile;
import dev.eventferry.intake.BodyReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is piped in, and what it seems to be.
 *
 * @param stream from its beginning
 * @param first its first line, or the beginning of it
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record StandardInput(InputStream stream, byte[] first) {

    private static final int LOOK = 1024 * 1024;

    static StandardInput open(InputStream in) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(in);
        stream.mark(LOOK);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean begun = false;
        for (int c = stream.read(); c >= 0 && line.size() < LOOK - 1 && (!begun || c != '\n'); c = stream.read()) {
            begun |= c > ' ';
            line.write(c);
        }
        stream.reset();
        return new StandardInput(stream, line.toByteArray());
    }

    /**
     * Lines of objects are NDJSON; anything else of JSON is JSON.
     *
     * @throws UnreadableFile when it does not begin as JSON does
     */
    FileItems.Form form() throws UnreadableFile, IOException {
        int at = 0;
        while (at < first.length && first[at] >= 0 && first[at] <= ' ') {
            at++;
        }
        if (at < first.length && first[at] == '[') {
            return FileItems.Form.JSON;
        }
        if (at < first.length && first[at] == '{') {
            return isWhole() ? FileItems.Form.NDJSON : FileItems.Form.JSON;
        }
        throw new UnreadableFile(
                "What is piped in begins neither with { nor with [: say --format csv if it is a table.");
    }

    /** An object of one line that holds others under {@code events} is a whole request, not a line of one event. */
    private boolean isWhole() throws IOException {
        try {
            JsonNode node = BodyReader.JSON.readTree(first);
            return !node.path("events").isArray() && !(node.path("data").isArray() && node.has("event_source"));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
