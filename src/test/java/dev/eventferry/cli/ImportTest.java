package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.camel.App;
import dev.eventferry.camel.LoneImport;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsSource;
import dev.eventferry.simulator.Fault;
import dev.eventferry.simulator.ReceivedEvent;
import dev.eventferry.simulator.Simulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ferry import} does beside a running Eventferry and alone, how it ends, and that it shows nobody. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ImportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAPPING = """
            source: shop
            event: kind
            events: {order: Purchase, look: false}
            fields:
              event_id: id
              event_time: at
              user.email: mail
              page.url: url
              properties.value: total
              properties.currency: currency
            """;
    private static final String HEADER = "kind;id;at;mail;url;total;currency\n";
    private static final List<String> PERSONAL = List.of("ada@", "Lovelace", "grace");

    private Path folder;
    private Simulator tikTok;
    private Path data;
    private Map<String, String> settings;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void start_a_tiktok(@TempDir Path temp) throws IOException {
        folder = temp;
        tikTok = Simulator.start("127.0.0.1", 0);
        data = folder.resolve("data");
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("shop.yaml"), MAPPING);
        settings = new TreeMap<>(Map.of(
                "ferry.data-dir", data.toString(),
                "ferry.mappings-dir", mappings.toString(),
                "ferry.tiktok.base-url", tikTok.baseUrl(),
                "ferry.destination.web.event-source-id", "PIXEL",
                "ferry.destination.web.access-token", "a-token"));
        settings.put("ferry.http.port", freePort());
        settings.put("ferry.management.port", freePort());
        settings.put("ferry.batch.linger", "50ms");
        settings.put("ferry.delivery.backoff", "100ms");
        settings.put("ferry.delivery.max-backoff", "400ms");
        settings.put("ferry.delivery.timeout", "2s");
        settings.put("ferry.files.quiet", "200ms");
        settings.put("ferry.files.period", "200ms");
    }

    @AfterEach
    void stop_the_tiktok() {
        tikTok.close();
    }

    @Test
    void alone_it_reads_the_file_delivers_it_and_touches_no_other() throws IOException {
        Path other = Files.createDirectories(data.resolve("inbox/shop")).resolve("other.csv");
        Files.writeString(other, HEADER + order("other"));
        Path file = file("orders.csv", HEADER + order("a") + order("b") + look() + order("a"));

        Ended ended;
        try (ServerSocket ours = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put("ferry.http.port", String.valueOf(ours.getLocalPort())); // taken, and not needed
            ended = run("--wait", file.toString());
        }

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("orders.csv: 4 rows", "accepted 2, duplicate 1, filtered 1, rejected 0", "delivered 2");
        assertThat(ids()).containsExactlyInAnyOrder("a", "b");
        assertThat(data.resolve("done/shop/orders.csv")).hasSameBinaryContentAs(file);
        assertThat(data.resolve("inbox/shop")).isDirectoryContaining(left -> left.endsWith("other.csv"));
        assertThat(files(data.resolve("inbox"))).containsExactly("other.csv");
        assertThat(files(data.resolve("failed"))).isEmpty();
    }

    @Test
    void rejected_rows_make_it_1_and_are_told_by_reason_without_their_values() throws IOException {
        Path file = file(
                "orders.csv",
                HEADER
                        + order("a")
                        + row("b", "ada@example.com", "ada's", "EUR")
                        + row("c", "grace@example.com", "1", "Lovelace"));

        Ended ended = run("--wait", file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out())
                .contains("rejected 2", "1  value_not_a_number", "1  currency_unknown", "row 3: ")
                .contains("report    " + data.resolve("done/shop/orders.csv.report.json"));
        assertThat(ended.out() + ended.err()).doesNotContain(PERSONAL).doesNotContain("\u001b");
    }

    @Test
    void alone_without_wait_it_says_how_many_wait_and_the_next_run_delivers_them() throws Exception {
        tikTok.faultAlways(Fault.http(502));
        Path file = file("orders.csv", HEADER + order("a") + order("b"));

        Ended ended = run("--json", file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode shown = JSON.readTree(ended.out());
        assertThat(shown.at("/files/0/waiting").asInt()).isEqualTo(2);
        assertThat(shown.at("/files/0/delivered").asInt()).isZero();
        assertThat(shown.at("/files/0/report/accepted").asInt()).isEqualTo(2);

        tikTok.clearFaults();
        try (App app = running()) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(ids()).containsExactlyInAnyOrder("a", "b"));
            await().atMost(Duration.ofSeconds(30)).until(() -> app.backlog().isEmpty());
        }
    }

    @Test
    void what_is_not_delivered_in_time_makes_it_1() throws IOException {
        tikTok.faultAlways(Fault.http(502));

        Ended ended = run(
                "--wait",
                "--timeout",
                "5s",
                file("orders.csv", HEADER + order("a")).toString());

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("delivered 0, 1 events of this source wait for the next ./ferry run");
        assertThat(ended.err()).contains("TikTok does not take events for web now");
    }

    @Test
    void what_tiktok_refuses_makes_it_1_with_wait() throws IOException {
        tikTok.fault(Fault.code(40002).withText("data.0.event_id: wrong"));

        Ended ended = run(
                "--wait",
                "--timeout",
                "60s",
                "--json",
                file("orders.csv", HEADER + order("a")).toString());

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(JSON.readTree(ended.out()).at("/files/0/dead").asInt()).isOne();
        assertThat(JSON.readTree(ended.out()).at("/files/0/waiting").asInt()).isZero();
    }

    @Test
    void beside_a_running_instance_it_is_followed_there_and_the_same_name_is_another_file() throws Exception {
        settings.put("ferry.http.api-keys", "a-key-for-the-door");
        Path file = file("orders.csv", HEADER + order("a") + row("b", "ada@example.com", "ada's", "EUR"));
        try (App app = running()) {
            Ended first = run("--wait", file.toString());
            assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
            assertThat(first.out()).contains("accepted 1", "rejected 1", "delivered 1");
            assertThat(first.err()).doesNotContain("does not answer", "does not know");
            assertThat(ids()).containsExactly("a");

            Files.writeString(file, HEADER + order("a") + row("b", "ada@example.com", "2", "EUR"));
            Ended mended = run("--wait", file.toString());
            assertThat(mended.exitCode()).as(mended.err()).isZero();
            assertThat(mended.out()).contains("accepted 1, duplicate 1", "orders-2.csv.report.json");
            assertThat(ids()).containsExactly("a", "b");
            assertThat(app.backlog()).isEmpty();
        }
        assertThat(files(data.resolve("inbox"))).isEmpty();
    }

    @Test
    void when_the_instance_does_not_answer_it_says_so_and_watches_the_folders() throws Exception {
        try (App app = running()) {
            settings.put("ferry.http.port", freePort());

            Ended ended = run("--wait", file("orders.csv", HEADER + order("a")).toString());

            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
            assertThat(ended.err()).containsOnlyOnce("does not answer");
            assertThat(ended.out()).contains("accepted 1", "how many are delivered is not known");
            await().atMost(Duration.ofSeconds(30)).until(() -> app.backlog().isEmpty());
        }
    }

    @Test
    void a_second_import_waits_for_the_first_to_leave_the_data_folder() throws Exception {
        LoneImport first = LoneImport.start(known(), Clock.systemUTC());
        Thread leaves = new Thread(() -> {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(data.resolve("inbox/shop/.orders.csv.import")));
            first.close();
        });
        leaves.start();

        Ended ended = run("--wait", file("orders.csv", HEADER + order("a")).toString());

        leaves.join();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).containsOnlyOnce("does not answer");
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void a_file_that_an_import_left_is_taken_up_and_not_doubled() throws IOException {
        Path file = file("orders.csv", HEADER + order("a"));
        InboxFile left = InboxFile.put(data, "shop", file, JSON.createObjectNode());

        Ended ended = run("--wait", file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains(left.path() + " is there from an import that was begun before");
        assertThat(ids()).containsExactly("a");
        assertThat(data.resolve("done/shop/orders-2.csv")).doesNotExist();
    }

    @Test
    void stopped_in_the_middle_it_says_so_and_the_same_command_goes_on_without_loss_or_copies() throws Exception {
        int rows = 8_000;
        settings.put("ferry.files.chunk", "20");
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < rows; i++) {
            text.append(order("o-" + i));
        }
        Path file = file("orders.csv", text.toString());
        Path said = folder.resolve("said.txt");

        Process process = launch(said, file);
        await().atMost(Duration.ofMinutes(1)).until(() -> tikTok.stats().received() > 0 || !process.isAlive());
        process.destroy(); // SIGTERM: SIGINT is ignored where the build runs in the background
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(143);
        assertThat(said).content().contains("stopped behind the last chunk; the same command goes on there");
        assertThat(tikTok.stats().kept()).isLessThan(rows);

        Ended ended = run("--wait", file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("it goes on");
        assertThat(tikTok.stats().kept()).isEqualTo(rows);
        assertThat(data.resolve("done/shop/orders.csv")).exists();
        assertThat(data.resolve("done/shop/orders-2.csv")).doesNotExist();
    }

    @Test
    void a_limit_ends_it_and_the_same_file_again_is_left_out_unless_it_is_wanted() throws IOException {
        Path file = file("orders.csv", HEADER + order("a") + order("b") + order("c"));

        Ended limited = run("--limit", "1", file.toString());
        assertThat(limited.exitCode()).as(limited.err()).isZero();
        assertThat(limited.out()).contains("orders.csv: 1 rows", "accepted 1, duplicate 0");

        Ended all = run("--again", file.toString());
        assertThat(all.exitCode()).as(all.err()).isZero();
        assertThat(all.out()).contains("accepted 2, duplicate 1");

        Ended same = run("--wait", file.toString());
        assertThat(same.exitCode()).as(same.err()).isZero();
        assertThat(same.out()).contains("was imported before as orders-2.csv", "--again imports it all the same");
        assertThat(ids()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void a_file_that_is_mostly_wrong_is_stopped_and_makes_it_2() throws IOException {
        Path file = file(
                "orders.csv",
                HEADER + row("a", "ada@example.com", "ada's", "EUR").repeat(20));

        Ended ended = run(file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.out()).contains("orders.csv is not imported", "ferry.files.max-rejected-percent");
        assertThat(ended.out() + ended.err()).doesNotContain(PERSONAL);
    }

    @Test
    void a_file_that_waits_for_an_approval_says_what_to_do_and_can_be_approved_at_once() throws IOException {
        settings.put("ferry.files.approval", "wait");
        Path file = file("orders.csv", HEADER + order("a"));

        Ended waits = run("--timeout", "10s", file.toString());
        assertThat(waits.exitCode()).isEqualTo(1);
        assertThat(waits.err())
                .contains(
                        "shop/orders.csv waits for your approval", "touch " + data.resolve("inbox/shop/orders.csv.go"))
                .contains("--timeout is over");

        Ended approved = run("--approved", "--wait", file.toString());
        assertThat(approved.exitCode()).as(approved.err()).isZero();
        assertThat(ids()).containsExactly("a");
        assertThat(files(data.resolve("inbox"))).isEmpty();
    }

    @Test
    void several_files_are_imported_one_after_the_other() throws IOException {
        Ended ended = run(
                "--wait",
                file("one.csv", HEADER + order("a")).toString(),
                file(
                                "two.ndjson",
                                "{\"kind\":\"order\",\"id\":\"b\",\"at\":1769860800,\"mail\":\"ada@example.com\","
                                        + "\"url\":\"https://shop.example.com/\",\"total\":1,\"currency\":\"EUR\"}")
                        .toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void what_is_refused_makes_it_2_with_a_sentence_that_says_what_to_do() throws IOException {
        Path good = file("orders.csv", HEADER + order("a"));
        Path pdf = file("orders.pdf", "x");

        assertThat(run(folder.resolve("none.csv").toString(), good.toString()).err())
                .contains("there is no file");
        Ended ending = run(pdf.toString());
        assertThat(ending.exitCode()).isEqualTo(2);
        assertThat(ending.err()).contains("files that are read end with csv");
        Ended source = run("--source", "shoe", good.toString());
        assertThat(source.exitCode()).isEqualTo(2);
        assertThat(source.err()).contains("no source of that name", "shop");
        assertThat(run("--destination", "moon", good.toString()).exitCode()).isEqualTo(2);
        assertThat(run("--limit", "0", good.toString()).exitCode()).isEqualTo(2);
        assertThat(run("--timeout", "soon", good.toString()).err()).contains("--timeout must be a time with its unit");
        assertThat(data).doesNotExist();
    }

    @Test
    void a_file_that_cannot_be_read_makes_it_2_and_lies_in_failed() throws IOException {
        Path empty = file("empty.csv", "");

        Ended ended = run(empty.toString());

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).contains("empty.csv is not imported: ", "empty");
        assertThat(data.resolve("failed/shop/empty.csv")).exists();
    }

    @Test
    void a_dry_run_shows_what_would_be_sent_and_leaves_nothing_behind() throws IOException {
        Path file = file("orders.csv", HEADER + order("a") + row("b", "ada@example.com", "ada's", "EUR") + order("c"));

        Ended all = run("--dry-run", file.toString());
        Ended two = run("--dry-run", "--limit", "1", "--json", file.toString());

        assertThat(all.exitCode()).isEqualTo(1);
        assertThat(all.out()).startsWith("3 rows read; nothing was sent or stored");
        assertThat(two.exitCode()).isZero();
        assertThat(JSON.readTree(two.out()).at("/dry_run/0/rows").asInt()).isOne();
        assertThat(all.out() + all.err() + two.out() + two.err())
                .doesNotContain(PERSONAL)
                .doesNotContainPattern("[0-9a-f]{64}");
        assertThat(data).doesNotExist();
        assertThat(tikTok.events()).isEmpty();
    }

    private App running() throws Exception {
        return App.start(known());
    }

    private Settings known() {
        return Settings.of(SettingsSource.read(Path.of("application.properties"), Map.of(), settings));
    }

    private Ended run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("import", "--plain"));
        if (!List.of(arguments).contains("--source")) {
            all.addAll(List.of("--source", "shop"));
        }
        settings.forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Ferry.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private Process launch(Path said, Path file) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Ferry.class.getName(),
                "import",
                "--source",
                "shop",
                file.toString()));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FERRY_"));
        return builder.start();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    }

    private List<String> ids() {
        return tikTok.events().stream().map(ReceivedEvent::eventId).toList();
    }

    private static List<String> files(Path of) throws IOException {
        try (Stream<Path> all = Files.walk(of)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }
    }

    private static String order(String id) {
        return row(id, "ada@example.com", "12.50", "EUR");
    }

    private static String row(String id, String mail, String total, String currency) {
        return "order;" + id + ";2026-01-31T12:00:00Z;" + mail + ";https://shop.example.com/;" + total + ";" + currency
                + "\n";
    }

    private static String look() {
        return "look;l;2026-01-31T12:00:00Z;;;;\n";
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
