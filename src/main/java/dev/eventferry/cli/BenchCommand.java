package dev.eventferry.cli;

import dev.eventferry.bench.Bench;
import dev.eventferry.mapping.MappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./ferry bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures Eventferry on this machine: events per second, and CPU seconds of the",
            "server's process for 100,000 events, from a door to a simulated TikTok that has",
            "taken them.",
            "",
            "The load, the simulator and the server share this machine's processors, so",
            "compare CPU seconds, and figures of one run with each other. For other runs and",
            "machines there are parses: the same CPU time in times of what it takes just then",
            "to read an event's JSON into a tree. Earlier figures: docs/benchmarks.md.",
            "",
            "The rows:",
            "  transform  reading, checking and hashing alone, in a plain loop",
            "  canonical  the same in TikTok's own names: the rest is what the mapping costs",
            "  http-100   requests of 100 events",
            "  http-1     requests of one event",
            "  file       a shop's export dropped into the inbox, 511 bytes a row",
            "  crm        a CRM's export dropped into the inbox, 310 bytes a row",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:something went wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry bench",
            "  ./ferry bench --rows http-100,file --events 200000 --warm-up 50000",
        })
final class BenchCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "ROW",
            description = "What to measure: transform, canonical, http-100, http-1, file, crm (default: all).")
    private Set<String> rows = new TreeSet<>(Bench.ROWS);

    @Option(names = "--events", description = "Events in each row (default: ${DEFAULT-VALUE}; http-1 takes half).")
    private long events = 1_000_000;

    @Option(names = "--warm-up", description = "Events before, not counted (default: ${DEFAULT-VALUE}).")
    private long warmUp = 200_000;

    @Option(
            names = "--java-opt",
            paramLabel = "OPTION",
            description = "For the server's JVM (default: those of this one). May be repeated.")
    private List<String> javaOptions = new ArrayList<>();

    @Option(names = "--work", paramLabel = "FOLDER", description = "Where the data goes (default: a temporary folder).")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public Integer call() throws IOException, MappingException {
        Path folder = Files.createTempDirectory(work, "ferry-bench");
        try {
            Console.say(Bench.run(new Bench.Options(rows, events, warmUp, folder, javaOptions), Console::say));
            return 0;
        } finally {
            Folders.delete(folder);
        }
    }
}
