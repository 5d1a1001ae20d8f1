package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.simulator.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: it ends in order, soon, says what it waits for, and what it had taken is delivered, once. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ShutdownTest {

    private static final int ROUNDS = 3;

    /** The project's promise. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    private static final int MOST_EVENTS = 2_000_000;

    @TempDir
    Path folder;

    @Test
    void a_stop_under_load_ends_in_order_and_loses_and_doubles_nothing() {
        Load load = new Load();
        try (TikTok tikTok = TikTok.holding(MOST_EVENTS);
                BundleProcess bundle = start(tikTok, Map.of())) {
            for (int round = 0; round < ROUNDS; round++) {
                stopUnderLoad(bundle, load, round, 100 + 50 * round);
            }

            assertDeliveredOnce(tikTok, load);
            assertThat(bundle.output())
                    .doesNotContain("RejectedExecution")
                    .doesNotContain("WARN")
                    .doesNotContain("ERROR");
        }
    }

    @Test
    void a_stop_while_tiktok_is_slow_awaits_its_answers_and_doubles_nothing() {
        Load load = new Load();
        try (TikTok tikTok = TikTok.holding(MOST_EVENTS);
                BundleProcess bundle = start(tikTok, Map.of("ferry.delivery.timeout", "10s"))) {
            tikTok.simulator().faultAlways(Fault.delay(Duration.ofSeconds(3)));
            stopUnderLoad(bundle, load, 0, 300);
            tikTok.simulator().clearFaults();

            assertDeliveredOnce(tikTok, load);
            assertThat(bundle.output())
                    .contains("Stopping: waiting for TikTok's answers to ")
                    .doesNotContain("RejectedExecution")
                    .doesNotContain("ERROR");
        }
    }

    /**
     * The simulator takes what a request brings at once, so what it does not answer it has got, and gets again. A request
     * may set out right after a start and hang, too: until its time is over, which is later than a stop may take.
     */
    @Test
    void a_stop_while_tiktok_hangs_ends_in_time_and_what_is_unanswered_is_sent_again_under_its_id() {
        Load load = new Load();
        try (TikTok tikTok = TikTok.holding(MOST_EVENTS);
                BundleProcess bundle = start(tikTok, Map.of("ferry.delivery.timeout", "30s"))) {
            tikTok.simulator().faultAlways(Fault.delay(Duration.ofMinutes(5)));
            stopUnderLoad(bundle, load, 0, 300);
            tikTok.simulator().clearFaults();

            await().atMost(Duration.ofSeconds(90))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            assertThat(Set.copyOf(tikTok.ids())).containsAll(load.promised());
            assertThat(tikTok.ids()).doesNotHaveDuplicates();
            assertThat(bundle.output())
                    .contains("No longer waiting for TikTok's answers to ")
                    .contains("They stay in the store and are sent again under the same event_id")
                    .doesNotContain("RejectedExecution")
                    .doesNotContain("ERROR");
        }
    }

    @Test
    void a_stop_while_tiktok_is_in_trouble_ends_in_time_and_loses_nothing() {
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = start(tikTok, Map.of("ferry.delivery.backoff", "1s"))) {
            tikTok.simulator().faultAlways(Fault.http(502));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !tikTok.simulator().requests().isEmpty());

            bundle.endInOrder(GRACE);

            assertThat(bundle.output()).doesNotContain("RejectedExecution");
            tikTok.simulator().clearFaults();
            bundle.startAgain();
            await().atMost(Duration.ofSeconds(30)).until(() -> tikTok.kept() == 50);
            assertThat(tikTok.received()).isEqualTo(50);
        }
    }

    @Test
    void a_request_that_comes_while_others_are_waited_for_is_answered_503() {
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = start(tikTok, Map.of("ferry.delivery.timeout", "10s"))) {
            tikTok.simulator().faultAlways(Fault.delay(Duration.ofSeconds(4)));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !tikTok.simulator().requests().isEmpty());

            bundle.terminate();
            await().atMost(Duration.ofSeconds(3)).until(() -> bundle.output().contains("Stopping:"));
            Sender.Answer late = bundle.sender().post(Events.purchases(Events.ids("late", 0, 1)));

            assertThat(late.status()).isEqualTo(503);
            assertThat(late.body()).contains("stopping");
            assertThat(bundle.sender().health("/ready").status()).isEqualTo(503);
            assertThat(bundle.exitCode(GRACE)).as(bundle.output()).isZero();
            assertThat(tikTok.ids()).containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 50));
        }
    }

    /** The table's database is a socket that never says a word. */
    @Test
    void a_stop_while_a_table_hangs_ends_in_time() throws IOException {
        try (ServerSocket database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TikTok tikTok = TikTok.start();
                BundleProcess bundle = start(tikTok, hangingTable(database.getLocalPort()));
                Socket asked = database.accept()) {
            InputStream question = asked.getInputStream();
            assertThat(question.read()).as("a look is under way").isNotNegative();
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));

            bundle.endInOrder(GRACE);

            assertThat(bundle.output())
                    .contains("Stopping: waiting for what came in, in the routes [ingest-hanging]")
                    .doesNotContain("RejectedExecution");
            assertThat(tikTok.ids()).containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 50));
        }
    }

    private Map<String, String> hangingTable(int port) throws IOException {
        Path routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        String route = """
                - templatedRoute:
                    routeTemplateRef: jdbc-source
                    routeId: ingest-hanging
                    prefixId: ingest-hanging-
                    parameters:
                      - name: source
                        value: crm
                      - name: datasource
                        value: hanging
                      - name: table
                        value: sales
                """;
        Files.writeString(routes.resolve("ingest-hanging.camel.yaml"), route, StandardCharsets.UTF_8);
        return Map.of(
                "ferry.routes-dir",
                routes.toString(),
                "ferry.datasource.hanging.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/shop?sslmode=disable");
    }

    private static void stopUnderLoad(BundleProcess bundle, Load load, int round, int answers) {
        load.begin(bundle.sender(), round);
        load.awaitSome(answers);
        bundle.endInOrder(GRACE);
        load.end();
        bundle.startAgain();
    }

    private static void assertDeliveredOnce(TikTok tikTok, Load load) {
        // as sets, for many rounds have many thousands
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Set.copyOf(tikTok.ids()).containsAll(load.promised()));
        assertThat(tikTok.received()).as("nothing is sent twice").isEqualTo(tikTok.kept());
        Set<String> delivered = Set.copyOf(tikTok.ids());
        assertThat(load.refused()).noneMatch(delivered::contains);
        assertThat(load.unanswered())
                .as("every request that was taken was answered before the door closed: without an answer are only"
                        + " those that met a closing connection or a closed door, and none of them was delivered")
                .noneMatch(delivered::contains);
    }

    private BundleProcess start(TikTok tikTok, Map<String, String> changes) {
        return BundleProcess.start(folder.resolve("data"), folder.resolve("output.log"), tikTok.url(), changes);
    }
}
