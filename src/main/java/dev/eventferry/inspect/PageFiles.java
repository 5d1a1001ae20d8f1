package dev.eventferry.inspect;

import dev.eventferry.event.Sha256Hex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of the inspector's page, out of the jar and into memory once: there are no others, whatever path is asked for. */
public final class PageFiles {

    private static final String FOLDER = "/inspector/";
    private static final String START = "index.html";

    /** Those there are, one a line. */
    private static final List<String> NAMES = List.of(
            START,
            "style.css",
            "icon.svg",
            "app.js",
            "api.js",
            "dom.js",
            "plot.js",
            "digest.js",
            "overview.js",
            "live.js",
            "event.js",
            "quality.js",
            "dedup.js",
            "campaigns.js",
            "dead.js",
            "imports.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "js", "text/javascript; charset=utf-8");

    private final Map<String, PageFile> files = new TreeMap<>();

    /**
     * A file.
     *
     * @param type of its content
     * @param etag changes with its content
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    public record PageFile(String type, String etag, byte[] content) {}

    /** Reads them all. */
    public PageFiles() {
        NAMES.forEach(name -> files.put(name, read(name)));
    }

    /** The file of a path below {@code /inspector}; null when there is none. */
    public @Nullable PageFile find(String rest) {
        return rest.isEmpty() || rest.equals("/")
                ? files.get(START)
                : rest.startsWith("/") ? files.get(rest.substring(1)) : null;
    }

    private static PageFile read(String name) {
        String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the inspector's page lacks " + name);
            }
            byte[] content = in.readAllBytes();
            String digest =
                    Sha256Hex.of(new String(content, StandardCharsets.UTF_8)).hex();
            return new PageFile(type, '"' + digest.substring(0, 16) + '"', content);
        } catch (IOException e) {
            throw new UncheckedIOException("the inspector's page cannot be read", e);
        }
    }
}
