package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP door: every form it takes, and what it says to what it does not take. */
class DoorsTest {

    @TempDir
    static Path data;

    private static RawTikTok tikTok;
    private static Bundle bundle;
    private static Sender sender;

    @BeforeAll
    static void open() throws IOException, StartFailed {
        tikTok = RawTikTok.start();
        bundle =
                Bundle.start(data, tikTok.url(), Map.of("ferry.http.max-body", "64KB", "ferry.http.max-events", "100"));
        sender = bundle.sender();
    }

    @AfterAll
    static void close() {
        bundle.close();
        tikTok.close();
    }

    @Test
    void a_single_event_is_taken() {
        accepts(sender.post(Events.purchase("single").toString()), 1);
        areDelivered("single");
    }

    @Test
    void an_array_is_taken() {
        accepts(sender.post(Events.array(Events.purchase("array-1"), Events.purchase("array-2"))), 2);
        areDelivered("array-1", "array-2");
    }

    @Test
    void a_wrapper_of_events_is_taken() {
        accepts(sender.post("{\"events\":" + Events.array(Events.purchase("wrapped")) + "}"), 1);
        areDelivered("wrapped");
    }

    @Test
    void newline_delimited_events_are_taken() {
        String lines = Events.lines(List.of(Events.purchase("line-1"), Events.purchase("line-2")));
        accepts(sender.post(lines, "Content-Type", "application/x-ndjson"), 2);
        areDelivered("line-1", "line-2");
    }

    @Test
    void a_zipped_body_is_taken() throws IOException {
        accepts(
                sender.postTo("/v1/events", zipped(Events.purchase("zipped").toString()), "Content-Encoding", "gzip"),
                1);
        areDelivered("zipped");
    }

    @Test
    void tiktoks_own_envelope_is_taken() {
        accepts(
                sender.post("{\"event_source\":\"web\",\"event_source_id\":\"PIXEL\",\"data\":"
                        + Events.array(Events.purchase("enveloped")) + "}"),
                1);
        areDelivered("enveloped");
    }

    @Test
    void a_test_code_in_tiktoks_envelope_goes_on_to_tiktok() {
        accepts(
                sender.post("{\"event_source\":\"web\",\"event_source_id\":\"PIXEL\",\"test_event_code\":\"TEST77\","
                        + "\"data\":" + Events.array(Events.purchase("test-1")) + "}"),
                1);
        areDelivered("test-1");
        assertThat(requestWith("test-1").body()).contains("\"test_event_code\":\"TEST77\"");
    }

    @Test
    void a_shops_event_is_mapped_by_its_source() {
        accepts(
                sender.postTo(
                        "/v1/events?source=storefront",
                        Events.shopPurchase("T-1").toString()),
                1);
        areDelivered("T-1");
    }

    @Test
    void a_destination_can_be_named() {
        accepts(
                sender.postTo(
                        "/v1/events?destination=web", Events.purchase("to-web").toString()),
                1);
    }

    @Test
    void verbose_lists_every_event_with_its_id() {
        Sender.Answer answer = sender.postTo(
                "/v1/events?verbose=true", Events.array(Events.purchase("verbose"), Events.bad("verbose-bad")));

        assertThat(answer.json().path("results").findValuesAsText("status"))
                .containsExactlyInAnyOrder("accepted", "rejected");
        assertThat(answer.json().path("results").findValuesAsText("id")).contains("verbose");
    }

    @Test
    void what_the_visitor_did_not_consent_to_is_filtered() {
        ObjectNode silent = Events.shopPurchase("T-2");
        silent.remove("consent");

        Sender.Answer answer = sender.postTo("/v1/events?source=storefront", silent.toString());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("filtered")).isEqualTo(1);
    }

    @ParameterizedTest(name = "[{index}] line {1}, column {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\": oops}               | 1 | 1",
                "[{\"event\":\"a\"},<LF> {\"b\":]| 2 | 7",
                "[{\"event\":\"a\"}              | 1 | 1",
                "{\"a\":1} {\"b\":2}             | 1 | 9",
            })
    void unreadable_json_is_400_with_line_and_column(String body, int line, int leastColumn) {
        Sender.Answer answer = sender.post(body.replace("<LF>", "\n"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("body_unreadable");
        assertThat(answer.errorMessage()).containsPattern("line " + line + ", column \\d+");
        int column = Integer.parseInt(answer.errorMessage().replaceAll(".*column (\\d+).*", "$1"));
        assertThat(column).isGreaterThanOrEqualTo(leastColumn);
    }

    @Test
    void a_broken_line_of_ndjson_costs_no_other_line_its_delivery() {
        Sender.Answer answer = sender.post(
                Events.purchase("nd-1") + "\n{\"event\": oops}\n" + Events.purchase("nd-2") + "\n",
                "Content-Type",
                "application/x-ndjson");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("accepted")).isEqualTo(2);
        assertThat(answer.count("rejected")).isEqualTo(1);
        assertThat(answer.json().path("results").path(0).path("index").asInt()).isEqualTo(1);
        assertThat(answer.body()).contains("Line 2 is not JSON").doesNotContain("oops");
        areDelivered("nd-1", "nd-2");
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource({
        "POST, /v1/events, 400, body_empty",
        "POST, /v1/nothing, 404, not_found",
        "GET, /nothing, 404, not_found",
        "GET, /v1/events, 400, parameter_wrong",
        "PUT, /v1/events, 405, method_not_allowed",
        "DELETE, /v1/events, 405, method_not_allowed",
    })
    void what_is_not_a_request_for_us_is_told_so(String method, String path, int status, String code) {
        Sender.Answer answer = sender.call(method, path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.errorMessage()).isNotBlank();
    }

    @Test
    void json_that_is_no_event_is_400() {
        assertThat(sender.post("12").status()).isEqualTo(400);
        assertThat(sender.post("\"text\"").status()).isEqualTo(400);
        assertThat(sender.post("null").status()).isEqualTo(400);
    }

    @Test
    void elements_that_are_no_objects_are_rejected_alone() {
        Sender.Answer answer = sender.post("[1, null, \"x\", [], {}, " + Events.purchase("among") + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("accepted")).isEqualTo(1);
        assertThat(answer.count("rejected")).isEqualTo(5);
        areDelivered("among");
    }

    @Test
    void json_nested_without_end_is_400() {
        assertThat(sender.post("[".repeat(10_000)).status()).isEqualTo(400);
        assertThat(sender.post("{\"a\":".repeat(5_000)).status()).isEqualTo(400);
    }

    @Test
    void a_body_over_the_limit_is_413() {
        Sender.Answer answer = sender.post("{\"x\":\"" + "a".repeat(70_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo("body_too_large");
    }

    @Test
    void more_events_than_the_limit_are_413_and_none_is_taken() {
        Sender.Answer answer = sender.post(Events.purchases(Events.ids("many", 0, 101)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo("too_many_events");
        accepts(sender.post(Events.purchases(Events.ids("many", 0, 100))), 100);
    }

    @Test
    void a_zip_bomb_is_413() throws IOException {
        Sender.Answer answer =
                sender.postTo("/v1/events", zipped("a".repeat(17 * 1024 * 1024)), "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void what_is_not_gzip_though_it_says_so_is_400_and_another_encoding_is_415() {
        assertThat(sender.post("{}", "Content-Encoding", "gzip").status()).isEqualTo(400);
        assertThat(sender.post("{}", "Content-Encoding", "br").status()).isEqualTo(415);
    }

    @Test
    void an_unknown_source_or_destination_is_400_with_the_known_names() {
        Sender.Answer source = sender.postTo("/v1/events?source=nosuch", "{}");
        Sender.Answer destination = sender.postTo("/v1/events?destination=nosuch", "{}");

        assertThat(source.status()).isEqualTo(400);
        assertThat(source.json().path("error").path("field").asText()).isEqualTo("source");
        assertThat(source.errorMessage())
                .contains("storefront", "crm", "orders")
                .doesNotContain("nosuch");
        assertThat(destination.status()).isEqualTo(400);
        assertThat(destination.errorMessage()).contains("web").doesNotContain("nosuch");
    }

    @Test
    void one_bad_event_in_a_request_costs_no_other_its_delivery_and_is_told_of_without_its_value() {
        ObjectNode bad = Events.bad("mixed-bad");
        Sender.Answer answer = sender.post(Events.array(Events.purchase("mixed-1"), bad, Events.purchase("mixed-2")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.count("accepted")).isEqualTo(2);
        JsonNode result = answer.json().path("results").path(0);
        assertThat(result.path("index").asInt()).isEqualTo(1);
        assertThat(result.path("status").asText()).isEqualTo("rejected");
        JsonNode error = result.path("errors").path(0);
        assertThat(error.path("field").asText()).isEqualTo("properties.currency");
        assertThat(error.path("code").asText()).isEqualTo("currency_unknown");
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(answer.body()).doesNotContain("nonsense");
        areDelivered("mixed-1", "mixed-2");
    }

    @Test
    void when_every_event_is_rejected_the_answer_is_422() {
        Sender.Answer answer = sender.post(Events.array(Events.bad("all-1"), Events.bad("all-2")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.count("rejected")).isEqualTo(2);
    }

    @Test
    void no_header_of_a_request_comes_back_or_goes_to_tiktok() {
        Sender.Answer answer = sender.post(
                Events.purchase("headers").toString(),
                "CamelHttpUri",
                "http://127.0.0.1:1/planted",
                "CamelHttpMethod",
                "DELETE",
                "CamelFileName",
                "planted",
                "X-Shop-Secret",
                "planted",
                "Cookie",
                "planted=1",
                "Access-Token",
                "planted");

        accepts(answer, 1);
        assertThat(answer.headers().map().keySet()).allMatch(name -> List.of("content-type", "content-length")
                .contains(name.toLowerCase(java.util.Locale.ROOT)));
        areDelivered("headers");
        RawTikTok.Request request = requestWith("headers");
        assertThat(request.headers().values().toString()).doesNotContain("planted");
        assertThat(request.headers().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("camel"));
        assertThat(request.headers().getFirst("Access-Token")).isEqualTo(TestSettings.TOKEN);
        assertThat(request.headers().getFirst("Content-Type")).startsWith("application/json");
        assertThat(request.headers().keySet()).doesNotContain("X-Shop-Secret", "Cookie", "X-shop-secret");
    }

    @Test
    void without_one_of_the_keys_a_request_is_401(@TempDir Path other) throws StartFailed {
        try (Bundle locked = Bundle.start(other, tikTok.url(), Map.of("ferry.http.api-keys", "key-one, key-two"))) {
            String event = Events.purchase("locked").toString();

            assertThat(locked.sender().post(event).status()).isEqualTo(401);
            assertThat(locked.sender().post(event).errorCode()).isEqualTo("key_wrong");
            assertThat(locked.sender().post(event, "X-Api-Key", "key").status()).isEqualTo(401);
            assertThat(locked.sender()
                            .post(event, "X-Api-Key", "key-one, key-two")
                            .status())
                    .isEqualTo(401);
            assertThat(locked.sender()
                            .post(event, "Authorization", "Basic key-one")
                            .status())
                    .isEqualTo(401);
            assertThat(locked.sender().post("{", "X-Api-Key", "wrong").status()).isEqualTo(401);
            assertThat(locked.sender().call("GET", "/v1/status").status()).isEqualTo(401);

            assertThat(locked.sender().post(event, "X-Api-Key", "key-two").status())
                    .isEqualTo(202);
            assertThat(locked.sender()
                            .post(event, "Authorization", "Bearer key-one")
                            .status())
                    .isEqualTo(202);
        }
    }

    @Test
    void half_open_connections_are_closed_and_hold_up_nobody() throws IOException {
        try (Socket silent = connect();
                Socket halfHead = connect()) {
            halfHead.getOutputStream()
                    .write("POST /v1/events HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            accepts(sender.post(Events.purchase("beside-half-open").toString()), 1);

            isClosedWithin(silent, Duration.ofSeconds(12));
            isClosedWithin(halfHead, Duration.ofSeconds(2));
        }
    }

    private static Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), bundle.port());
    }

    private static void isClosedWithin(Socket socket, Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        InputStream in = socket.getInputStream();
        assertThat(in.readAllBytes()).isEmpty();
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void accepts(Sender.Answer answer, int events) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.count("accepted")).isEqualTo(events);
    }

    private static void areDelivered(String... ids) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(30))
                .untilAsserted(() -> assertThat(tikTok.taken()).contains(ids));
    }

    private static RawTikTok.Request requestWith(String id) {
        return tikTok.requests().stream()
                .filter(request -> request.ids().contains(id))
                .findFirst()
                .orElseThrow();
    }
}
