package dev.eventferry.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every change that took effect while Eventferry ran, a line of JSON each: when, what, and what it was before and after
 * (a file's checksum, a setting's value, a secret's checksum). A full file moves aside; five are kept.
 */
final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FULL = 1 << 20;
    private static final int KEPT = 5;
    private static final int SHOWN = 12;

    private final Path file;
    private final Clock clock;

    AuditLog(Path dataDir, Clock clock) {
        this.file = dataDir.resolve("audit.log");
        this.clock = clock;
    }

    /**
     * Notes a change.
     *
     * @param kind {@code mapping}, {@code route} or {@code setting}
     * @param before null when it is new
     * @param after null when it is gone
     */
    synchronized void changed(String kind, String what, @Nullable String before, @Nullable String after) {
        ObjectNode line = JSON.createObjectNode();
        line.put("at", clock.instant().toString());
        line.put("kind", kind);
        line.put("what", what);
        line.put("change", before == null ? "added" : after == null ? "removed" : "changed");
        line.put("before", before);
        line.put("after", after);
        try {
            write(JSON.writeValueAsString(line) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            LOG.error("A change took effect, but cannot be written to {}: {}", file, e.toString());
        }
    }

    /** The first digits of the SHA-256. */
    static String checksum(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void write(String line) throws IOException {
        if (Files.exists(file) && Files.size(file) > FULL) {
            for (int i = KEPT - 1; i > 0; i--) {
                Path older = numbered(i);
                if (Files.exists(older)) {
                    Files.move(older, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path numbered(int i) {
        return file.resolveSibling(file.getFileName() + "." + i);
    }
}
