package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.settings.SettingsException;
import dev.eventferry.simulator.ReceivedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private static final Path ROUTES = Path.of("routes");
    private static final Path MAPPINGS = Path.of("mappings");

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void all_three_doors_are_fed_and_everything_accepted_is_delivered() throws Exception {
        Path folder;
        try (Opened opened = new Opened()) {
            Demo demo = Demo.start(setup(MAPPINGS, Duration.ofSeconds(60)), opened);
            folder = demo.folder();

            assertThat(demo.feed()).isEmpty();

            Tally tally = demo.tally();
            assertThat(tally.count("storefront", "delivered")).isEqualTo(195);
            assertThat(tally.count("crm", "delivered")).isEqualTo(300);
            assertThat(tally.count("orders", "delivered")).isEqualTo(30);
            assertThat(tally.table(Demo.LABELS))
                    .contains("storefront (HTTP)       195         39       132         4        195       0")
                    .contains("crm (file)              300         25       100         3        300       0")
                    .contains("orders (table)           30         10        30         2         30       0")
                    .contains("1 rejected: currency_unknown")
                    .contains("1 rejected: event_time_missing");
            assertThat(demo.simulator().stats().merged()).isOne();
            assertThat(demo.simulator().stats().largestRequest()).isLessThanOrEqualTo(1000);
            assertThat(said)
                    .anyMatch(line -> line.contains("posted"))
                    .anyMatch(line -> line.contains("dropped"))
                    .anyMatch(line -> line.contains("registered"));
            the_command_it_shows_works(demo);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void counts_that_are_not_right_are_told(@TempDir Path mappings) throws Exception {
        try (Opened opened = new Opened()) {
            Demo demo = Demo.start(setup(withoutConsent(mappings), Duration.ofSeconds(60)), opened);
            assertThat(demo.feed())
                    .anyMatch(problem -> problem.matches("storefront: \\d+ events are accepted, but 195 should be"))
                    .noneMatch(problem -> problem.contains("seconds"));
        }
    }

    @Test
    void what_is_not_delivered_in_time_is_told() throws Exception {
        try (Opened opened = new Opened()) {
            Demo demo = Demo.start(setup(MAPPINGS, Duration.ZERO), opened);
            assertThat(demo.feed()).first().asString().contains("not everything is delivered");
        }
    }

    @Test
    void outside_the_folder_it_says_where_to_start() {
        Demo.Setup setup = new Demo.Setup(Path.of("nowhere"), MAPPINGS, Duration.ZERO, said::add);
        try (Opened opened = new Opened()) {
            assertThatThrownBy(() -> Demo.start(setup, opened))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("start in Eventferry's folder");
        }
    }

    @Test
    void the_command_ends_with_0_when_all_is_well() {
        assertThat(Ferry.commandLine().execute("demo", "--exit")).isZero();
    }

    @Test
    void what_is_to_be_closed_is_closed_once_and_the_last_first() throws Exception {
        Opened opened = new Opened();
        opened.during(() -> {
            opened.add(() -> said.add("first"));
            return opened.add(() -> said.add("second"));
        });

        opened.close();
        opened.close();

        assertThat(said).containsExactly("second", "first");
        assertThatThrownBy(() -> opened.during(() -> said)).isInstanceOf(IllegalStateException.class);
    }

    private Demo.Setup setup(Path mappings, Duration limit) {
        return new Demo.Setup(ROUTES, mappings, limit, said::add);
    }

    /** Without the cases too, for they would not hold, and it would not start. */
    private static Path withoutConsent(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(MAPPINGS)) {
            for (Path file : files.filter(file -> !file.toString().endsWith(".test.yaml"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                String text = Files.readString(file);
                Files.writeString(
                        folder.resolve(file.getFileName()),
                        text.replace("  - {field: consent.advertising, is: granted}\n", "  []\n"));
            }
        }
        return folder;
    }

    private static void the_command_it_shows_works(Demo demo) throws Exception {
        String curl = demo.addresses()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("curl "))
                .findFirst()
                .orElseThrow();
        assumeThat(Files.isExecutable(Path.of("/usr/bin/curl"))).isTrue();

        Process process = new ProcessBuilder("bash", "-c", curl).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(answer).contains("\"accepted\":1").contains("\"id\":\"try-1\"");
        await().atMost(Duration.ofSeconds(20)).until(() -> demo.simulator().events().stream()
                .map(ReceivedEvent::eventId)
                .anyMatch("try-1"::equals));
    }
}
