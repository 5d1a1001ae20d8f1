package dev.eventferry.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The mapping files of a folder as they change: each is compiled and must hold its own cases, or its last good version
 * stays in force. For one thread.
 */
public final class MappingFolder {

    private static final String MAPPING = ".yaml";
    private static final String CASES = ".test.yaml";

    /** What is wrong with a file, and what to do; the line from 1. */
    public record Complaint(String file, int line, String message) {}

    /** One mapping file and its cases, as they were compiled and held. */
    private record Version(String yaml, @Nullable String cases, Mapping mapping) {}

    private final String folder;
    private final Set<String> destinations;
    private final Map<String, Version> inForce = new TreeMap<>();

    /**
     * @param folder its name, as messages show it
     * @param destinations those that a mapping may name
     */
    public MappingFolder(String folder, Set<String> destinations) {
        this.folder = folder;
        this.destinations = Set.copyOf(destinations);
    }

    /** Whether a file of that name is a mapping or a mapping's cases. */
    public static boolean isOurs(String name) {
        return name.endsWith(MAPPING) && !name.startsWith(".");
    }

    /**
     * Takes the folder's files as they are now: good ones are in force from now on, files that are gone take their source
     * with them, and each complaint leaves the last good version of its file in force.
     *
     * @param files by name
     */
    public List<Complaint> read(Map<String, byte[]> files) {
        List<Complaint> complaints = new ArrayList<>();
        inForce.keySet().removeIf(name -> !files.containsKey(name));
        Map<String, Version> changed = new LinkedHashMap<>();
        for (String name : new TreeMap<>(files).keySet()) {
            if (isOurs(name) && !name.endsWith(CASES)) {
                try {
                    Version next = version(name, files, complaints);
                    if (next != null && !next.equals(inForce.get(name))) {
                        changed.put(name, next);
                    }
                } catch (MappingException e) {
                    complaints.add(complaint(e));
                }
            }
        }
        refuseSourcesTwice(changed, complaints);
        inForce.putAll(changed);
        return complaints;
    }

    /** Those in force. */
    public Mappings mappings() {
        return Mappings.of(inForce.values().stream().map(Version::mapping).toList());
    }

    /** The same version when the file is as it was; null when it does not do. */
    private @Nullable Version version(String name, Map<String, byte[]> files, List<Complaint> complaints)
            throws MappingException {
        String yaml = Objects.requireNonNull(text(name, files));
        String beside = name.substring(0, name.length() - MAPPING.length()) + CASES;
        String cases = text(beside, files);
        Version before = inForce.get(name);
        if (before != null && before.yaml().equals(yaml) && Objects.equals(before.cases(), cases)) {
            return before;
        }
        Mapping mapping = Mapping.compile(place(name), yaml);
        List<Complaint> wrong = new ArrayList<>();
        for (String destination : mapping.destinations()) {
            if (!destinations.contains(destination)) {
                wrong.add(new Complaint(
                        place(name),
                        lineOf(yaml, "destination"),
                        "the destination " + destination + " is not one of ferry.destinations, which names "
                                + destinations + "; name one of them, or set it up and start again"));
            }
        }
        if (cases != null) {
            wrong.addAll(failures(beside, cases, mapping));
        }
        complaints.addAll(wrong);
        return wrong.isEmpty() ? new Version(yaml, cases, mapping) : null;
    }

    private List<Complaint> failures(String name, String yaml, Mapping mapping) throws MappingException {
        List<Complaint> failures = new ArrayList<>();
        for (MappingCases.Case each : MappingCases.read(place(name), yaml).cases()) {
            for (String failure : each.failures(mapping)) {
                failures.add(new Complaint(
                        place(name), lineOf(yaml, each.name()), failure + "; mend the mapping, or the case"));
            }
        }
        return failures;
    }

    /** A source belongs to the file that has it already, or to the first by name. */
    private void refuseSourcesTwice(Map<String, Version> changed, List<Complaint> complaints) {
        Map<String, String> owners = new HashMap<>();
        inForce.forEach((name, version) -> {
            if (!changed.containsKey(name)) {
                owners.put(version.mapping().source(), name);
            }
        });
        changed.entrySet().removeIf(entry -> {
            String source = entry.getValue().mapping().source();
            String owner = owners.putIfAbsent(source, entry.getKey());
            if (owner == null) {
                return false;
            }
            complaints.add(new Complaint(
                    place(entry.getKey()),
                    lineOf(entry.getValue().yaml(), "source:"),
                    "source " + source + " is " + place(owner) + " already; rename one of them"));
            return true;
        });
    }

    private @Nullable String text(String name, Map<String, byte[]> files) throws MappingException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MappingException(place(name), 1, 1, "the file is not UTF-8; save it as UTF-8");
        }
    }

    private String place(String name) {
        return folder + "/" + name;
    }

    private static Complaint complaint(MappingException e) {
        return new Complaint(e.fileName(), e.line(), e.reason());
    }

    private static int lineOf(String yaml, String words) {
        int at = yaml.indexOf(words);
        return at < 0
                ? 1
                : 1 + (int) yaml.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
