package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ferry check} finds, and where. */
class CheckTest {

    private static final Path PLANTED = Path.of("src/test/resources/planted");

    /** How a planted file marks the line at which the mistake must be found, and what must be said of it. */
    private static final String MARK = "# <- ";

    private record Ended(int exitCode, String out, String err) {}

    @TestFactory
    Stream<DynamicTest> every_planted_mistake_is_found_at_its_line_and_nothing_else(@TempDir Path temp)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("routes", "mappings")) {
            try (Stream<Path> found = Files.list(PLANTED.resolve(folder))) {
                found.filter(file -> read(file).contains(MARK)).sorted().forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(20);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), () -> isFound(file, temp.resolve(file.getFileName()))));
    }

    @Test
    void what_is_shipped_is_well_but_for_the_pixel_and_the_token() throws IOException {
        Ended ended = check("--no-secrets", "--json");

        JsonNode report = json(ended);
        assertThat(ended.exitCode()).isZero();
        assertThat(report.path("ok").asBoolean()).isTrue();
        assertThat(report.path("errors").asInt()).isZero();
        assertThat(report.path("findings").findValuesAsText("code")).containsExactly("setting", "setting");
        assertThat(report.path("findings").findValuesAsText("severity")).containsOnly("warning");
        assertThat(report.at("/checked/routes").asInt()).isGreaterThan(5);
        assertThat(report.at("/checked/cases").asInt()).isGreaterThan(20);
    }

    @Test
    void without_secrets_it_is_not_well_unless_that_is_asked_for() {
        Ended ended = check();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).contains("error: ferry.destination.web.access-token is missing", "2 errors: settings,");
    }

    @Test
    void every_wrong_setting_is_told_with_its_line_and_the_nearest_name(@TempDir Path temp) throws IOException {
        Path config = Files.writeString(temp.resolve("application.properties"), """
                # a comment
                ferry.batch.size = 2000
                ferry.batch.lingr = 1s
                ferry.files.quiet = soon
                ferry.rules.lenient = storefront,shoe
                """);

        Ended ended = check("--config", config.toString(), "--no-secrets");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out())
                .contains("application.properties:2: error: ferry.batch.size must be 1 to 1000")
                .contains("application.properties:3: error: ferry.batch.lingr is not a setting; did you mean"
                        + " ferry.batch.linger?")
                .contains("application.properties:4: error: ferry.files.quiet must be a time with its unit")
                .contains("application.properties:5: error: ferry.rules.lenient names shoe, which is no source");
    }

    @Test
    void what_is_left_from_testing_is_a_warning_and_in_prod_an_error(@TempDir Path temp) throws IOException {
        Path mappings = Files.createDirectories(temp.resolve("mappings"));
        Files.writeString(mappings.resolve("shop.yaml"), """
                source: shop
                event: kind
                events: {order: Purchase}
                debug: {field: user.id, in: ["4711"]}
                """);
        String code = "ferry.destination.web.test-event-code=TEST1";

        Ended dev = check("--no-secrets", "--mappings-dir", mappings.toString(), "--set", code);
        Ended prod = check("--no-secrets", "--set", "ferry.profile=prod", "--set", code);

        assertThat(dev.exitCode()).isZero();
        assertThat(dev.out())
                .contains("carry a test event code", "shop.yaml:4: warning: the debug filter on user.id")
                .doesNotContain("TEST1", "4711");
        assertThat(prod.exitCode()).isEqualTo(1);
        assertThat(prod.out()).contains("test-event-code is set but ferry.profile is prod");
    }

    @Test
    void what_is_not_there_cannot_be_checked(@TempDir Path temp) {
        Ended ended = check("--routes-dir", temp.resolve("none").toString());

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("ferry.routes-dir: there is no folder");
        assertThat(check("--routes-dir", temp.toString()).err()).contains("there is no *.camel.yaml");
        assertThat(check("--config", temp.resolve("none").toString()).exitCode())
                .isEqualTo(2);
    }

    private static void isFound(Path planted, Path temp) throws IOException {
        List<String> lines = Files.readAllLines(planted);
        int line = 0;
        while (!lines.get(line).contains(MARK)) {
            line++;
        }
        String says = lines.get(line).substring(lines.get(line).indexOf(MARK) + MARK.length());
        for (String folder : List.of("routes", "mappings")) {
            copy(Path.of(folder), temp.resolve(folder));
        }
        Path folder = temp.resolve(PLANTED.relativize(planted).getName(0));
        Path beside = planted.resolveSibling(planted.getFileName().toString().replace(".test.yaml", ".yaml"));
        for (Path file : List.of(planted, beside)) {
            Files.writeString(folder.resolve("x-" + file.getFileName()), Files.readString(file));
        }

        Ended ended = check(
                "--no-secrets",
                "--json",
                "--routes-dir",
                temp.resolve("routes").toString(),
                "--mappings-dir",
                temp.resolve("mappings").toString());

        List<JsonNode> errors = new ArrayList<>();
        json(ended).path("findings").forEach(finding -> {
            if (finding.path("severity").asText().equals("error")) {
                errors.add(finding);
            }
        });
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).path("file").asText())
                .isEqualTo(folder.resolve("x-" + planted.getFileName()).toString());
        assertThat(errors.get(0).path("message").asText()).contains(says);
        assertThat(errors.get(0).path("line").asInt()).isEqualTo(line + 1);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Ended check(String... arguments) {
        List<String> all = new ArrayList<>(List.of("check"));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Ferry.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private static JsonNode json(Ended ended) throws IOException {
        return new ObjectMapper().readTree(ended.out());
    }
}
