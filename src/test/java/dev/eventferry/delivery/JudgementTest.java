package dev.eventferry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.delivery.DeliveryOutcome.Delivered;
import dev.eventferry.delivery.DeliveryOutcome.Parked;
import dev.eventferry.delivery.DeliveryOutcome.PartlyDelivered;
import dev.eventferry.delivery.DeliveryOutcome.Refused;
import dev.eventferry.delivery.DeliveryOutcome.RefusedFor;
import dev.eventferry.delivery.DeliveryOutcome.Throttled;
import dev.eventferry.delivery.DeliveryOutcome.TryLater;
import dev.eventferry.tiktok.Answer;
import dev.eventferry.tiktok.Codes;
import dev.eventferry.tiktok.Pause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of answer means for the events of its request. */
class JudgementTest {

    @Test
    void only_the_body_delivers() {
        assertThat(judged(200, "{\"code\":0,\"message\":\"OK\",\"request_id\":\"r1\"}"))
                .isEqualTo(new Delivered("r1"));
        assertThat(judged(500, "{\"code\":0,\"message\":\"OK\"}")).isEqualTo(new Delivered(null));
        assertThat(judged(200, "")).isEqualTo(new TryLater("HTTP 200 without an answer of TikTok's", Pause.BACKOFF));
        assertThat(judged(301, "<html>moved</html>"))
                .isEqualTo(new TryLater("HTTP 301 without an answer of TikTok's", Pause.BACKOFF));
    }

    @Test
    void an_event_that_is_named_is_refused_alone() {
        assertThat(judged(200, envelope(40002, "data.3.event_id: Not a valid string")))
                .isEqualTo(new RefusedFor(3, 40002, "data.3.event_id: Not a valid string"));
        assertThat(judged(200, envelope(40002, "data.10.event_id: beyond the request")))
                .isEqualTo(new Refused(40002, "data.10.event_id: beyond the request"));
        assertThat(judged(200, envelope(40000, "plain e-mail"))).isEqualTo(new Refused(40000, "plain e-mail"));
    }

    @Test
    void a_list_of_failed_events_is_believed_when_it_can_be() {
        String list = "{\"code\":20001,\"message\":\"Partial success\",\"data\":{\"failed_events\":["
                + "{\"order_in_batch\":1,\"error\":\"bad phone +491712345678\"},{\"order_in_batch\":\"x\"}]}}";
        assertThat(judged(200, list))
                .isEqualTo(new PartlyDelivered(20001, List.of(new Answer.Failed(1, "bad phone (number)"))));
        assertThat(judged(200, list.replace(":1,", ":10,")))
                .as("an event that was not sent")
                .isEqualTo(new Refused(20001, "Partial success"));
        assertThat(judged(200, envelope(20001, "Partial success"))).isEqualTo(new Refused(20001, "Partial success"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event_source_id: Not a valid string",
                "Invalid value for event_source: must be web",
                "test_event_code: no such code",
                "partner_name is too long"
            })
    void what_is_wrong_around_the_events_is_no_events_fault(String message) {
        assertThat(judged(200, envelope(40002, message)))
                .isEqualTo(new Parked("code 40002: " + message, Codes.of(40002)));
    }

    @Test
    void a_field_of_an_event_that_only_sounds_like_one_of_the_request_blames_the_event() {
        assertThat(judged(200, envelope(40002, "data.2.event_source_id: no"))).isInstanceOf(RefusedFor.class);
    }

    @Test
    void trouble_that_may_be_the_events_becomes_theirs_after_a_few_tries() {
        Answer answer = answer(200, envelope(40700, "internal validation error"));

        assertThat(Judgement.of(answer, 10, 0)).isInstanceOf(TryLater.class);
        assertThat(Judgement.of(answer, 10, Judgement.A_FEW_TRIES - 1)).isInstanceOf(TryLater.class);
        assertThat(Judgement.of(answer, 10, Judgement.A_FEW_TRIES)).isInstanceOf(Refused.class);
        assertThat(Judgement.of(answer(200, envelope(50000, "System error")), 10, 1000))
                .as("TikTok's own trouble never becomes theirs")
                .isInstanceOf(TryLater.class);
    }

    @Test
    void throttling_waits_and_a_bad_token_parks() {
        assertThat(judged(401, envelope(40100, "Too many requests")))
                .isEqualTo(new Throttled("code 40100: Too many requests", Pause.NEXT_SECOND));
        assertThat(judged(200, envelope(40105, "Access token is incorrect or has been revoked")))
                .isEqualTo(new Parked("code 40105: Access token is incorrect or has been revoked", Codes.of(40105)));
    }

    @Test
    void what_TikTok_echoes_is_masked() {
        for (String message : List.of("data.1.user.email: ada@example.test", "bad ada@example.test")) {
            assertThat(judged(200, envelope(40002, message)).toString())
                    .doesNotContain("ada@example.test")
                    .contains("(e-mail)");
        }
        assertThat(judged(200, envelope(40105, "token " + "a".repeat(40) + " is wrong"))
                        .toString())
                .doesNotContain("aaaa");
    }

    private static DeliveryOutcome judged(int status, String body) {
        return Judgement.of(answer(status, body), 10, 0);
    }

    private static Answer answer(int status, String body) {
        return Answer.read(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String envelope(int code, String message) {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\",\"request_id\":\"r\",\"data\":{}}";
    }
}
