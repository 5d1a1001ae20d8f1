package dev.eventferry.cli;

import dev.eventferry.event.Origin;
import dev.eventferry.mapping.Mapping;
import dev.eventferry.mapping.MappingCases;
import dev.eventferry.mapping.MappingException;
import dev.eventferry.mapping.Mappings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compiles every mapping of a folder and runs its cases; one that is wrong keeps no other from being looked at. */
final class MappingCheck {

    private static final String ENDING = ".yaml";
    private static final String CASES = ".test.yaml";

    private final CheckReport report;
    private final Set<String> destinations;
    private final Map<String, Path> bySource = new TreeMap<>();

    /** @param destinations those that a mapping may name */
    MappingCheck(CheckReport report, Set<String> destinations) {
        this.report = report;
        this.destinations = destinations;
    }

    void check(Path folder) throws IOException {
        for (Path file : Mappings.files(folder)) {
            report.countMapping();
            try {
                String yaml = read(file);
                Mapping mapping = Mapping.compile(file.toString(), yaml);
                checkNames(file, yaml, mapping);
                checkCases(file, mapping);
            } catch (MappingException e) {
                report.error(e);
            }
        }
    }

    /** Whether one of the mappings that were checked has that source. */
    boolean isSource(String name) {
        return name.equals(Origin.CANONICAL) || bySource.containsKey(name);
    }

    private void checkNames(Path file, String yaml, Mapping mapping) {
        for (String destination : mapping.destinations()) {
            if (!destinations.contains(destination)) {
                report.error(
                        file.toString(),
                        lineOf(yaml, "destination:"),
                        "mapping",
                        "the destination " + destination + " is not one of ferry.destinations, which names "
                                + destinations);
            }
        }
        Path other = bySource.putIfAbsent(mapping.source(), file);
        if (other != null) {
            report.error(
                    file.toString(),
                    lineOf(yaml, "source:"),
                    "mapping",
                    "source " + mapping.source() + " is " + other + " already; rename one of them");
        }
        String debug = mapping.debug();
        if (debug != null) {
            report.add(new CheckReport.Entry(
                    file.toString(),
                    lineOf(yaml, "debug:"),
                    0,
                    CheckReport.Severity.WARNING,
                    "debug_filter",
                    "the debug filter on " + debug + " leaves out all other events; remove it to go live"));
        }
    }

    private void checkCases(Path file, Mapping mapping) throws IOException {
        String name = String.valueOf(file.getFileName());
        Path beside = file.resolveSibling(name.substring(0, name.length() - ENDING.length()) + CASES);
        if (!Files.exists(beside)) {
            return;
        }
        try {
            for (MappingCases.Case each :
                    MappingCases.read(beside.toString(), read(beside)).cases()) {
                report.countCases(1);
                each.failures(mapping)
                        .forEach(failure -> report.error(beside.toString(), each.line(), "case", failure));
            }
        } catch (MappingException e) {
            report.error(e);
        }
    }

    private static String read(Path file) throws IOException, MappingException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new MappingException(file.toString(), 1, 1, "the file is not UTF-8; save it as UTF-8");
        }
    }

    private static int lineOf(String yaml, String key) {
        int line = 0;
        for (String text : yaml.split("\n", -1)) {
            line++;
            if (text.strip().startsWith(key)) {
                return line;
            }
        }
        return 1;
    }
}
