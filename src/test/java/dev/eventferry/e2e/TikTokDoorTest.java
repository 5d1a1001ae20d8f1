package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TikTok's own calls: whose they are, what is answered, and what a sender that sends again gets. */
class TikTokDoorTest {

    private static final String TRACK = TikTokFixtures.TRACK;
    private static final String KEY = "ingest-key";

    @TempDir
    static Path data;

    private static TikTok tikTok;
    private static Bundle bundle;

    @BeforeAll
    static void open() throws StartFailed {
        tikTok = TikTok.start();
        Map<String, String> settings = TikTokFixtures.settings();
        settings.put("ferry.http.api-keys", KEY);
        settings.put("ferry.http.max-body", "64KB");
        // the same pixel once more: the first one counts
        settings.put("ferry.destinations", "web,app,offline,crm,again");
        settings.put("ferry.destination.again.event-source-id", "CTESTP1XELC0DE0000A1");
        settings.put("ferry.destination.again.access-token", "expired");
        bundle = Bundle.start(data, tikTok.url(), settings);
    }

    @AfterAll
    static void close() {
        bundle.close();
        tikTok.close();
    }

    @Test
    void an_empty_and_a_wrong_token_are_told_as_tiktok_tells_them() {
        String body = web(Events.purchase("locked")).toString();

        is(bundle.sender().postTo(TRACK, body), 200, 40104, "Access token is empty");
        is(bundle.sender().postTo(TRACK, body, "Access-Token", " "), 200, 40104, "Access token is empty");
        is(bundle.sender().postTo(TRACK, body, "Access-Token", "other"), 200, 40105, "Access token is incorrect");
        is(bundle.sender().postTo(TRACK, body, "Access-Token", KEY, "Authorization", "Bearer x"), 200, 0, "OK");
        is(bundle.sender().postTo(TRACK, body, "Authorization", "Bearer " + KEY), 200, 0, "OK");
    }

    @Test
    void an_unknown_pixel_is_told_with_the_names_that_there_are_and_no_secret() {
        ObjectNode request = web(Events.purchase("elsewhere")).put("event_source_id", "SOME-OTHER-PIXEL");

        Sender.Answer answer = post(TRACK, request);

        is(answer, 200, 40001, "event_source_id: No destination");
        assertThat(message(answer)).contains("web (web), app (app), offline (offline), crm (crm), again (web)");
        assertThat(answer.body()).doesNotContain("SOME-OTHER-PIXEL", TestSettings.TOKEN, "CTESTP1XELC0DE0000A1");
    }

    @Test
    void a_known_id_under_another_event_source_is_another_destination() {
        is(post(TRACK, web(Events.purchase("mixed-up")).put("event_source", "offline")), 200, 40001, "event_source_id");
    }

    @Test
    void of_two_destinations_with_one_pixel_the_first_is_taken() {
        is(post(TRACK, web(Events.purchase("first"))), 200, 0, "OK");

        isDelivered("first");
    }

    @Test
    void the_slash_at_the_end_may_be_left_out() {
        is(post("/open_api/v1.3/event/track", web(Events.purchase("no-slash"))), 200, 0, "OK");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "POST, /open_api/v1.3/event/trak/, 404",
        "POST, /open_api/v1.3/pixel/list/, 404",
        "POST, /open_api/v1.2/pixel/track/, 404",
        "GET, /open_api/v1.3/event/track/, 405",
    })
    void what_is_no_call_of_ours_is_told_so_in_tiktoks_form(String method, String path, int status) {
        Sender.Answer answer = method.equals("GET")
                ? bundle.sender().call(method, path)
                : bundle.sender().postTo(path, "{}", "Access-Token", KEY);

        is(answer, status, 40007, "");
    }

    @Test
    void what_cannot_be_read_is_a_wrong_parameter() {
        is(raw("{\"event_source\": oops}"), 200, 40002, "The body is not JSON at line 1");
        is(raw("[]"), 200, 40002, "The body is not a JSON object");
        is(raw(" "), 200, 40002, "The body is");
        is(raw(""), 200, 40002, "The body is");
        is(raw("{\"event_source\":\"web\",\"event_source_id\":\"C\",\"data\":{}}"), 200, 40002, "data: ");
        is(raw("{\"x\":\"" + "a".repeat(70_000) + "\"}"), 200, 40002, "The body is over ferry.http.max-body");
    }

    @Test
    void of_a_partly_bad_request_the_good_events_are_taken_and_the_bad_are_named() {
        ObjectNode noTime = Events.purchase("part-4");
        noTime.remove("event_time");
        ObjectNode request = web(
                Events.purchase("part-0"),
                Events.purchase("part-1"),
                Events.bad("part-2"),
                Events.purchase("part-3"),
                noTime);

        Sender.Answer answer = post(TRACK, request);

        is(answer, 200, 20001, "data.2.properties.currency: a text of 8 characters that is no currency;");
        assertThat(message(answer)).contains("(2 of 5 events refused, the others are taken");
        assertThat(answer.json().at("/data/partial_failure").asBoolean()).isTrue();
        JsonNode failed = answer.json().at("/data/failed_events");
        assertThat(failed.findValuesAsText("order_in_batch")).containsExactly("2", "4");
        assertThat(failed.path(0).path("error").asText()).startsWith("properties.currency: a text");
        assertThat(failed.path(1).path("error").asText()).startsWith("event_time: ");
        assertThat(answer.body()).doesNotContain("nonsense");
        isDelivered("part-0", "part-1", "part-3");

        Sender.Answer again = post(TRACK, request);

        assertThat(failed(again)).containsExactly("2", "4");
        is(post(TRACK, web(Events.purchase("part-0"), Events.purchase("part-3"))), 200, 0, "OK");
        isDelivered("part-0", "part-1", "part-3");
        assertThat(tikTok.event("part-0").copies()).isZero();
    }

    @Test
    void a_request_of_which_nothing_is_taken_has_tiktoks_code_for_it() {
        Sender.Answer answer = post(TRACK, web(Events.bad("none-0"), Events.bad("none-1")));

        is(answer, 200, 40002, "data.0.properties.currency: ");
        assertThat(message(answer)).endsWith("(2 of 2 events refused)");
        assertThat(failed(answer)).containsExactly("0", "1");
    }

    @Test
    void a_bad_item_is_named_as_tiktok_names_it() {
        ObjectNode event = Events.purchase("item");
        event.withObject("/properties").putArray("contents").addObject().put("price", "12 EUR");

        is(post(TRACK, web(event)), 200, 40002, "data.0.properties.contents.0.price: a text of 6 characters;");
    }

    @Test
    void a_test_code_beside_the_events_sends_them_to_test_events() {
        is(post(TRACK, web(Events.purchase("test-2")).put("test_event_code", "TEST5")), 200, 0, "OK");

        isDelivered("test-2");
        assertThat(tikTok.event("test-2").test()).isTrue();
        is(
                post(TRACK, web(Events.purchase("test-3")).put("test_event_code", "TE ST")),
                200,
                40002,
                "test_event_code: ");
    }

    @Test
    void of_a_1_0_batch_the_good_events_are_taken_and_the_bad_are_named() {
        ObjectNode bad = legacy("legacy-1");
        bad.withObject("/properties").put("currency", "nonsense");

        Sender.Answer answer = post("/open_api/v1.3/pixel/batch/", batch(legacy("legacy-0"), bad, legacy("legacy-2")));

        is(answer, 200, 20001, "batch.1.properties.currency: ");
        assertThat(answer.json().at("/data/partial_failure").asBoolean()).isTrue();
        assertThat(failed(answer)).containsExactly("1");
        isDelivered("legacy-0", "legacy-2");
        assertThat(tikTok.event("legacy-0").json().at("/user/ttclid").asText()).isEqualTo("E.C.P.abc");
        assertThat(tikTok.event("legacy-0").eventTime()).isEqualTo(Events.TIME);
    }

    @Test
    void a_bad_1_0_event_is_named_without_a_place() {
        ObjectNode bad = legacy("legacy-3").put("pixel_code", "CTESTP1XELC0DE0000A1");
        bad.withObject("/context").remove("page");

        is(post("/open_api/v1.3/pixel/track/", bad), 200, 40002, "page.url: ");
    }

    @Test
    void a_1_0_request_names_its_pixel_in_its_own_words() {
        is(post("/open_api/v1.3/pixel/track/", legacy("legacy-4")), 200, 40002, "pixel_code: Missing");
        is(
                post("/open_api/v1.3/offline/track/", legacy("legacy-5").put("event_set_id", "9")),
                200,
                40001,
                "event_set_id: No destination");
        is(post("/open_api/v1.3/app/batch/", web()), 200, 40002, "batch: Missing or empty");
    }

    @Test
    void a_1_0_event_without_a_time_happened_now_unless_it_is_offline() {
        ObjectNode web = legacy("legacy-6").put("pixel_code", "CTESTP1XELC0DE0000A1");
        ObjectNode offline = legacy("legacy-7").put("event_set_id", "7400000000000000123");
        web.remove("timestamp");
        offline.remove("timestamp");

        is(post("/open_api/v1.3/pixel/track/", web), 200, 0, "OK");
        is(post("/open_api/v1.3/offline/track/", offline), 200, 40002, "event_time: ");

        isDelivered("legacy-6");
        assertThat(tikTok.event("legacy-6").eventTime())
                .isBetween(System.currentTimeMillis() / 1000 - 60, System.currentTimeMillis() / 1000);
    }

    @Test
    void test_codes_of_1_0_events_count_when_they_agree() {
        ObjectNode first = legacy("legacy-8").put("test_event_code", "TEST9");
        ObjectNode second = legacy("legacy-9").put("test_event_code", "TEST9");

        is(post("/open_api/v1.3/pixel/batch/", batch(first, second)), 200, 0, "OK");
        is(
                post("/open_api/v1.3/pixel/batch/", batch(first, legacy("legacy-10"))),
                200,
                40002,
                "batch.1.test_event_code: Not that of the events before it");

        isDelivered("legacy-8", "legacy-9");
        assertThat(tikTok.event("legacy-9").test()).isTrue();
        assertThat(tikTok.has("legacy-10")).isFalse();
    }

    @Test
    void when_nothing_can_be_stored_it_is_to_be_sent_again(@TempDir Path other) throws StartFailed {
        Map<String, String> settings = TikTokFixtures.settings();
        settings.put("ferry.store.disk-reserve", "900000GB");
        try (Bundle full = Bundle.start(other, tikTok.url(), settings)) {
            Sender.Answer answer =
                    full.sender().postTo(TRACK, web(Events.purchase("full")).toString());

            is(answer, 503, 50002, "The events cannot be stored now");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void too_many_at_once_are_told_so_in_tiktoks_form(@TempDir Path other) throws StartFailed {
        Map<String, String> settings = TikTokFixtures.settings();
        settings.put("ferry.http.max-in-flight", "1");
        try (Bundle narrow = Bundle.start(other, tikTok.url(), settings)) {
            Sender sender = narrow.sender();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<Sender.Answer> answers = crowd(sender);
                Sender.Answer busy = answers.stream()
                        .filter(answer -> answer.status() == 503)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("all were taken"));
                is(busy, 503, 50002, "Too many requests are under way");
                assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
            });
        }
    }

    @Test
    void tiktoks_envelope_chooses_the_destination_at_the_other_door_too() {
        ObjectNode offline = web(Events.purchase("enveloped-1"))
                .put("event_source", "offline")
                .put("event_source_id", "7400000000000000123");

        Sender.Answer taken = post("/v1/events", offline);
        Sender.Answer unknown = post("/v1/events", web().put("event_source_id", "OTHER"));
        Sender.Answer without = post("/v1/events", (ObjectNode) web().without("event_source_id"));
        Sender.Answer told = post(
                "/v1/events?destination=web",
                web(Events.purchase("enveloped-2")).put("event_source_id", "OTHER"));

        assertThat(taken.status()).as(taken.body()).isEqualTo(202);
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.errorCode()).isEqualTo("destination_unknown");
        assertThat(unknown.errorMessage()).contains("web (web)").doesNotContain("OTHER");
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.errorCode()).isEqualTo("event_source_id_missing");
        assertThat(told.status()).as(told.body()).isEqualTo(202);
        isDelivered("enveloped-1", "enveloped-2");
        assertThat(tikTok.event("enveloped-1").eventSource()).isEqualTo("offline");
        assertThat(tikTok.event("enveloped-2").eventSource()).isEqualTo("web");
    }

    private static ObjectNode web(ObjectNode... events) {
        ObjectNode request = Sender.JSON
                .createObjectNode()
                .put("event_source", "web")
                .put("event_source_id", "CTESTP1XELC0DE0000A1");
        request.putArray("data").addAll(Arrays.asList(events));
        return request;
    }

    /** A purchase in the words of 1.0. */
    private static ObjectNode legacy(String id) {
        ObjectNode event = Sender.JSON
                .createObjectNode()
                .put("type", "track")
                .put("event", "CompletePayment")
                .put("event_id", id)
                .put("timestamp", java.time.Instant.ofEpochSecond(Events.TIME).toString());
        ObjectNode context = event.putObject("context");
        context.putObject("ad").put("callback", "E.C.P.abc");
        context.putObject("page").put("url", "https://shop.example.com/thanks");
        context.putObject("user").put("email", "ada@example.com");
        event.putObject("properties").put("value", 12.5).put("currency", "EUR");
        return event;
    }

    private static ObjectNode batch(ObjectNode... events) {
        ObjectNode request = Sender.JSON.createObjectNode().put("pixel_code", "CTESTP1XELC0DE0000A1");
        ArrayNode batch = request.putArray("batch");
        batch.addAll(Arrays.asList(events));
        return request;
    }

    private static Sender.Answer post(String path, ObjectNode request) {
        return bundle.sender().postTo(path, request.toString(), "Access-Token", KEY);
    }

    private static Sender.Answer raw(String body) {
        return bundle.sender().postTo(TRACK, body, "Access-Token", KEY);
    }

    private static List<Sender.Answer> crowd(Sender sender) {
        String body = web(Events.purchase("crowd")).toString();
        List<CompletableFuture<Sender.Answer>> answers = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> sender.postTo(TRACK, body)))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static void is(Sender.Answer answer, int status, int code, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("code").asInt(-1)).as(answer.body()).isEqualTo(code);
        assertThat(message(answer)).startsWith(message).isNotBlank();
        assertThat(answer.json().path("request_id").asText()).isNotBlank();
        assertThat(answer.json().path("data").isObject()).isTrue();
    }

    private static String message(Sender.Answer answer) {
        return answer.json().path("message").asText();
    }

    private static List<String> failed(Sender.Answer answer) {
        return answer.json().at("/data/failed_events").findValuesAsText("order_in_batch");
    }

    private static void isDelivered(String... ids) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(tikTok.ids()).contains(ids));
    }
}
