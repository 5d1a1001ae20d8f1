package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Match quality, copies and campaigns over HTTP, from the door to the answer and across a restart. */
@Timeout(240)
class InspectorNumbersTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EVENTS = 30;

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    InspectorNumbersTest() {}

    @Test
    void what_was_counted_is_told_and_survives_a_restart() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            bundle.sender().post(Events.array(fromAnAd()));
            bundle.sender().post(Events.purchases(List.of("copy", "copy")));
            bundle.sender().post(Events.purchase("copy").put("event", "Lead").toString());
            await().atMost(SOON).until(() -> bundle.ledger("delivered") == EVENTS + 2);
            await().atMost(SOON)
                    .until(() -> get(bundle, "campaigns").path("campaigns").size() == 1
                            && event(get(bundle, "dedup"), "Lead")
                                            .path("events")
                                            .asLong()
                                    == 1);

            JsonNode quality = event(get(bundle, "quality?range=hour"), "Purchase");
            assertThat(quality.path("events").asLong()).isEqualTo(EVENTS + 2);
            assertThat(quality.path("source").asText()).isEqualTo("canonical");
            assertThat(quality.path("estimate").asDouble()).isPositive();
            assertThat(quality.path("next").asText()).contains("of Purchase from canonical carry no ");
            JsonNode dedup = get(bundle, "dedup");
            assertThat(event(dedup, "Purchase").path("nothing_new").asLong()).isEqualTo(1);
            assertThat(event(dedup, "Purchase").path("new").asLong()).isEqualTo(EVENTS + 1);
            assertThat(dedup.at("/drift/0/event").asText()).isEqualTo("Lead");
            assertThat(dedup.at("/drift/0/other").asText()).isEqualTo("Purchase");
            JsonNode ledger = get(bundle, "ledger?range=hour");
            assertThat(event(ledger, "Purchase").path("received").asLong()).isEqualTo(EVENTS + 2);
            assertThat(event(ledger, "Purchase").path("delivered").asLong()).isEqualTo(EVENTS + 1);
            assertThat(event(ledger, "Purchase").path("waiting").asLong()).isZero();
            assertThat(event(ledger, "Purchase").at("/latency_ms/most_within").asLong())
                    .isPositive();

            bundle.restart();

            JsonNode campaign = get(bundle, "campaigns?days=2").at("/campaigns/0");
            assertThat(campaign.path("campaign").asText()).isEqualTo("=1+1");
            assertThat(campaign.path("ad_set").asText()).isEqualTo("<b>set</b>");
            assertThat(campaign.path("events").asLong()).isEqualTo(EVENTS);
            assertThat(campaign.at("/values/EUR").asText()).isEqualTo("300.00");
            Sender.Answer csv = bundle.sender().call("GET", "/v1/inspect/campaigns?format=csv");
            assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
            assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment");
            assertThat(csv.body()).contains("\"'=1+1\",\"<b>set</b>\"");
            for (String wrong : List.of("campaigns?format=xml", "quality?range=year", "dedup?range=year")) {
                assertThat(bundle.sender().call("GET", "/v1/inspect/" + wrong).errorCode())
                        .as(wrong)
                        .isEqualTo("parameter_wrong");
            }
            for (String view : List.of("quality.js", "dedup.js", "campaigns.js")) {
                assertThat(bundle.sender().call("GET", "/inspector/" + view).status())
                        .isEqualTo(200);
            }
        }
    }

    private static List<ObjectNode> fromAnAd() {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            ObjectNode event = Events.purchase("ad " + i);
            event.withObject("/page")
                    .put(
                            "url",
                            "https://shop.example/?campaign_name=%3D1%2B1&adset_name=%3Cb%3Eset%3C%2Fb%3E&ad_name=ad");
            event.withObject("/properties").put("value", 10).put("currency", "EUR");
            events.add(event);
        }
        return events;
    }

    private static JsonNode get(Bundle bundle, String path) {
        Sender.Answer answer = bundle.sender().call("GET", "/v1/inspect/" + path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode event(JsonNode report, String name) {
        for (JsonNode each : report.path("events")) {
            if (each.path("event").asText().equals(name)) {
                return each;
            }
        }
        return report.path("no such event");
    }
}
