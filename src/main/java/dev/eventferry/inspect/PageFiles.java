package dev.eventferry.inspect;

import dev.eventferry.event.Sha256Hex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of the inspector's page, out of the jar and into memory once: there are no others, whatever path is asked for. */
public final class PageFiles {

    private static final String FOLDER = "/inspector/";
    private static final String START = "index.html";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final List<String> SCRIPTS = List.of(
            "app.js",
            "api.js",
            "dom.js",
            "plot.js",
            "overview.js",
            "dead.js",
            "imports.js",
            "quality.js",
            "dedup.js",
            "campaigns.js");

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
        files.put(START, read(START, "text/html; charset=utf-8"));
        files.put("style.css", read("style.css", "text/css; charset=utf-8"));
        files.put("icon.svg", read("icon.svg", "image/svg+xml"));
        SCRIPTS.forEach(name -> files.put(name, read(name, SCRIPT)));
    }

    /** The file of a path below {@code /inspector}; null when there is none. */
    public @Nullable PageFile find(String rest) {
        return rest.isEmpty() || rest.equals("/")
                ? files.get(START)
                : rest.startsWith("/") ? files.get(rest.substring(1)) : null;
    }

    private static PageFile read(String name, String type) {
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
