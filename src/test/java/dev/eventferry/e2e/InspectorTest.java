package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The inspector over HTTP, as a browser and as a script: who gets in, and what they get. */
@Timeout(180)
class InspectorTest {

    private static final String KEY = "canary-inspector-key-0123456789";
    private static final String VIEW_KEY = "canary-view-key-0123456789";
    private static final String WRONG_KEY = "canary-wrong-key-0123456789";
    private static final String SCRIPT = "</script><img src=x onerror=alert(1)>\"'";

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    InspectorTest() {}

    @Test
    void a_key_opens_a_session_that_acts_only_with_its_token_and_no_key_is_logged() throws IOException {
        Path log = data.resolve("output.log");
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = BundleProcess.start(
                        data.resolve("data"),
                        log,
                        tikTok.url(),
                        Map.of("ferry.inspector.keys", KEY, "ferry.inspector.view-keys", VIEW_KEY))) {
            Sender sender = bundle.sender();
            assertThat(sender.call("GET", "/inspector").status()).isEqualTo(200);
            assertThat(sender.call("GET", "/v1/inspect/session").status()).isEqualTo(401);
            for (String path : List.of("dead", "status", "ledger", "reasons")) {
                assertThat(sender.call("GET", "/v1/inspect/" + path).status())
                        .as(path)
                        .isEqualTo(401);
            }
            assertThat(signIn(sender, WRONG_KEY).status()).isEqualTo(401);
            assertThat(signIn(sender, WRONG_KEY).headers().firstValue("Set-Cookie"))
                    .isEmpty();
            assertThat(sender.postTo("/v1/inspect/sign-in", "{" + WRONG_KEY).status())
                    .isEqualTo(400);

            Sender.Answer opened = signIn(sender, KEY);
            assertThat(opened.status()).isEqualTo(200);
            String cookie = cookie(opened);
            JsonNode session =
                    sender.call("GET", "/v1/inspect/session", "Cookie", cookie).json();
            assertThat(session.path("may_operate").asBoolean()).isTrue();
            String csrf = session.path("csrf").asText();

            assertThat(sender.postTo("/v1/inspect/replay", "{\"all\":true}", "Cookie", cookie)
                            .errorCode())
                    .isEqualTo("csrf_wrong");
            assertThat(sender.postTo("/v1/inspect/destinations/web/resume", "", "Cookie", cookie)
                            .errorCode())
                    .isEqualTo("csrf_wrong");
            assertThat(sender.postTo("/v1/inspect/replay", "{\"all\":true}", "Cookie", cookie, "X-CSRF-Token", csrf)
                            .status())
                    .isEqualTo(200);
            assertThat(sender.postTo("/v1/inspect/replay", "{\"all\":true}", "X-Api-Key", KEY)
                            .status())
                    .isEqualTo(200);
            assertThat(sender.postTo("/v1/inspect/replay", "{\"all\":true}", "X-Api-Key", VIEW_KEY)
                            .errorCode())
                    .isEqualTo("view_only");
            assertThat(sender.call("GET", "/v1/inspect/ledger", "X-Api-Key", VIEW_KEY)
                            .status())
                    .isEqualTo(200);

            sender.postTo("/v1/inspect/sign-out", "{}", "Cookie", cookie, "X-CSRF-Token", csrf);
            assertThat(sender.call("GET", "/v1/inspect/session", "Cookie", cookie)
                            .status())
                    .isEqualTo(401);
            for (int i = 0; i < 20; i++) {
                signIn(sender, WRONG_KEY);
            }
            Sender.Answer limited = signIn(sender, KEY);
            assertThat(limited.status()).isEqualTo(429);
            assertThat(limited.headers().firstValue("Retry-After")).isPresent();
            assertThat(limited.body()).doesNotContain("canary");
        }
        assertThat(Files.readString(log)).doesNotContain(KEY, VIEW_KEY, WRONG_KEY);
    }

    @Test
    void beyond_loopback_there_is_no_page_until_it_has_a_key_of_its_own() throws StartFailed {
        Map<String, String> settings = Map.of("ferry.http.host", "0.0.0.0", "ferry.http.api-keys", "shop-key");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), settings)) {
            Sender sender = bundle.sender();
            for (String path : List.of("/inspector", "/inspector/app.js", "/v1/inspect/session")) {
                assertThat(sender.call("GET", path).status()).as(path).isEqualTo(404);
            }
            assertThat(signIn(sender, "shop-key").status()).isEqualTo(404);
            assertThat(sender.call("GET", "/v1/inspect/dead", "X-Api-Key", "shop-key")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_page_comes_with_a_policy_and_is_not_sent_twice() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            Sender sender = bundle.sender();
            Sender.Answer page = sender.call("GET", "/inspector");
            assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(page, "Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe", "*", "data:");
            assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();

            Sender.Answer again = sender.call("GET", "/inspector/", "If-None-Match", header(page, "ETag"));
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(sender.call("GET", "/inspector/app.js"), "Content-Type"))
                    .startsWith("text/javascript");
            for (String path :
                    List.of("/inspectors", "/inspector/logback.xml", "/inspector/../application.properties")) {
                assertThat(sender.call("GET", path).status()).as(path).isEqualTo(404);
            }
            Sender.Answer head = sender.call("HEAD", "/inspector");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(header(head, "ETag")).isEqualTo(header(page, "ETag"));
            assertThat(sender.call("HEAD", "/inspector/nothing").status()).isEqualTo(404);
            assertThat(sender.call("POST", "/inspector").status()).isEqualTo(405);
        }
    }

    @Test
    void without_a_key_another_sites_page_gets_nothing_and_changes_nothing() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            Sender sender = bundle.sender();
            String[] foreign = {"Origin", "https://evil.example", "Content-Type", "text/plain"};
            assertThat(sender.postTo("/v1/inspect/replay", "{\"all\":true}", foreign)
                            .errorCode())
                    .isEqualTo("cross_site");
            assertThat(sender.call("GET", "/v1/inspect/dead", "Sec-Fetch-Site", "cross-site")
                            .errorCode())
                    .isEqualTo("cross_site");
            JsonNode session = sender.call("GET", "/v1/inspect/session").json();
            assertThat(session.path("may_operate").asBoolean()).isTrue();
            assertThat(session.path("csrf").isNull()).isTrue();
        }
    }

    @Test
    void the_ledger_adds_up_and_a_hostile_id_stays_a_text() throws Exception {
        String refusal = "data.0.event: Not a valid string " + SCRIPT;
        try (RawTikTok tikTok = RawTikTok.start(request -> request.ids().contains(SCRIPT)
                        ? RawTikTok.refusal(40002, refusal.replace("\"", "\\\""))
                        : RawTikTok.OK);
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            Sender sender = bundle.sender();
            sender.post(Events.purchases(List.of("a", "b", "a")));
            sender.post(Events.bad("bad").toString());
            await().atMost(Duration.ofSeconds(60)).until(() -> bundle.ledger("delivered") == 2);
            assertThat(sender.post(Events.purchase(SCRIPT).toString()).status()).isEqualTo(202);
            // what doors judged is written once a second
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bundle.ledger("dead") == 1
                            && bundle.ledger("accepted") == 3
                            && bundle.ledger("duplicate") == 1
                            && bundle.ledger("rejected") == 1);

            for (String range : List.of("hour", "day", "week")) {
                JsonNode ledger = ledger(sender, "range=" + range);
                assertThat(sum(ledger, "accepted")).as(range).isEqualTo(3);
                assertThat(sum(ledger, "duplicate")).isEqualTo(1);
                assertThat(sum(ledger, "rejected")).isEqualTo(1);
                assertThat(sum(ledger, "delivered") + sum(ledger, "dead")).isEqualTo(3);
                long summed = 0;
                for (JsonNode each : ledger.path("sums")) {
                    summed += each.path("what").asText().equals("accepted")
                            ? each.path("n").asLong()
                            : 0;
                }
                assertThat(summed).isEqualTo(3);
            }
            assertThat(sum(ledger(sender, "destination=nobody"), "accepted")).isZero();
            assertThat(sum(ledger(sender, "source=canonical"), "accepted")).isEqualTo(3);
            assertThat(sender.call("GET", "/v1/inspect/ledger?range=year").errorCode())
                    .isEqualTo("parameter_wrong");

            Sender.Answer dead = sender.call("GET", "/v1/inspect/dead");
            assertThat(header(dead, "Content-Type")).isEqualTo("application/json");
            assertThat(header(dead, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(dead, "Cache-Control")).isEqualTo("no-store");
            assertThat(dead.json().at("/dead/0/event_id").asText()).isEqualTo(SCRIPT);
            JsonNode reasons = sender.call("GET", "/v1/inspect/reasons").json();
            assertThat(reasons.at("/dead/0/reason").asText()).isEqualTo("refused");
            assertThat(reasons.at("/dead/0/code").asInt()).isEqualTo(40002);
            assertThat(reasons.at("/dead/0/letters").asLong()).isEqualTo(1);
            JsonNode status = sender.call("GET", "/v1/inspect/status").json();
            assertThat(status.has("ledger")).isFalse();
            assertThat(status.at("/lanes/0/destination").asText()).isEqualTo("web");
        }
    }

    private static JsonNode ledger(Sender sender, String query) {
        Sender.Answer answer = sender.call("GET", "/v1/inspect/ledger?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static long sum(JsonNode ledger, String what) {
        long sum = 0;
        for (JsonNode n : ledger.at("/series/" + what)) {
            sum += n.asLong();
        }
        return sum;
    }

    private static Sender.Answer signIn(Sender sender, String key) {
        return sender.postTo("/v1/inspect/sign-in", "{\"key\":\"" + key + "\"}");
    }

    private static String cookie(Sender.Answer answer) {
        String cookie = header(answer, "Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/v1/inspect");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static String header(Sender.Answer answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
