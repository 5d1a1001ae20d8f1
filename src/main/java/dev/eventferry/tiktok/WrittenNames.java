package dev.eventferry.tiktok;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the names of events out of what {@link EventWriter} wrote, where they stand first. Events of one name mostly come
 * together, and for those nothing is made. For one thread.
 */
public final class WrittenNames {

    private static final byte[] BEGIN = "{\"event\":\"".getBytes(StandardCharsets.UTF_8);
    private static final JsonFactory JSON = new JsonFactory();

    /** The name before with its closing quote, as it is written. */
    private byte[] written = {};

    private String name = "";

    /** The name of the event that stands there; empty when it is none of ours. */
    public String of(byte[] bytes, int offset, int length) {
        int from = offset + BEGIN.length;
        int end = offset + length;
        if (length <= BEGIN.length || !Arrays.equals(bytes, offset, from, BEGIN, 0, BEGIN.length)) {
            return "";
        }
        int to = from + written.length;
        if (written.length > 0 && to <= end && Arrays.equals(bytes, from, to, written, 0, written.length)) {
            return name;
        }
        int quote = from;
        while (quote < end && bytes[quote] != '"' && bytes[quote] != '\\') {
            quote++;
        }
        if (quote == end || bytes[quote] == '\\') {
            return parsed(bytes, offset, length);
        }
        written = Arrays.copyOfRange(bytes, from, quote + 1);
        name = new String(bytes, from, quote - from, StandardCharsets.UTF_8);
        return name;
    }

    private static String parsed(byte[] bytes, int offset, int length) {
        try (JsonParser json = JSON.createParser(bytes, offset, length)) {
            json.nextToken();
            json.nextToken();
            String text = json.nextTextValue();
            return text == null ? "" : text;
        } catch (IOException e) {
            return "";
        }
    }
}
