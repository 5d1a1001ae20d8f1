package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.files.Sidecar;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that {@code ./ferry import} put into the inbox, under a name that no other file of its source has or had.
 *
 * @param name in the inbox, and later in {@code done} or {@code failed}
 * @param takenUp whether it lay there already, from an import that was begun before
 */
record InboxFile(Path dataDir, String source, String name, boolean takenUp) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("(.+?)((\\.[^.]+)?\\.(?:gz|zip)|\\.[^.]+)?");
    private static final List<String> ENDS = List.of("done", "failed");

    /**
     * Copies a file into the inbox: whole at once, behind its sidecar, so that it is taken without waiting. The same file
     * that an import left there is not copied again, but what is wished for now counts.
     *
     * @param wishes what the sidecar tells: {@code limit}, {@code again}, {@code approved}, {@code destination}
     */
    static InboxFile put(Path dataDir, String source, Path given, JsonNode wishes) throws IOException {
        Path inbox = Files.createDirectories(dataDir.resolve("inbox").resolve(source));
        String own = String.valueOf(given.getFileName()).replaceFirst("^\\.+", "");
        if (Files.isSameFile(inbox, given.toAbsolutePath().getParent())) {
            return new InboxFile(dataDir, source, own, true).wish(wishes);
        }
        for (int n = 1; true; n++) {
            InboxFile file = new InboxFile(dataDir, source, numbered(own, n), false);
            if (file.isLeftOf(given)) {
                return new InboxFile(dataDir, source, file.name, true).wish(wishes);
            }
            if (!file.isKnown() && file.reserve(wishes)) {
                file.fill(given);
                return file;
            }
        }
    }

    /** {@code leads.csv.gz} is {@code leads-2.csv.gz} the second time. */
    static String numbered(String name, int n) {
        Matcher parts = NAME.matcher(name);
        if (n == 1 || !parts.matches()) {
            return name;
        }
        return parts.group(1) + "-" + n + (parts.group(2) == null ? "" : parts.group(2));
    }

    Path path() {
        return inbox().resolve(name);
    }

    boolean isInInbox() {
        return Files.exists(path());
    }

    /** What became of it; null as long as nobody is through with it. */
    @Nullable
    Path report() {
        if (isInInbox()) {
            return null;
        }
        return ENDS.stream()
                .map(end -> dataDir.resolve(end).resolve(source).resolve(name + ".report.json"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    /** Nobody takes it: our copy goes away again. */
    void withdraw() throws IOException {
        Files.deleteIfExists(path());
        Files.deleteIfExists(sidecar());
    }

    private Path inbox() {
        return dataDir.resolve("inbox").resolve(source);
    }

    private Path sidecar() {
        return Sidecar.of(path());
    }

    private boolean isLeftOf(Path given) throws IOException {
        try {
            return Files.exists(sidecar()) && isInInbox() && Files.mismatch(given, path()) == -1;
        } catch (NoSuchFileException e) {
            if (!Files.exists(given)) {
                throw e;
            }
            return false; // somebody got through with it meanwhile
        }
    }

    private boolean isKnown() {
        return isInInbox()
                || ENDS.stream()
                        .map(end -> dataDir.resolve(end).resolve(source))
                        .anyMatch(end ->
                                Files.exists(end.resolve(name)) || Files.exists(end.resolve(name + ".report.json")));
    }

    private InboxFile wish(JsonNode wishes) throws IOException {
        Path hidden = inbox().resolve("." + name + ".wishes");
        Files.write(hidden, JSON.writeValueAsBytes(wishes));
        Files.move(hidden, sidecar(), StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    private boolean reserve(JsonNode wishes) throws IOException {
        try {
            Files.write(sidecar(), JSON.writeValueAsBytes(wishes), StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void fill(Path given) throws IOException {
        Path hidden = inbox().resolve("." + name + ".importing");
        try {
            Files.copy(given, hidden, StandardCopyOption.REPLACE_EXISTING);
            Files.move(hidden, path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(hidden);
            Files.deleteIfExists(sidecar());
            throw e;
        }
    }
}
