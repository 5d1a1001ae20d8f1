package dev.eventferry.mapping;

import dev.eventferry.event.Origin;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The mappings in force, by source, and the canonical reader beside them. Immutable. */
public final class Mappings {

    private final TreeMap<String, ItemMapper> bySource = new TreeMap<>();

    private Mappings(Collection<? extends ItemMapper> mappers) {
        mappers.forEach(mapper -> bySource.put(mapper.source(), mapper));
        bySource.put(Origin.CANONICAL, new CanonicalReader());
    }

    /** Only TikTok's own names. */
    public static Mappings none() {
        return new Mappings(List.of());
    }

    /** These, whose sources differ, and the canonical reader. */
    public static Mappings of(Collection<Mapping> mappings) {
        return new Mappings(mappings);
    }

    /**
     * Loads every {@code *.yaml} of a folder that is not a {@code *.test.yaml}.
     *
     * @throws MappingException for the first file that is wrong, or whose source another has already
     */
    public static Mappings load(Path folder) throws MappingException, IOException {
        TreeMap<String, String> files = new TreeMap<>();
        List<Mapping> mappings = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = nameOf(file);
            Mapping mapping = Mapping.compile(name, read(file));
            String other = files.putIfAbsent(mapping.source(), name);
            if (other != null) {
                throw new MappingException(
                        name, 1, 1, "source " + mapping.source() + " is " + other + " already; rename one of them");
            }
            mappings.add(mapping);
        }
        return new Mappings(mappings);
    }

    /** The mapping files of a folder, in order of their names. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Mappings::isMapping).sorted().toList();
        }
    }

    /** What reads that source, or null when there is no such source. */
    public @Nullable ItemMapper get(String source) {
        return bySource.get(source);
    }

    /** The sources there are, in order, {@code canonical} among them. */
    public Set<String> names() {
        return Collections.unmodifiableSet(bySource.keySet());
    }

    /** The text of a mapping file or of its cases. */
    static String read(Path file) throws MappingException, IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new MappingException(nameOf(file), 1, 1, "the file is not UTF-8; save it as UTF-8");
        }
    }

    /** A file with its folder, as messages name it: {@code mappings/shop.yaml}. */
    static String nameOf(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path name = folder == null ? null : folder.getFileName();
        return name == null ? String.valueOf(file.getFileName()) : name + "/" + file.getFileName();
    }

    private static boolean isMapping(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") && !name.endsWith(".test.yaml") && !name.startsWith(".");
    }
}
