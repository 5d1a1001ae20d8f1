package dev.eventferry.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Jazzer in a process of its own, so that its instrumentation, a hang and a full memory stay there. It feeds a class's
 * {@code fuzzerTestOneInput}, keeps what reached new code in {@code target/fuzz/CLASS/corpus}, and what broke something
 * in {@code target/fuzz/CLASS}.
 */
final class Fuzzer {

    /** It would count the peak of the process that forked it, which is the tests' own. Its heap has a limit. */
    private static final String NO_LIMIT_OF_ALL_MEMORY = "-rss_limit_mb=0";

    private static final Path HOME = Path.of("target", "fuzz");
    private static final String EXECUTED = "stat::number_of_executed_units:";
    private static final List<String> CANNOT_RUN = List.of("UnsatisfiedLinkError", "Error during attachment");

    private static final int MOST_SHOWN = 8_000;

    private final Class<?> target;
    private final Path output;
    private final Process process;

    private Fuzzer(Class<?> target, Path output, Process process) {
        this.target = target;
        this.output = output;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param seeds inputs to begin with
     * @param executions how many times the class is called
     * @param seed of the fuzzer's dice; 0 for another each time
     */
    static Fuzzer start(Class<?> target, List<byte[]> seeds, long executions, long seed) throws IOException {
        Path folder =
                Files.createDirectories(HOME.resolve(target.getSimpleName())).toAbsolutePath();
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path beginning = Files.createDirectories(folder.resolve("seeds"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(beginning.resolve("seed-" + i), seeds.get(i));
        }
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // two minutes are too short for the second compiler to pay off
                "-cp",
                System.getProperty("java.class.path"),
                Jazzer.class.getName(),
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.eventferry.**",
                "--instrumentation_excludes=dev.eventferry.fuzz.**",
                "--custom_hook_includes=dev.eventferry.**",
                "--custom_hook_excludes=dev.eventferry.fuzz.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks", // half of the time for
                // nothing
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-dict=" + dictionary(folder),
                "-runs=" + executions,
                "-timeout=120", // seconds for one input by the clock, which a busy machine needs; see Effort
                NO_LIMIT_OF_ALL_MEMORY,
                "-max_len=1024",
                "-print_final_stats=1",
                "-seed=" + seed,
                corpus.toString(),
                beginning.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Fuzzer(target, output, process);
    }

    /** Waits for its end. */
    void await(long minutes) throws InterruptedException {
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(
                    target.getSimpleName() + " is not done within " + minutes + " minutes:\n" + said());
        }
    }

    /** Whether it did not come as far as to fuzz: its native library is not for every machine, nor its agent. */
    boolean cannotRunHere() {
        String said = said();
        return executions() == 0 && CANNOT_RUN.stream().anyMatch(said::contains);
    }

    /** 0 when nothing was found. */
    int exitCode() {
        return process.exitValue();
    }

    /** How many times it called the class. */
    long executions() {
        return said().lines()
                .filter(line -> line.startsWith(EXECUTED))
                .mapToLong(
                        line -> Long.parseLong(line.substring(EXECUTED.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** The end of what it said: findings stand there, with the input in base64. */
    String said() {
        try {
            String all = Files.readString(output, StandardCharsets.ISO_8859_1);
            return all.substring(Math.max(0, all.length() - MOST_SHOWN)) + "\n(the whole of it: " + output + ")";
        } catch (IOException e) {
            return "it said nothing: " + e;
        }
    }

    /** Ends it, if it still runs. */
    void stop() {
        process.destroyForcibly();
    }

    /** The words of our trade, in libFuzzer's form. */
    private static Path dictionary(Path folder) throws IOException {
        List<String> words = new ArrayList<>();
        for (String piece : HostileValues.PIECES) {
            StringBuilder word = new StringBuilder("\"");
            for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
                word.append(String.format("\\x%02X", b & 0xff));
            }
            if (word.length() > 1) {
                words.add(word.append('"').toString());
            }
        }
        return Files.write(folder.resolve("words.dict"), words);
    }
}
