package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.eventferry.simulator.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The route errors as docs/delivery.md shows it, put into force while Eventferry runs; and one whose webhook hangs. */
@Timeout(180)
class ErrorsRouteTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- run by ErrorsRouteTest -->\n```yaml\n(.*?)```", Pattern.DOTALL);

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer webhook;
    private boolean hangs;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    ErrorsRouteTest() {}

    @BeforeEach
    void listen() throws IOException {
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.setExecutor(threads);
        webhook.createContext("/errors", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (hangs) {
                awaitAnswer();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        webhook.start();
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        webhook.stop(0);
        threads.shutdownNow();
    }

    @Test
    void the_documented_route_is_put_into_force_live_and_writes_and_posts_each_batch() throws Exception {
        Path routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"), tikTok.url(), Map.of("ferry.routes-dir", routes.toString()))) {
            String before =
                    bundle.sender().status().path("config").path("loaded").toString();
            Files.writeString(routes.resolve("errors.camel.yaml"), documented());
            await().atMost(PATIENCE).until(() -> !bundle.sender()
                    .status()
                    .path("config")
                    .path("loaded")
                    .toString()
                    .equals(before));
            assertThat(bundle.sender().status().path("config").path("refused")).isEmpty();

            tikTok.simulator().faultAlways(Fault.code(40002));
            bundle.sender().post(Events.purchases(Events.ids("dead", 0, 2)));
            await().atMost(PATIENCE).until(() -> !posted.isEmpty());
            tikTok.simulator().faultAlways(Fault.code(40105));
            bundle.sender().post(Events.purchases(Events.ids("waiting", 0, 1)));
            await().atMost(PATIENCE).until(() -> posted.stream().anyMatch(each -> each.contains("needs_person")));

            JsonNode dead = Sender.JSON.readTree(posted.get(0));
            assertThat(dead.path("kind").asText()).isEqualTo("dead_letters");
            assertThat(dead.path("destination").asText()).isEqualTo("web");
            assertThat(dead.path("count").asInt()).isEqualTo(2);
            assertThat(dead.path("reasons").path("refused 40002").asInt()).isEqualTo(2);
            assertThat(dead.path("letters").findValuesAsText("event_id"))
                    .containsExactlyInAnyOrderElementsOf(Events.ids("dead", 0, 2));
            assertThat(dead.path("letters").get(0).fieldNames())
                    .toIterable()
                    .contains("source", "event", "reason", "code", "message", "attempts", "place", "row");
            assertThat(String.join("", posted))
                    .doesNotContain(TestSettings.TOKEN)
                    .doesNotContain("\"user\"");
            Path written = folder.resolve("data/errors/errors.ndjson");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Files.readAllLines(written)).containsExactlyElementsOf(posted));
        }
    }

    @Test
    void a_webhook_that_hangs_delays_no_delivery_and_no_stop() throws Exception {
        hangs = true;
        Path routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        Files.writeString(routes.resolve("errors.camel.yaml"), documented());
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"),
                        tikTok.url(),
                        Map.of("ferry.routes-dir", routes.toString(), "ferry.delivery.timeout", "30s"))) {
            tikTok.simulator().faultAlways(Fault.code(40002));
            bundle.sender().post(Events.purchases(Events.ids("dead", 0, 2)));
            await().atMost(PATIENCE).until(() -> !posted.isEmpty());
            tikTok.simulator().clearFaults();

            for (int i = 0; i < 20; i++) {
                bundle.sender().post(Events.purchases(Events.ids("good" + i, 0, 1)));
            }

            await().atMost(Duration.ofSeconds(10)).until(() -> tikTok.kept() == 20);
            assertThat(posted).hasSize(1);
            long began = System.nanoTime();
            bundle.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
        }
    }

    @Test
    void without_the_route_deliveries_go_on() throws Exception {
        Path routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        Files.delete(routes.resolve("errors.camel.yaml"));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"), tikTok.url(), Map.of("ferry.routes-dir", routes.toString()))) {
            tikTok.simulator().fault(Fault.code(40002));
            bundle.sender().post(Events.purchases(Events.ids("dead", 0, 1)));
            await().atMost(PATIENCE).until(() -> bundle.ledger("dead") == 1);

            bundle.sender().post(Events.purchases(Events.ids("good", 0, 1)));

            await().atMost(PATIENCE).until(() -> tikTok.has("good-0"));
        }
    }

    /** The page's example, with this test's webhook. */
    private String documented() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("docs/delivery.md")));
        assertThat(example.find()).as("docs/delivery.md has the example").isTrue();
        return example.group(1)
                .replace(
                        "https://hooks.example.test/errors",
                        "http://127.0.0.1:" + webhook.getAddress().getPort() + "/errors");
    }

    private void awaitAnswer() {
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
