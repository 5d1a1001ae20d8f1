package dev.eventferry.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules on requests as TikTok takes and refuses them. */
class FixtureRulesTest {

    private final Rules rules =
            new Rules(RuleSettings.DEFAULT, Clock.fixed(Instant.parse("2026-01-01T00:10:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-web-purchase-full",
                "02-web-viewcontent-anonymous",
                "03-web-addtocart-string-identifiers",
                "04-web-search-both-search-fields",
                "05-web-lead-no-money",
                "06-web-legacy-event-name",
                "07-web-custom-event",
                "08-web-zero-value-kept",
                "09-web-limited-data-use",
                "10-web-long-ttclid",
                "11-web-test-event-root-code-and-partner",
                "12-web-batch-mixed-events",
                "13-web-new-2025-events",
                "14-web-product-group-catalog-ids",
                "15-web-first-party-attribution-ad",
                "16-app-purchase-ios",
                "17-app-install-android-hashed-gaid",
                "18-app-checkout-registration-names",
                "19-app-att-denied-without-pii",
                "20-offline-purchase-store",
                "21-offline-contact-callcenter",
                "22-offline-batch-two-stores",
                "23-crm-qualified-lead-min",
                "24-crm-standard-name-with-identifiers",
                "25-web-china-phone-both-forms"
            })
    void what_tiktok_takes_passes_under_its_name_and_loses_nothing(String fixture) throws IOException {
        Fixtures.Request request = Fixtures.read("valid/" + fixture);

        assertThat(request.events()).isNotEmpty();
        for (ConversionEvent event : request.events()) {
            ConversionEvent judged = rules.judge(event, request.source());

            assertThat(judged.isRefused()).as("%s", judged.problems()).isFalse();
            assertThat(judged.name()).isEqualTo(event.name());
            assertThat(judged.time()).isEqualTo(event.time());
            assertThat(judged.contents()).isEqualTo(event.contents());
            assertThat(event.values().mask().addsTo(judged.values().mask())).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "08-web-without-page, page.url, page_url_missing",
        "09-page-url-not-http, page.url, page_url_not_http",
        "04-event-time-milliseconds, event_time, event_time_looks_wrong",
        "05-event-time-iso-string, event_time, event_time_missing",
        "21-currency-lowercase-unknown, properties.currency, currency_unknown",
        "23-app-without-app-object, app.app_id, app_id_missing",
        "26-offline-custom-event-name, event, event_not_standard",
        "27-offline-without-identifier, user, user_unmatchable",
        "28-offline-older-than-28-days, event_time, event_time_too_old",
        "29-crm-without-lead-id, lead.lead_id, lead_id_missing",
        "30-custom-name-too-long, event, event_too_long",
        "31-custom-name-bad-characters, event, event_characters",
    })
    void what_is_wrong_is_refused_with_the_field_named(String fixture, String field, String code) throws IOException {
        ConversionEvent judged = judged(fixture);

        assertThat(judged.problems())
                .anyMatch(problem -> problem.isError()
                        && problem.field().equals(field)
                        && problem.code().equals(code));
    }

    @ParameterizedTest
    @CsvSource({
        "32-reserved-event-name, event, event_translated",
        "33-wrong-case-standard-name, event, event_corrected",
        "37-limited-data-use-on-offline, limited_data_use, field_not_for_source",
        "38-value-not-sum-of-contents, properties.value, value_not_sum",
    })
    void what_is_odd_passes_with_a_warning(String fixture, String field, String code) throws IOException {
        ConversionEvent judged = judged(fixture);

        assertThat(judged.isRefused()).isFalse();
        assertThat(judged.problems())
                .extracting(Problem::field, Problem::code)
                .contains(org.assertj.core.api.Assertions.tuple(field, code));
    }

    private ConversionEvent judged(String fixture) throws IOException {
        Fixtures.Request request = Fixtures.read("invalid/" + fixture);
        return rules.judge(request.events().get(0), request.source());
    }
}
