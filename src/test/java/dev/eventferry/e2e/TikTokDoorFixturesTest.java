package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.ReceivedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture through the drop-in door, and what of it arrives at TikTok. */
class TikTokDoorFixturesTest {

    @TempDir
    static Path data;

    private static TikTok tikTok;
    private static Bundle good;
    private static Bundle bad;

    @BeforeAll
    static void open() throws StartFailed {
        tikTok = TikTok.start();
        // one for each folder, for some of invalid/ are copies of what is in valid/
        good = Bundle.start(data.resolve("good"), tikTok.url(), TikTokFixtures.settings(), TikTokFixtures.clock());
        bad = Bundle.start(data.resolve("bad"), tikTok.url(), TikTokFixtures.settings(), TikTokFixtures.clock());
    }

    @AfterAll
    static void close() {
        good.close();
        bad.close();
        tikTok.close();
    }

    @BeforeEach
    void forget() {
        tikTok.simulator().clear();
    }

    /**
     * How an event of a valid file arrives differently from how it was sent. Beside that, an event without an id gets a
     * derived one (docs/adr/0004), and {@code partner_name} stays behind: it names who speaks to TikTok, which was the
     * sender and is Eventferry now.
     *
     * @param value what stands there instead; null for nothing
     */
    private record Difference(String file, int event, String where, String value, String why) {

        void apply(JsonNode data) {
            int leaf = where.lastIndexOf('/');
            ObjectNode of = (ObjectNode) data.path(event);
            ObjectNode section = leaf == 0 ? of : of.withObject(where.substring(0, leaf));
            if (value == null) {
                section.remove(where.substring(leaf + 1));
            } else {
                section.set(where.substring(leaf + 1), TikTokFixtures.json(value));
            }
        }
    }

    private static final String LISTS = "a single match key is sent as a list of one";
    private static final String FROM_ITEMS = "filled in from contents";

    // spotless:off
    private static final List<Difference> DIFFERENCES = List.of(
            new Difference("02", 0, "/user/ttclid", "\"E.C.P.k3Vt9QmZr2LxWbY7nUaDpGf0HsJcEi5oTlRv8XqNy1MzKdBgPuCwSe4hAj6FtOI\"", "the click id of page.url"),
            new Difference("03", 0, "/user/email", "[\"7595d344baec4289086934ca74e31729ef17cf95bee243addb60d83675e5f67d\"]", LISTS),
            new Difference("03", 0, "/user/phone", "[\"9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd\"]", LISTS),
            new Difference("03", 0, "/user/external_id", "[\"80fba0ae1c48e3978e43e4efc365e14e12ea0c830ba8ba5b9a2dafc7e3f2ab8b\"]", LISTS),
            new Difference("03", 0, "/properties/content_ids", "[\"987\"]", FROM_ITEMS),
            new Difference("03", 0, "/properties/num_items", "2", FROM_ITEMS),
            new Difference("09", 0, "/user/external_id", "[\"6493ca979ac3a139481e5256ca25268ef6777893f7f0bb75b8eb5249122a1d5c\"]", LISTS),
            new Difference("12", 0, "/properties", null, "an empty object says nothing"),
            new Difference("12", 3, "/properties/content_ids", "[\"A1\"]", FROM_ITEMS),
            new Difference("12", 3, "/properties/num_items", "1", FROM_ITEMS),
            new Difference("16", 0, "/properties/content_ids", "[\"gems-500\"]", FROM_ITEMS),
            new Difference("16", 0, "/properties/num_items", "1", FROM_ITEMS),
            new Difference("20", 0, "/properties/content_ids", "[\"1077218\"]", FROM_ITEMS),
            new Difference("20", 0, "/properties/num_items", "1", FROM_ITEMS),
            new Difference("26", 0, "/properties/content_ids", "[\"1077218\"]", FROM_ITEMS),
            new Difference("26", 0, "/properties/num_items", "2", FROM_ITEMS),
            new Difference("27", 1, "/properties/content_ids", "[\"22\"]", FROM_ITEMS),
            new Difference("27", 1, "/properties/num_items", "1", FROM_ITEMS),
            new Difference("28", 0, "/properties/content_ids", "[\"5\"]", FROM_ITEMS),
            new Difference("28", 0, "/properties/num_items", "1", FROM_ITEMS));
    // spotless:on

    @ParameterizedTest
    @MethodSource("validFiles")
    void what_tiktok_takes_leaves_for_tiktok_equal_in_meaning(String file) {
        JsonNode expected = expected(file);

        Sender.Answer answer = good.sender().postTo(TikTokFixtures.path(file), TikTokFixtures.text("valid", file));

        isTikToks(answer, 0);
        assertThat(answer.json().path("message").asText()).isEqualTo("OK");
        List<ReceivedEvent> received = received(expected.path("data").size());
        for (int i = 0; i < received.size(); i++) {
            ObjectNode event = (ObjectNode) expected.path("data").path(i);
            if (!event.has("event_id")) {
                assertThat(received.get(i).eventId()).startsWith("ef-");
                event.put("event_id", received.get(i).eventId());
            }
            assertThat(received.get(i).json()).isEqualTo(event);
            assertThat(received.get(i).eventSource())
                    .isEqualTo(expected.path("event_source").asText());
            assertThat(received.get(i).eventSourceId())
                    .isEqualTo(expected.path("event_source_id").asText());
            assertThat(received.get(i).test()).isEqualTo(expected.has("test_event_code"));
        }
    }

    static List<String> validFiles() {
        return TikTokFixtures.files("valid");
    }

    @Test
    void what_1_0_said_and_2_0_has_no_place_for_is_named() {
        String sent = TikTokFixtures.text("valid", "29-legacy-app-track").replace("00:00:00Z", "00:00:07Z");

        Sender.Answer answer = good.sender().postTo("/open_api/v1.3/app/track/", sent);

        isTikToks(answer, 0);
        assertThat(answer.json().at("/data/warnings/0/field").asText()).isEqualTo("context.device.platform");
        assertThat(answer.json().at("/data/warnings/0/code").asText()).isEqualTo("field_unknown");
        received(1);
    }

    /** An invalid file that is refused: the code, and the field that the message names first. */
    private record Refused(String file, int code, String field) {}

    // spotless:off
    private static final List<Refused> REFUSED = List.of(
            new Refused("01-missing-event-source-id", 40002, "event_source_id"),
            new Refused("02-unknown-event-source", 40002, "event_source"),
            new Refused("03-empty-data", 40002, "data"),
            new Refused("08-web-without-page", 40002, "data.0.page.url"),
            new Refused("09-page-url-not-http", 40002, "data.0.page.url"),
            new Refused("18-one-dot-zero-body-on-event-track", 40002, "event_source"),
            new Refused("20-value-with-symbol", 40002, "data.0.properties.value"),
            new Refused("21-currency-lowercase-unknown", 40002, "data.0.properties.currency"),
            new Refused("23-app-without-app-object", 40002, "data.0.app.app_id"),
            new Refused("26-offline-custom-event-name", 40002, "data.0.event"),
            new Refused("27-offline-without-identifier", 40002, "data.0.user"),
            new Refused("28-offline-older-than-28-days", 40002, "data.0.event_time"),
            new Refused("29-crm-without-lead-id", 40002, "data.0.lead.lead_id"),
            new Refused("30-custom-name-too-long", 40002, "data.0.event"),
            new Refused("31-custom-name-bad-characters", 40002, "data.0.event"),
            new Refused("36-batch-of-1001", 40002, "data"));
    // spotless:on

    @ParameterizedTest
    @MethodSource("refused")
    void what_cannot_be_mended_is_refused_with_its_field_named(Refused expected) {
        Sender.Answer answer =
                bad.sender().postTo(TikTokFixtures.TRACK, TikTokFixtures.text("invalid", expected.file()));

        isTikToks(answer, expected.code());
        assertThat(answer.json().path("message").asText()).startsWith(expected.field() + ": ");
        assertThat(answer.json().path("message").asText()).doesNotContain("example.test", "StoreVisit", "dollars");
        if (expected.field().startsWith("data.0.")) {
            JsonNode failed = answer.json().at("/data/failed_events/0");
            assertThat(failed.path("order_in_batch").asInt(-1)).isZero();
            assertThat(failed.path("error").asText())
                    .startsWith(expected.field().substring("data.0.".length()) + ": ");
        }
    }

    static List<Refused> refused() {
        return REFUSED;
    }

    /**
     * An invalid file that is taken: the field of the warning and its code, empty where none is possible or needed; then
     * where to look in what arrives, and what must stand there, null for nothing.
     */
    private record Taken(String file, String field, String warning, String where, String value) {}

    private static final String EMAIL = "6136f57520e3105f7a48733c725b13f5e74eb19e4f1427b073796f19ccf5d308";
    private static final String PHONE = "9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd";

    // spotless:off
    private static final List<Taken> TAKEN = List.of(
            // TikTok would refuse these
            new Taken("04-event-time-milliseconds", "event_time", "form_corrected", "/event_time", "1767225720"),
            new Taken("05-event-time-iso-string", "event_time", "form_corrected", "/event_time", "1767225720"),
            new Taken("06-event-id-number", "event_id", "form_corrected", "/event_id", "\"273196\""),
            new Taken("07-content-id-number", "properties.contents.0.content_id", "form_corrected", "/properties/contents/0/content_id", "\"1077218\""),
            new Taken("10-plain-email-not-hashed", "", "", "/user/email", "[\"" + EMAIL + "\"]"),
            // TikTok would take these and match nobody
            new Taken("11-empty-string-hash", "user.email", "email_empty_digest", "/user/email", null),
            new Taken("13-md5-email", "user.email", "email_wrong_digest", "/user/email", null),
            new Taken("14-uppercase-digest", "", "", "/user/email", "[\"" + EMAIL + "\"]"),
            new Taken("16-legacy-field-phone_number", "", "", "/user/phone", "[\"" + PHONE + "\"]"),
            new Taken("17-misspelt-user-field", "user.ttclidX", "field_unknown", "/user/ttclid", null),
            new Taken("19-test-code-inside-event", "test_event_code", "field_misplaced", "/test_event_code", null),
            new Taken("22-ip-private", "user.ip", "ip_not_public", "/user/ip", null),
            new Taken("24-app-idfa-lowercase-raw", "", "", "/user/idfa", "\"6F9619FF-8B86-4011-B42D-00C04FC964FF\""),
            new Taken("25-app-bad-att-status", "user.att_status", "att_status_unknown", "/user/att_status", null),
            new Taken("32-reserved-event-name", "event", "event_translated", "/event", "\"InitiateCheckout\""),
            new Taken("33-wrong-case-standard-name", "event", "event_corrected", "/event", "\"AddToCart\""),
            new Taken("34-truncated-ttclid-macro", "user.ttclid", "ttclid_macro", "/user/ttclid", null),
            new Taken("35-duplicate-key-in-one-batch", "", "", "/event", "\"Lead\""),
            new Taken("37-limited-data-use-on-offline", "limited_data_use", "field_not_for_source", "/limited_data_use", null),
            new Taken("38-value-not-sum-of-contents", "properties.value", "value_not_sum", "/properties/value", "99.0"),
            // nobody can see these: a digest is sent as it came
            new Taken("12-double-hashed-email", "", "", "/user/email", null),
            new Taken("15-phone-hashed-without-plus", "", "", "/user/phone", null));
    // spotless:on

    @ParameterizedTest
    @MethodSource("taken")
    void what_can_be_mended_is_taken_and_arrives_mended(Taken expected) {
        String given = TikTokFixtures.text("invalid", expected.file());
        // the files share their ids, and a copy would be dropped
        String sent =
                given.replaceAll("(\"event_id\": \")", "$1" + expected.file().substring(0, 3));

        Sender.Answer answer = bad.sender().postTo(TikTokFixtures.TRACK, sent);

        isTikToks(answer, 0);
        JsonNode warnings = answer.json().path("data").path("warnings");
        if (!expected.field().isEmpty()) {
            assertThat(warnings).as(answer.body()).anySatisfy(warning -> {
                assertThat(warning.path("order_in_batch").asInt(-1)).isZero();
                assertThat(warning.path("field").asText()).isEqualTo(expected.field());
                assertThat(warning.path("code").asText()).isEqualTo(expected.warning());
                assertThat(warning.path("message").asText()).isNotBlank();
            });
        }
        List<ReceivedEvent> received = received(1);
        assertThat(received).hasSize(1);
        assertThat(received.get(0).test()).isFalse();
        JsonNode found = received.get(0).json().at(expected.where());
        if (expected.value() != null) {
            assertThat(found).isEqualTo(TikTokFixtures.json(expected.value()));
        } else if (expected.field().isEmpty()) {
            JsonNode event = TikTokFixtures.json(sent).path("data").path(0);
            assertThat(texts(found))
                    .isEqualTo(texts(event.at(expected.where())))
                    .isNotEmpty();
        } else {
            assertThat(found.isMissingNode())
                    .as(received.get(0).json().toString())
                    .isTrue();
        }
    }

    static List<Taken> taken() {
        return TAKEN;
    }

    @Test
    void every_file_has_its_line() {
        List<String> named = new ArrayList<>();
        REFUSED.forEach(line -> named.add(line.file()));
        TAKEN.forEach(line -> named.add(line.file()));

        assertThat(named).containsExactlyInAnyOrderElementsOf(TikTokFixtures.files("invalid"));
    }

    private static JsonNode expected(String file) {
        boolean legacy = !TikTokFixtures.path(file).equals(TikTokFixtures.TRACK);
        String text = legacy ? TikTokFixtures.translated(file) : TikTokFixtures.text("valid", file);
        JsonNode expected = TikTokFixtures.json(text);
        DIFFERENCES.stream()
                .filter(difference -> file.startsWith(difference.file()))
                .forEach(difference -> difference.apply(expected.path("data")));
        return expected;
    }

    private static void isTikToks(Sender.Answer answer, int code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("code").asInt(-1)).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().path("request_id").asText()).isNotEmpty();
        assertThat(answer.json().path("data").isObject()).isTrue();
    }

    private static List<ReceivedEvent> received(int events) {
        assertThat(events).isPositive();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> tikTok.received() >= events);
        assertThat(tikTok.simulator().events()).hasSize(events);
        return tikTok.simulator().events();
    }

    private static List<String> texts(JsonNode oneOrMore) {
        return oneOrMore.isTextual()
                ? List.of(oneOrMore.asText())
                : StreamSupport.stream(oneOrMore.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
    }
}
