package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.eventferry.camel.StartFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks come in at the door, are judged by their signature, and reach TikTok or leave nothing behind. */
class WebhooksTest {

    private static final String SECRET = "hush, hush: a secret";
    private static final String FORMER = "what it was before";
    private static final String STANDARD_KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String PUBLIC_URL = "https://ferry.example.com/v1/sources/hub";

    @TempDir
    static Path folder;

    private static TikTok tikTok;
    private static Bundle bundle;
    private static Sender sender;

    /** A sender that signs; what it makes is what the real one's documents say, not what our code does. */
    private enum Shop {
        SHOP {
            @Override
            List<String> sign(String body, String secret, Instant at) {
                return List.of(
                        "X-Shopify-Topic",
                        "orders/paid",
                        "X-Shopify-Hmac-SHA256",
                        base64(hmac(secret.getBytes(StandardCharsets.UTF_8), body)));
            }
        },
        WOO {
            @Override
            List<String> sign(String body, String secret, Instant at) {
                return List.of(
                        "X-WC-Webhook-Topic",
                        "orders/paid",
                        "X-WC-Webhook-Signature",
                        base64(hmac(secret.getBytes(StandardCharsets.UTF_8), body)));
            }
        },
        HUB {
            @Override
            List<String> sign(String body, String secret, Instant at) {
                String time = Long.toString(at.toEpochMilli());
                return List.of(
                        "X-HubSpot-Request-Timestamp",
                        time,
                        "X-HubSpot-Signature-v3",
                        base64(hmac(secret.getBytes(StandardCharsets.UTF_8), "POST" + PUBLIC_URL + body + time)));
            }
        },
        STANDARD {
            @Override
            List<String> sign(String body, String secret, Instant at) {
                String time = Long.toString(at.getEpochSecond());
                byte[] key = secret.equals(SECRET)
                        ? Base64.getDecoder().decode(STANDARD_KEY)
                        : secret.getBytes(StandardCharsets.UTF_8);
                return List.of(
                        "webhook-id",
                        "msg_1",
                        "webhook-timestamp",
                        time,
                        "webhook-signature",
                        "v1," + base64(hmac(key, "msg_1." + time + "." + body)));
            }
        },
        OWN {
            @Override
            List<String> sign(String body, String secret, Instant at) {
                String time = Long.toString(at.getEpochSecond());
                return List.of(
                        "X-Topic",
                        "orders/paid",
                        "X-Time",
                        time,
                        "X-Signature",
                        "sha256="
                                + HexFormat.of()
                                        .formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), time + "." + body)));
            }
        };

        abstract List<String> sign(String body, String secret, Instant at);

        String path() {
            return "/v1/sources/" + name().toLowerCase(java.util.Locale.ROOT);
        }

        boolean timed() {
            return this != SHOP && this != WOO;
        }

        Sender.Answer send(String body) {
            return sender.postTo(path(), body, headers(body));
        }

        String[] headers(String body) {
            return sign(body, SECRET, Instant.now()).toArray(String[]::new);
        }
    }

    @BeforeAll
    static void open() throws IOException, StartFailed {
        tikTok = TikTok.start();
        bundle = Bundle.start(folder.resolve("data"), tikTok.url(), settings(folder.resolve("mappings")));
        sender = bundle.sender();
    }

    @AfterAll
    static void close() {
        bundle.close();
        tikTok.close();
    }

    @ParameterizedTest
    @MethodSource("shops")
    void what_is_signed_rightly_is_delivered(Shop shop) {
        String id = "right-" + shop;

        Sender.Answer answer = shop.send(order(id));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.count("accepted")).isEqualTo(1);
        isDelivered(id);
    }

    @ParameterizedTest
    @MethodSource("shops")
    void what_is_signed_with_another_secret_is_refused_and_leaves_nothing(Shop shop) {
        String id = "wrong-" + shop;
        String body = order(id);

        refuses(shop, body, shop.sign(body, "another", Instant.now()), "signature_wrong");

        leavesNothing(shop, id);
    }

    @ParameterizedTest
    @MethodSource("shops")
    void what_was_signed_for_another_body_is_refused_and_leaves_nothing(Shop shop) {
        String id = "body-" + shop;

        refuses(shop, order(id), shop.sign(order("other"), SECRET, Instant.now()), "signature_wrong");

        leavesNothing(shop, id);
    }

    @ParameterizedTest
    @MethodSource("shops")
    void what_is_not_signed_or_only_cut_off_is_refused_and_leaves_nothing(Shop shop) {
        String id = "missing-" + shop;
        String body = order(id);
        List<String> headers = shop.sign(body, SECRET, Instant.now());
        List<String> cut = new ArrayList<>(headers);
        cut.set(cut.size() - 1, headers.get(cut.size() - 1).substring(0, 20));

        refuses(shop, body, headers.subList(0, headers.size() - 2), "signature_missing");
        refuses(shop, body, List.of("X-Api-Key", "key"), "signature_missing");
        refuses(shop, body, cut, "signature_wrong");

        leavesNothing(shop, id);
    }

    @ParameterizedTest
    @MethodSource("timedShops")
    void what_was_signed_long_ago_or_ahead_of_our_clock_is_refused_and_leaves_nothing(Shop shop) {
        String id = "old-" + shop;
        String body = order(id);

        refuses(shop, body, shop.sign(body, SECRET, Instant.now().minusSeconds(320)), "signature_old");
        refuses(shop, body, shop.sign(body, SECRET, Instant.now().plusSeconds(320)), "signature_old");

        leavesNothing(shop, id);
    }

    @ParameterizedTest
    @MethodSource("shops")
    void the_same_request_again_is_a_duplicate(Shop shop) {
        String id = "again-" + shop;
        String body = order(id);
        String[] headers = shop.headers(body);

        assertThat(sender.postTo(shop.path(), body, headers).count("accepted")).isEqualTo(1);
        Sender.Answer again = sender.postTo(shop.path(), body, headers);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.count("duplicate")).isEqualTo(1);
        assertThat(again.count("accepted")).isZero();
        isDelivered(id);
    }

    @Test
    void the_former_secret_still_opens_the_door() {
        String body = order("former");

        Sender.Answer answer = sender.postTo(
                Shop.SHOP.path(),
                body,
                Shop.SHOP.sign(body, FORMER, Instant.now()).toArray(String[]::new));

        assertThat(answer.count("accepted")).isEqualTo(1);
        isDelivered("former");
    }

    @Test
    void an_array_is_several_events() {
        Sender.Answer answer = Shop.HUB.send("[" + order("hub-1") + "," + order("hub-2") + "]");

        assertThat(answer.count("accepted")).isEqualTo(2);
        isDelivered("hub-1");
        isDelivered("hub-2");
    }

    @Test
    void a_zipped_body_is_judged_as_it_came() throws IOException, GeneralSecurityException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(order("zipped").getBytes(StandardCharsets.UTF_8));
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

        Sender.Answer answer = sender.postTo(
                Shop.SHOP.path(),
                zipped.toByteArray(),
                "Content-Encoding",
                "gzip",
                "X-Shopify-Topic",
                "orders/paid",
                "X-Shopify-Hmac-SHA256",
                base64(mac.doFinal(zipped.toByteArray())));

        assertThat(answer.count("accepted")).as(answer.body()).isEqualTo(1);
    }

    @Test
    void an_event_that_is_rejected_is_no_failure_for_a_sender_that_signs_but_counted() {
        long before = bundle.ledger("shop", "rejected", "currency_unknown");

        Sender.Answer answer = Shop.SHOP.send(order("bad").replace("EUR", "nonsense"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("rejected")).isEqualTo(1);
        assertThat(answer.body()).contains("currency_unknown").doesNotContain("nonsense");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> bundle.ledger("shop", "rejected", "currency_unknown") == before + 1);
    }

    @ParameterizedTest
    @CsvSource({"{\"a\":, body_unreadable", "'', body_empty", "12, body_not_events"})
    void what_cannot_be_read_is_a_rejected_event_too(String body, String code) {
        Sender.Answer answer = Shop.SHOP.send(body);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("rejected")).isEqualTo(1);
        assertThat(answer.body()).contains(code);
    }

    @Test
    void a_topic_that_the_mapping_does_not_want_is_filtered() {
        String body = order("refund");
        List<String> headers = new ArrayList<>(Shop.SHOP.sign(body, SECRET, Instant.now()));
        headers.set(1, "refunds/create");

        Sender.Answer answer = sender.postTo(Shop.SHOP.path(), body, headers.toArray(String[]::new));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("filtered")).isEqualTo(1);
    }

    @Test
    void a_test_order_is_left_out_and_counted() {
        String body = order("test").replace("\"id\"", "\"test\":true,\"id\"");

        Sender.Answer answer = Shop.SHOP.send(body);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("filtered")).isEqualTo(1);
        assertThat(answer.body()).contains("only a test");
        assertThat(tikTok.has("test")).isFalse();
    }

    @Test
    void a_ping_of_woocommerce_is_answered_with_exactly_200_and_needs_no_signature() {
        Sender.Answer pong =
                sender.postTo(Shop.WOO.path(), "webhook_id=7", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(pong.status()).isEqualTo(200);
        assertThat(pong.body()).isEqualTo("{\"pong\":true}");
        assertThat(sender.postTo(Shop.WOO.path(), "webhook_id=7&x=1").status()).isEqualTo(401);
        assertThat(sender.postTo(Shop.SHOP.path(), "webhook_id=7").status()).isEqualTo(401);
    }

    /** WordPress speaks HTTP/1.0 (class-wc-webhook.php). */
    @Test
    void a_sender_of_the_old_http_is_served_too() throws IOException {
        String body = order("http-1.0");
        String[] headers = Shop.WOO.headers(body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bundle.port())) {
            socket.setSoTimeout(10_000);
            String head = "POST /v1/sources/woo HTTP/1.0\r\nHost: ferry\r\nContent-Type: application/json\r\n"
                    + headers[0] + ": " + headers[1] + "\r\n" + headers[2] + ": " + headers[3] + "\r\n"
                    + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.0 202").contains("\"accepted\":1");
        }
        isDelivered("http-1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch", "%73hop", "shop/", "shop/x", "SHOP", "shop;x", ".", ""})
    void no_other_spelling_of_a_source_is_one(String name) {
        String body = order("spelt");

        assertThat(sender.postTo("/v1/sources/" + name, body, Shop.SHOP.headers(body))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_source_whose_senders_do_not_sign_takes_a_key() {
        String body = order("keyed");

        assertThat(sender.postTo("/v1/sources/keyed", body).errorCode()).isEqualTo("key_wrong");
        assertThat(sender.postTo("/v1/sources/keyed", body, "X-Api-Key", "wrong")
                        .status())
                .isEqualTo(401);
        assertThat(tikTok.has("keyed")).isFalse();

        Sender.Answer answer = sender.postTo("/v1/sources/keyed", body, "X-Api-Key", "key", "X-Topic", "orders/paid");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.count("accepted")).isEqualTo(1);
        isDelivered("keyed");
    }

    @Test
    void a_sender_with_a_key_is_told_when_nothing_was_taken() {
        assertThat(sender.postTo("/v1/sources/keyed", "{\"a\":", "X-Api-Key", "key")
                        .status())
                .isEqualTo(400);
        assertThat(sender.postTo("/v1/sources/keyed", "{}", "X-Api-Key", "key").status())
                .isEqualTo(202); // unlisted is filtered
        assertThat(sender.postTo(
                                "/v1/sources/keyed",
                                order("k").replace("EUR", "nonsense"),
                                "X-Api-Key",
                                "key",
                                "X-Topic",
                                "orders/paid")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void refused_signatures_are_counted_for_prometheus() {
        assertThat(sender.postTo(Shop.OWN.path(), "{}").status()).isEqualTo(401);

        assertThat(sender.metrics().body())
                .containsPattern(
                        "eventferry_webhooks_refused_total\\{code=\"signature_missing\",source=\"own\"[^}]*} [1-9]");
    }

    @Test
    void a_source_without_a_mapping_keeps_it_from_starting(@TempDir Path other) throws IOException {
        Map<String, String> settings = settings(other.resolve("mappings"));
        settings.put("ferry.source.nosuch.signature", "shopify");
        settings.put("ferry.source.nosuch.secret", SECRET);

        refusesToStart(other, settings, "ferry.source.nosuch.*: no mapping says source: nosuch");
    }

    @Test
    void a_time_that_is_not_signed_keeps_it_from_starting(@TempDir Path other) throws IOException {
        Map<String, String> settings = settings(other.resolve("mappings"));
        settings.put("ferry.source.own.signature-content", "{body}");

        refusesToStart(other, settings, "ferry.source.own.signature-content: a timestamp header and {timestamp} need");
    }

    @Test
    void a_secret_that_is_none_of_standard_webhooks_keeps_it_from_starting(@TempDir Path other) throws IOException {
        Map<String, String> settings = settings(other.resolve("mappings"));
        settings.put("ferry.source.standard.secret", "whsec_canary!");

        refusesToStart(other, settings, "ferry.source.standard.secret: it is not base64 behind whsec_");
    }

    static Stream<Shop> shops() {
        return Stream.of(Shop.values());
    }

    static Stream<Shop> timedShops() {
        return shops().filter(Shop::timed);
    }

    private static void refusesToStart(Path data, Map<String, String> settings, String sentence) {
        assertThatExceptionOfType(StartFailed.class)
                .isThrownBy(() -> Bundle.start(data.resolve("data"), tikTok.url(), settings))
                .withMessageContaining(sentence)
                .satisfies(failed -> assertThat(failed.getMessage()).doesNotContain("canary"));
    }

    private static void refuses(Shop shop, String body, List<String> headers, String code) {
        Sender.Answer answer = headers.isEmpty()
                ? sender.postTo(shop.path(), body)
                : sender.postTo(shop.path(), body, headers.toArray(String[]::new));
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    /** The very same event is new when it comes rightly: so nothing of the refused ones was kept. */
    private static void leavesNothing(Shop shop, String id) {
        Sender.Answer answer = shop.send(order(id));
        assertThat(answer.count("accepted")).isEqualTo(1);
        isDelivered(id);
        assertThat(tikTok.ids().stream().filter(id::equals)).hasSize(1);
    }

    private static void isDelivered(String id) {
        await().atMost(Duration.ofSeconds(10)).until(() -> tikTok.has(id));
    }

    private static String order(String id) {
        return Objects.requireNonNull(Sender.JSON
                .createObjectNode()
                .put("id", id)
                .put("topic", "orders/paid")
                .put("at", Instant.now().minusSeconds(60).toString())
                .put("total", "12.50")
                .put("currency", "EUR")
                .put("email", "ada@example.com")
                .toString());
    }

    private static Map<String, String> settings(Path mappings) throws IOException {
        Files.createDirectories(mappings);
        for (String source : List.of("shop", "woo", "own", "keyed")) {
            mapping(mappings, source, "webhook.topic");
        }
        mapping(mappings, "hub", "topic");
        mapping(mappings, "standard", "topic");
        Map<String, String> settings = new TreeMap<>();
        settings.put("ferry.mappings-dir", mappings.toString());
        settings.put("ferry.http.api-keys", "key");
        settings.put("ferry.source.shop.signature", "shopify");
        settings.put("ferry.source.shop.secret", SECRET);
        settings.put("ferry.source.shop.secret-previous", FORMER);
        settings.put("ferry.source.woo.signature", "woocommerce");
        settings.put("ferry.source.woo.secret", SECRET);
        settings.put("ferry.source.hub.signature", "hubspot");
        settings.put("ferry.source.hub.secret", SECRET);
        settings.put("ferry.source.hub.public-url", PUBLIC_URL);
        settings.put("ferry.source.standard.signature", "standard");
        settings.put("ferry.source.standard.secret", "whsec_" + STANDARD_KEY);
        settings.put("ferry.source.own.signature", "hmac");
        settings.put("ferry.source.own.secret", SECRET);
        settings.put("ferry.source.own.signature-header", "X-Signature");
        settings.put("ferry.source.own.signature-prefix", "sha256=");
        settings.put("ferry.source.own.signature-timestamp-header", "X-Time");
        settings.put("ferry.source.own.signature-content", "{timestamp}.{body}");
        settings.put("ferry.source.own.topic-header", "X-Topic");
        settings.put("ferry.source.keyed.signature", "none");
        settings.put("ferry.source.keyed.topic-header", "X-Topic");
        return settings;
    }

    private static void mapping(Path folder, String source, String topic) throws IOException {
        Files.writeString(folder.resolve(source + ".yaml"), """
                source: %s
                event: [%s, {constant: none}]
                events: {orders/paid: Purchase}
                fields:
                  event_id: id
                  event_time: at
                  user.email: email
                  properties.value: total
                  properties.currency: currency
                defaults: {page.url: https://shop.example.com}
                """.formatted(source, topic));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
