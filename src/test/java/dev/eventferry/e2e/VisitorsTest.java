package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers that post their own events through a shop's proxy, which here is on loopback. */
class VisitorsTest {

    private static final String BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36";

    @TempDir
    static Path data;

    private static TikTok tikTok;
    private static Bundle bundle;
    private static Sender sender;

    @BeforeAll
    static void open() throws StartFailed {
        tikTok = TikTok.start();
        bundle = Bundle.start(
                data,
                tikTok.url(),
                Map.of("ferry.http.visitor-sources", "canonical", "ferry.http.trusted-proxies", "127.0.0.1"));
        sender = bundle.sender();
    }

    @AfterAll
    static void close() {
        bundle.close();
        tikTok.close();
    }

    @Test
    void a_visitors_address_browser_and_cookies_come_from_the_request() {
        JsonNode user = delivered(
                        Events.purchase("seen"),
                        "/v1/events",
                        "User-Agent",
                        BROWSER,
                        "X-Forwarded-For",
                        "198.51.100.66, 203.0.113.7",
                        "Cookie",
                        "_ga=GA1.1; _ttp=2rKp8vQ1nXy; ttclid=E.C.P.Csv-_x")
                .path("user");

        assertThat(user.path("ip").asText()).isEqualTo("203.0.113.7");
        assertThat(user.path("user_agent").asText()).isEqualTo(BROWSER);
        assertThat(user.path("ttp").asText()).isEqualTo("2rKp8vQ1nXy");
        assertThat(user.path("ttclid").asText()).isEqualTo("E.C.P.Csv-_x");
    }

    @Test
    void a_line_that_the_visitor_wrote_before_the_proxys_is_not_believed() {
        JsonNode user = delivered(
                        Events.purchase("spoofed"),
                        "/v1/events",
                        "User-Agent",
                        BROWSER,
                        "X-Forwarded-For",
                        "198.51.100.66",
                        "X-Forwarded-For",
                        "203.0.113.8")
                .path("user");

        assertThat(user.path("ip").asText()).isEqualTo("203.0.113.8");
    }

    @Test
    void what_the_event_says_of_its_visitor_wins() {
        ObjectNode event = Events.purchase("said");
        event.withObject("/user").put("ip", "203.0.113.99").put("ttclid", "__CLICKID__");
        event.putObject("cookies").put("_ttp", "own-ttp").put("ttclid", "own-click");
        JsonNode user = delivered(
                        event,
                        "/v1/events",
                        "User-Agent",
                        BROWSER,
                        "X-Forwarded-For",
                        "203.0.113.7",
                        "Cookie",
                        "_ttp=2rKp8vQ1nXy; ttclid=E.C.P.x")
                .path("user");

        assertThat(user.path("ip").asText()).isEqualTo("203.0.113.99");
        assertThat(user.path("user_agent").asText()).isEqualTo(BROWSER);
        assertThat(user.path("ttp").asText()).isEqualTo("own-ttp");
        assertThat(user.path("ttclid").asText()).isEqualTo("own-click");
    }

    @Test
    void a_server_that_posts_is_no_visitor() {
        JsonNode user = delivered(Events.purchase("server"), "/v1/events", "X-Forwarded-For", "203.0.113.7")
                .path("user");

        assertThat(user.has("ip")).isFalse();
        assertThat(user.has("user_agent")).isFalse();
    }

    @Test
    void another_source_has_no_visitors() {
        JsonNode user = delivered(
                        Events.shopPurchase("shop"),
                        "/v1/events?source=storefront",
                        "User-Agent",
                        BROWSER,
                        "X-Forwarded-For",
                        "203.0.113.7",
                        "Cookie",
                        "_ttp=2rKp8vQ1nXy")
                .path("user");

        assertThat(List.of(user.has("ip"), user.has("user_agent"), user.has("ttp")))
                .containsOnly(false);
    }

    private static JsonNode delivered(ObjectNode event, String path, String... headers) {
        String id = event.path("event_id").asText(event.path("transaction_id").asText());
        assertThat(sender.postTo(path, event.toString(), headers).status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20)).until(() -> tikTok.has(id));
        return tikTok.event(id).json();
    }
}
