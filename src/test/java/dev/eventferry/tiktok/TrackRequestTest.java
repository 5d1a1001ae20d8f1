package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventferry.event.EventSource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrackRequestTest {

    @Test
    void a_request_is_what_the_reference_shows() {
        TrackRequest request = new TrackRequest(EventSource.WEB, "PIX1", null, 2, 43);
        add(request, "{\"event\":\"Purchase\"}");
        add(request, "{\"event\":\"ViewContent\"}");

        assertThat(text(request))
                .isEqualTo("{\"event_source\":\"web\",\"event_source_id\":\"PIX1\",\"data\":["
                        + "{\"event\":\"Purchase\"},{\"event\":\"ViewContent\"}]}");
    }

    @Test
    void the_test_code_stands_at_the_root() {
        TrackRequest request = new TrackRequest(EventSource.CRM, "SET1", "TEST12345", 1, 2);
        add(request, "{}");

        assertThat(text(request))
                .isEqualTo("{\"event_source\":\"crm\",\"event_source_id\":\"SET1\",\"test_event_code\":\"TEST12345\","
                        + "\"data\":[{}]}");
    }

    @Test
    void a_partner_is_named_at_the_root_and_nobody_is_not() {
        assertThat(text(new TrackRequest(EventSource.WEB, "PIX1", null, "Ferry \"&\" Co", 0, 0)))
                .isEqualTo("{\"event_source\":\"web\",\"event_source_id\":\"PIX1\","
                        + "\"partner_name\":\"Ferry \\\"&\\\" Co\",\"data\":[]}");
        assertThat(text(new TrackRequest(EventSource.WEB, "PIX1", null, 0, 0))).doesNotContain("partner_name");
    }

    @ParameterizedTest
    @EnumSource
    void each_source_is_named_in_TikToks_word(EventSource source) {
        assertThat(text(new TrackRequest(source, "X", null, 0, 0)))
                .startsWith("{\"event_source\":\"" + source.name().toLowerCase(java.util.Locale.ROOT) + "\"");
    }

    @Test
    void quotes_and_backslashes_in_settings_cannot_break_out() throws Exception {
        String nasty = "a\"],\"x\":\"\\\n\u0001é";
        TrackRequest request = new TrackRequest(EventSource.WEB, nasty, nasty, 0, 0);

        var root = new com.fasterxml.jackson.databind.ObjectMapper().readTree(text(request));

        assertThat(root.get("event_source_id").asText()).isEqualTo(nasty);
        assertThat(root.get("test_event_code").asText()).isEqualTo(nasty);
        assertThat(root).hasSize(4);
    }

    @Test
    void a_thousand_events_fill_the_announced_array_exactly() {
        TrackRequest request = new TrackRequest(EventSource.WEB, "PIX1", null, 1000, 1000 * 15 + 10 + 180 + 2700);
        for (int i = 0; i < 1000; i++) {
            add(request, "{\"event_id\":\"" + i + "\"}");
        }

        String text = text(request);
        assertThat(text).contains("{\"event_id\":\"0\"},{\"event_id\":\"1\"}").endsWith("{\"event_id\":\"999\"}]}");
        assertThat(text.chars().filter(c -> c == ',').count()).isEqualTo(2 + 999);
    }

    @Test
    void a_request_that_is_not_what_was_announced_is_not_sent() {
        TrackRequest request = new TrackRequest(EventSource.WEB, "PIX1", null, 2, 4);
        add(request, "{}");

        assertThatThrownBy(request::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_event_is_taken_from_where_it_stands() {
        TrackRequest request = new TrackRequest(EventSource.WEB, "PIX1", null, 1, 8);
        byte[] payload = "....{\"é\":1}....".getBytes(StandardCharsets.UTF_8);

        request.event(payload, 4, payload.length - 8);

        assertThat(text(request)).endsWith("\"data\":[{\"é\":1}]}");
    }

    private static void add(TrackRequest request, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        request.event(bytes, 0, bytes.length);
    }

    private static String text(TrackRequest request) {
        return new String(request.close(), StandardCharsets.UTF_8);
    }
}
