package dev.eventferry.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How far a file was imported, as its cursor keeps it: one truth with the events of the same commit.
 *
 * @param row how many rows are behind it
 * @param rejected how many bytes of the file of rejected rows count
 * @param mapping the version of the mapping that read them
 * @param report the report so far; null once it is through
 * @param end what it came to; null while it is not through
 * @param file its name then
 * @param at when it was through
 */
public record ImportPlace(
        long row,
        long rejected,
        String mapping,
        @Nullable JsonNode report,
        @Nullable String end,
        String file,
        @Nullable String at) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of it went in, and nothing needs to be mended: there is no reason to read the same again. */
    public boolean isComplete() {
        return "done".equals(end) && rejected == 0;
    }

    /** The cursor's position; a few thousand characters. */
    public String text() {
        ObjectNode json = JSON.createObjectNode();
        json.put("row", row).put("rejected", rejected).put("mapping", mapping).put("file", file);
        if (report != null) {
            json.set("report", report);
        }
        if (end != null) {
            json.put("end", end).put("at", at);
        }
        return json.toString();
    }

    /** Reads a cursor's position; null for one that is none of ours, such as the plain row of earlier versions. */
    public static @Nullable ImportPlace read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject()
                    ? new ImportPlace(
                            json.path("row").asLong(),
                            json.path("rejected").asLong(),
                            json.path("mapping").asText(),
                            json.get("report"),
                            json.path("end").asText(null),
                            json.path("file").asText(),
                            json.path("at").asText(null))
                    : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
