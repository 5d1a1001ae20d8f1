package dev.eventferry.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .NAME.import} beside a dropped file says of its import, written before the file was moved into place.
 *
 * @param limit the most rows to read; 0 for all
 * @param again whether it is read though the same content was imported before
 * @param approved whether nobody need look at a preview before it is sent
 * @param destination where its events go, over what the mapping says; null to leave it to the mapping
 */
public record Sidecar(
        long limit,
        boolean again,
        boolean approved,
        @Nullable String destination) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST = 10_000;
    private static final Sidecar NONE = new Sidecar(0, false, false, null);

    /** Where it stands for a file. */
    public static Path of(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".import");
    }

    /**
     * Reads what is said of a file; nothing special where nothing is.
     *
     * @throws UnreadableFile when it is no JSON
     */
    public static Sidecar read(Path file) throws UnreadableFile {
        Path beside = of(file);
        try {
            if (!Files.isRegularFile(beside)) {
                return NONE;
            }
            JsonNode json = Files.size(beside) > LARGEST ? null : JSON.readTree(beside.toFile());
            if (json == null || !json.isObject()) {
                throw new UnreadableFile("." + file.getFileName() + ".import is no JSON object: remove it.");
            }
            return new Sidecar(
                    json.path("limit").asLong(),
                    json.path("again").asBoolean(),
                    json.path("approved").asBoolean(),
                    json.hasNonNull("destination") ? json.path("destination").asText() : null);
        } catch (IOException e) {
            throw new UnreadableFile("." + file.getFileName() + ".import cannot be read: remove it.");
        }
    }
}
