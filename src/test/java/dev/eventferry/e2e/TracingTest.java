package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code ferry.tracing.endpoint} a collector hears of each route that a request ran through, and of no person. */
class TracingTest {

    private final Queue<String> collected = new ConcurrentLinkedQueue<>();
    private HttpServer collector;

    @TempDir
    Path folder;

    @BeforeEach
    void a_collector() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            collected.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void the_collector_stops() {
        collector.stop(0);
    }

    @Test
    void spans_name_routes_and_the_call_to_tiktok_and_hold_no_token_and_no_person() throws Exception {
        String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"),
                        tikTok.url(),
                        Map.of(
                                "ferry.tracing.endpoint", endpoint,
                                "ferry.tracing.percent", "100",
                                "ferry.destination.web.access-token", "a-canary-token-0123456789"))) {
            String event = Events.purchase("traced")
                    .put("user_note", "canary.person@example.com")
                    .toString();
            assertThat(bundle.sender().post(event).status()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(20)).until(() -> bundle.backlog() == 0 && tikTok.kept() == 1);
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> all().contains("event/track"));
        assertThat(all())
                .contains("eventferry", "/v1/events", "direct://call-tiktok")
                .doesNotContain("canary");
    }

    private String all() {
        return String.join("\n", collected);
    }
}
