package dev.eventferry.camel;

import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The route files of a folder, to be checked where nothing runs. */
public final class RouteFiles {

    private static final String ENDING = ".camel.yaml";

    private final Path folder;
    private final Map<String, String> texts = new TreeMap<>();
    private final List<Finding> unreadable = new ArrayList<>();

    private RouteFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the folder that the settings name.
     *
     * @throws SettingsException when it has no routes
     */
    public static RouteFiles read(Settings settings) throws IOException {
        RouteFiles files = new RouteFiles(Path.of(settings.text("ferry.routes-dir")));
        if (Files.isDirectory(files.folder)) {
            try (Stream<Path> found = Files.list(files.folder)) {
                for (Path file : found.sorted().toList()) {
                    files.take(file);
                }
            }
        }
        if (files.count() == 0) {
            throw new SettingsException("ferry.routes-dir: there is no *.camel.yaml in " + files.folder.toAbsolutePath()
                    + "; start in Eventferry's folder or set ferry.routes-dir");
        }
        return files;
    }

    /** How many there are. */
    public int count() {
        return texts.size() + unreadable.size();
    }

    /** What is wrong with them, by file and line; the first reason of each line. */
    public List<Finding> check(Settings settings) throws IOException {
        Map<String, String> known = settings.placeholders();
        Map<String, Class<?>> beans = Wiring.beans(settings);
        List<Finding> all = new ArrayList<>(unreadable);
        all.addAll(new RouteCheck(folder.toString(), known, settings.dataDir(), beans).check(texts));
        all.addAll(new RouteSyntax(folder.toString(), known, beans).check(texts));
        Set<String> places = new HashSet<>();
        return all.stream()
                .filter(finding -> places.add(finding.file() + ":" + finding.line()))
                .sorted(Comparator.comparing(Finding::file).thenComparing(Finding::line))
                .toList();
    }

    private void take(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(ENDING) || name.startsWith(".")) {
            return;
        }
        try {
            texts.put(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                            .toString());
        } catch (CharacterCodingException e) {
            unreadable.add(new Finding(folder + "/" + name, 1, "the file is not UTF-8; save it as UTF-8"));
        }
    }
}
