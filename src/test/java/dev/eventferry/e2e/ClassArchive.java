package dev.eventferry.e2e;

import static java.util.stream.Collectors.joining;

import dev.eventferry.cli.Ferry;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Eventferry's classes as Java keeps them in memory, as {@code ./ferry} makes them: with it a process is up in half the
 * time. Making it takes some seconds, so it is made once for all processes of this JVM, and for those alone that are
 * started often.
 *
 * @param classPath of jars alone, for Java archives no folders
 */
record ClassArchive(String classPath, Path file) {

    private static final long PATIENCE_SECONDS = 120;

    private static @Nullable ClassArchive made;

    /** The one that was made, or null. */
    static synchronized @Nullable ClassArchive ofThisJvm() {
        return made;
    }

    /** Makes it unless it is there, for a JVM with those flags. */
    static synchronized void makeFor(List<String> jvm) {
        if (made == null) {
            try {
                made = make(jvm);
            } catch (IOException e) {
                throw new UncheckedIOException("the classes cannot be archived", e);
            }
        }
    }

    private static ClassArchive make(List<String> jvm) throws IOException {
        Path folder = Files.createTempDirectory("eventferry-classes");
        Path jar = folder.resolve("eventferry.jar");
        Path file = folder.resolve("eventferry.jsa");
        Path output = folder.resolve("output.log");
        for (Path each : List.of(folder, jar, file, output)) {
            each.toFile().deleteOnExit(); // the folder, which was named first, goes last
        }
        pack(classes(), jar);
        String classPath = Stream.concat(
                        Stream.of(jar.toString()),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(entry -> entry.endsWith(".jar")))
                .collect(joining(File.pathSeparator));
        List<String> command = new ArrayList<>(jvm);
        command.addAll(List.of("-Xlog:cds*=off", "-XX:ArchiveClassesAtExit=" + file, "-cp", classPath));
        command.addAll(List.of("dev.eventferry.cli.Ferry", "demo", "--exit"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0 || !Files.exists(file)) {
                process.destroyForcibly();
                throw new IOException("the demo did not end well: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the demo ran", e);
        }
        return new ClassArchive(classPath, file);
    }

    private static Path classes() throws IOException {
        try {
            return Path.of(Ferry.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the classes are in no folder", e);
        }
    }

    /** With its folders, for Flyway looks for that of the migrations. */
    private static void pack(Path classes, Path jar) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(classes)) {
            all = walk.filter(each -> !each.equals(classes)).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            for (Path each : all) {
                String name = classes.relativize(each).toString().replace(File.separatorChar, '/');
                packed.putNextEntry(new JarEntry(Files.isDirectory(each) ? name + '/' : name));
                if (!Files.isDirectory(each)) {
                    Files.copy(each, packed);
                }
                packed.closeEntry();
            }
        }
    }
}
