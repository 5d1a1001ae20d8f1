package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a folder of its own, with a jar that echoes and a Maven that only says that it was called. */
class LauncherTest {

    private final Instant now = Instant.now();
    private Path temp;
    private Path home;
    private Path jar;
    private Path mavenCalls;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void set_up_a_checkout(@TempDir Path folder) throws IOException {
        temp = folder;
        home = Files.createDirectories(temp.resolve("a checkout with blanks"));
        jar = home.resolve("target/eventferry.jar");
        mavenCalls = temp.resolve("maven-calls");
        Files.createDirectories(home.resolve("src/main/java"));
        Files.createDirectories(home.resolve("target"));
        script(home.resolve("ferry"), Files.readString(Path.of("ferry")));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("src/main/java/A.java"), "class A {}");
        Path built = temp.resolve("built.jar");
        writeJar(built);
        maven("cp '" + built + "' target/eventferry.jar");
        age(Duration.ofHours(1));
    }

    @Test
    void arguments_input_output_and_exit_code_pass_through_from_any_folder() throws Exception {
        freshJar();

        Ended ended = ferry(temp, Map.of(), "some input", "status", "--set", "a=b c", "*");

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.out().lines())
                .containsExactly(
                        "arguments [status, --set, a=b c, *]",
                        "folder " + home.toRealPath(),
                        "property none",
                        "input some input");
        assertThat(ended.err()).isEqualTo("to stderr\n");
        assertThat(mavenCalls).doesNotExist();
    }

    @Test
    void a_link_to_it_works_too() throws Exception {
        freshJar();
        Path link = Files.createSymbolicLink(temp.resolve("ferry-link"), home.resolve("ferry"));

        Ended ended = run(temp, Map.of(), "", List.of(link.toString(), "status"));

        assertThat(ended.out()).contains("folder " + home.toRealPath());
    }

    @Test
    void more_flags_for_java_are_taken() throws Exception {
        freshJar();

        Ended ended = ferry(temp, Map.of("FERRY_JAVA_OPTS", "-Dlauncher.test=* -Xmx300m"), "", "run");

        assertThat(ended.out()).contains("property *\n");
    }

    @Test
    void drivers_in_their_folder_are_on_the_class_path() throws Exception {
        freshJar();
        Path classes = compile(
                "package dev.eventferry.cli; public class Ferry { public static void main(String[] arguments) throws"
                        + " Exception { System.out.println(Class.forName(\"acme.Driver\").getName() + arguments[0]); } }",
                "package acme; public class Driver {}");
        writeJar(jar, classes, "dev/eventferry/cli/Ferry.class");
        Path drivers = Files.createDirectories(home.resolve("drivers"));
        Files.writeString(drivers.resolve("README"), "no driver");
        writeJar(drivers.resolve("acme.jar"), classes, "acme/Driver.class");

        Ended ended = ferry(temp, Map.of(), "", "*");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("acme.Driver*\n");
    }

    @Test
    void without_a_jar_it_builds_and_says_so_on_stderr() throws Exception {
        Ended ended = ferry(temp, Map.of(), "", "status");

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.err()).startsWith("ferry: building Eventferry");
        assertThat(ended.out()).startsWith("arguments [status]");
        assertThat(Files.readString(mavenCalls)).isEqualTo("-B -q -ntp package -DskipTests\n");
    }

    @Test
    void a_jar_older_than_a_source_is_built_again_once() throws Exception {
        freshJar();
        Files.writeString(home.resolve("src/main/java/A.java"), "class A { int changed; }");
        Files.setLastModifiedTime(home.resolve("src/main/java/A.java"), FileTime.from(now.minusSeconds(60)));
        Files.setLastModifiedTime(jar, FileTime.from(now.minusSeconds(120)));

        ferry(temp, Map.of(), "", "status");
        ferry(temp, Map.of(), "", "status");

        assertThat(Files.readAllLines(mavenCalls)).hasSize(1);
    }

    @Test
    void a_jar_older_than_the_pom_is_built_again() throws Exception {
        freshJar();
        Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(now.plusSeconds(5)));

        ferry(temp, Map.of(), "", "status");

        assertThat(mavenCalls).exists();
    }

    @Test
    void a_build_that_fails_is_told_and_nothing_is_run() throws Exception {
        maven("echo half >target/eventferry.jar; echo 'the compiler says no'; exit 1");

        Ended ended = ferry(temp, Map.of(), "", "status");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("the compiler says no").contains("ferry: the build failed");
        assertThat(jar).doesNotExist();
    }

    @Test
    void where_the_wrapper_cannot_download_maven_the_installed_one_is_used() throws Exception {
        script(home.resolve("mvnw"), "#!/usr/bin/env bash\nexit 1\n");
        Path bin = Files.createDirectories(temp.resolve("bin"));
        script(
                bin.resolve("mvn"),
                "#!/usr/bin/env bash\necho mvn >>'" + mavenCalls + "'\ncp '" + temp.resolve("built.jar")
                        + "' target/eventferry.jar\n");

        Ended ended = ferry(temp, Map.of("PATH", bin + ":" + System.getenv("PATH")), "", "status");

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(Files.readString(mavenCalls)).isEqualTo("mvn\n");
    }

    @Test
    void an_old_java_is_told_what_is_needed() throws Exception {
        freshJar();
        Path old = Files.createDirectories(temp.resolve("old/bin"));
        script(old.resolve("java"), "#!/usr/bin/env bash\necho 'openjdk version \"1.8.0_402\"' >&2\n");

        Ended ended = ferry(temp, Map.of("JAVA_HOME", temp.resolve("old").toString()), "", "status");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("ferry: Java 17 or newer is needed, but")
                .contains("is Java 8");
    }

    @Test
    void the_signal_to_stop_reaches_java() throws Exception {
        freshJar();
        Path word = temp.resolve("word");
        Process process = builder(temp, Map.of(), List.of(home.resolve("ferry").toString(), "wait", word.toString()))
                .start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(word) && Files.readString(word).equals("waits"));

        process.destroy();

        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(word).hasContent("stopped");
    }

    private void freshJar() throws IOException {
        writeJar(jar);
    }

    private void maven(String does) throws IOException {
        script(
                home.resolve("mvnw"),
                "#!/usr/bin/env bash\n[[ $1 == -v ]] && exit 0\necho \"$*\" >>'" + mavenCalls + "'\n" + does + "\n");
    }

    private void age(Duration age) throws IOException {
        for (String file : List.of("pom.xml", "src/main/java/A.java", "src/main/java", "src/main")) {
            Files.setLastModifiedTime(home.resolve(file), FileTime.from(now.minus(age)));
        }
    }

    private Ended ferry(Path folder, Map<String, String> environment, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("ferry").toString()));
        command.addAll(List.of(arguments));
        return run(folder, environment, input, command);
    }

    private Ended run(Path folder, Map<String, String> environment, String input, List<String> command)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile(temp, "stderr", "");
        Process process = builder(folder, environment, command)
                .redirectError(err.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static ProcessBuilder builder(Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("FERRY_JAVA_OPTS");
        builder.environment().putAll(environment);
        return builder;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path compile(String... sources) throws IOException {
        Path classes = Files.createDirectories(temp.resolve("classes"));
        List<String> command = new ArrayList<>(List.of("-d", classes.toString()));
        for (String source : sources) {
            String name = source.replaceAll("(?s).*?public class (\\w+).*", "$1");
            command.add(Files.writeString(temp.resolve(name + ".java"), source).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new)))
                .isZero();
        return classes;
    }

    private static void writeJar(Path to, Path classes, String name) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(to))) {
            jar.putNextEntry(new JarEntry(name));
            Files.copy(classes.resolve(name), jar);
        }
    }

    private static void writeJar(Path to) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, LaunchedProgram.class.getName());
        String name = LaunchedProgram.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(to), manifest);
                InputStream program = LauncherTest.class.getResourceAsStream("/" + name)) {
            jar.putNextEntry(new JarEntry(name));
            Objects.requireNonNull(program).transferTo(jar);
        }
    }
}
