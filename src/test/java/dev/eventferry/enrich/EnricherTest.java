package dev.eventferry.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Campaign;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Cookies;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import dev.eventferry.event.Visitor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnricherTest {

    private static final String DIGEST = "39302aa69a178345cac39d66bac3b04eacb73d808bddb53cc54166b530a2ea26";
    private static final String PAGE = "https://shop.test/";

    private final Enricher enricher = new Enricher(Enricher.USUAL_ORDER);

    @Test
    void what_was_filled_from_where_is_told_of_an_event_that_somebody_looks_at() {
        Visitor visitor = new Visitor("203.0.113.7", "Mozilla/5.0", new Cookies("of-the-cookie", "ttp"));
        ConversionEvent onPage = new ConversionEvent(
                0,
                "web",
                "Lead",
                "Lead",
                null,
                Instant.EPOCH,
                Values.builder()
                        .put(Field.TTCLID, "__CLICKID__")
                        .put(Field.PAGE_URL, PAGE + "?ttclid=of-the-page")
                        .put(Field.USER_AGENT, "its own")
                        .build(),
                List.of(),
                List.of());

        assertThat(enricher.sources(onPage, EventSource.WEB, visitor))
                .containsExactly(
                        new FieldSource("user.ttclid", "the visitor's cookies"),
                        new FieldSource("user.ttp", "the visitor's cookies"),
                        new FieldSource("user.ip", "the visitor's request"));
        assertThat(enricher.sources(onPage, EventSource.WEB, null))
                .containsExactly(new FieldSource("user.ttclid", "parameter ttclid of page.url"));
        assertThat(enricher.sources(onPage, EventSource.CRM, visitor)).isEmpty();
    }

    @Nested
    class TheClickId {

        @ParameterizedTest
        @CsvSource({
            "https://shop.test/?ttclid=E.C.P.abc-_1, E.C.P.abc-_1",
            "https://shop.test/a?utm=x&ttclid=abc&y=1, abc",
            "https://shop.test/a?ttclid=abc#top, abc",
            "https://shop.test/a?ttclid=abc=, abc=",
            "https://shop.test/a?ttclid&ttclid=&ttclid=first&ttclid=second, first",
            "https://shop.test/a?xttclid=no&ttclid=yes, yes",
            "https://shop.test/a?first_ttclid=no&second_ttclid=no&ttclid=yes, yes",
            "https://shop.test/a?ttclid=a%2Bb%253D, a+b%3D",
            "https://shop.test/a?ttclid=a+b%2Bc, a+b+c",
            "https://shop.test/a?ttclid=%zz, %zz",
            "https://shop.test/#/a?ttclid=abc, abc",
            "https://shop.test/?a=b#/a?ttclid=abc, abc"
        })
        void is_found_in_the_pages_query_and_decoded_once(String url, String clickId) {
            assertThat(clickId(enriched(null, url))).isEqualTo(clickId);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://shop.test/",
                    "https://shop.test/ttclid=abc",
                    "https://shop.test/?ttclid",
                    "https://shop.test/?ttclid=",
                    "https://shop.test/?ttclid=&a=b",
                    "https://shop.test/?xttclid=abc",
                    "https://shop.test/?TTCLID=abc",
                    "https://shop.test/?a=ttclid=abc",
                    "https://shop.test/?a=b#ttclid=abc",
                    "?",
                    ""
                })
        void is_not_made_of_a_page_without_one(String url) {
            assertThat(clickId(enriched(null, url))).isNull();
        }

        @Test
        void comes_from_the_field_then_the_cookie_then_the_url_then_the_referrer() {
            String url = PAGE + "?ttclid=url";
            String referrer = PAGE + "?ttclid=referrer";

            assertThat(clickId(enrich(event("field", url, referrer, "cookie")))).isEqualTo("field");
            assertThat(clickId(enrich(event(null, url, referrer, "cookie")))).isEqualTo("cookie");
            assertThat(clickId(enrich(event(null, url, referrer, null)))).isEqualTo("url");
            assertThat(clickId(enrich(event(null, PAGE, referrer, null)))).isEqualTo("referrer");
        }

        @Test
        void comes_from_the_events_own_cookie_before_the_requests() {
            Visitor visitor = new Visitor(null, "Mozilla/5.0", new Cookies("request", null));

            assertThat(clickId(enricher.enrich(event(null, PAGE, null, "event"), EventSource.WEB, visitor)))
                    .isEqualTo("event");
            assertThat(clickId(enricher.enrich(event(null, PAGE, null, null), EventSource.WEB, visitor)))
                    .isEqualTo("request");
        }

        @ParameterizedTest
        @CsvSource({
            "https://shop.test/a, https://shop.test/?ttclid=x, x",
            "https://shop.test/a, https://SHOP.test:8443?ttclid=x, x",
            "https://shop.test/a, http://user@shop.test/?ttclid=x, x",
            "https://shop.test, https://shop.test?ttclid=x, x",
            "'https://[2001:db8::1]:80/', 'https://[2001:db8::1]/?ttclid=x', x",
            "https://shop.test/a, https://www.shop.test/?ttclid=x,",
            "https://shop.test/a, https://evil.test/shop.test?ttclid=x,",
            "https://shop.test/a, https://shop.test@evil.test/?ttclid=x,",
            "https://shop.test/a, https://shop.test.evil.test/?ttclid=x,",
            "'https://[2001:db8::1]/', 'https://[2001:db8::2]/?ttclid=x',",
            "https://shop.test/a, /?ttclid=x,",
            "a, a?ttclid=x,",
        })
        void comes_from_a_referrer_of_the_same_host_only(String page, String referrer, @Nullable String clickId) {
            assertThat(clickId(enrich(event(null, page, referrer, null)))).isEqualTo(clickId);
        }

        @ParameterizedTest
        @ValueSource(strings = {"__CLICKID__", "%5F%5FCLICKID%5F%5F", "{{ttclid}}", "%%CLICKID%%", "${ttclid}"})
        void that_is_a_macro_does_not_hide_a_good_one(String macro) {
            ConversionEvent enriched = enrich(event(macro, PAGE + "?ttclid=url", null, "cookie"));

            assertThat(clickId(enriched)).isEqualTo("cookie");
            assertThat(codes(enriched)).containsExactly("ttclid_macro");
        }

        @Test
        void that_is_the_same_macro_everywhere_is_told_once() {
            ConversionEvent enriched = enrich(event("__CLICKID__", PAGE + "?ttclid=__CLICKID__", null, "__CLICKID__"));

            assertThat(enriched.values().has(Field.TTCLID)).isFalse();
            assertThat(codes(enriched)).containsExactly("ttclid_macro");
        }

        @Test
        void that_is_none_is_told_with_its_place() {
            ConversionEvent enriched = enrich(event(null, PAGE + "?ttclid=__CLICKID__", null, null));

            assertThat(enriched.problems())
                    .containsExactly(Problem.warning(
                            "user.ttclid",
                            "ttclid_macro",
                            "user.ttclid: in page.url, an ad macro that was not filled in, so it is left out;"
                                    + " check the ad's URL"));
        }

        @Test
        void is_taken_as_it_is_up_to_a_thousand_characters() {
            String id = "E.C.P." + "aB-_".repeat(248) + "x.";

            assertThat(id).hasSize(1000);
            assertThat(clickId(enriched(id, PAGE))).isEqualTo(id);
            assertThat(clickId(enriched(null, PAGE + "?ttclid=" + id))).isEqualTo(id);
            assertThat(codes(enriched(id + "y", PAGE))).containsExactly("ttclid_too_long");
            assertThat(codes(enriched(null, PAGE + "?ttclid=y" + id))).containsExactly("ttclid_too_long");
        }

        @Test
        void of_the_field_is_decoded_once() {
            assertThat(clickId(enriched("E.C.P.a%2Bb%253D+c", PAGE))).isEqualTo("E.C.P.a+b%3D+c");
            assertThat(clickId(enriched("E.C.P.100%", PAGE))).isEqualTo("E.C.P.100%");
        }

        @ParameterizedTest
        @CsvSource({
            "' ', ttclid_blank",
            "undefined, ttclid_placeholder",
            "a b, ttclid_unparseable",
            DIGEST + ", ttclid_hashed"
        })
        void that_is_none_is_dropped(String given, String code) {
            ConversionEvent enriched = enriched(given, PAGE);

            assertThat(enriched.values().has(Field.TTCLID)).isFalse();
            assertThat(codes(enriched)).containsExactly(code);
        }

        @Test
        void keeps_to_the_order_of_the_settings() {
            Enricher urlFirst = new Enricher(List.of(ClickIdPlace.URL, ClickIdPlace.FIELD));

            assertThat(clickId(urlFirst.enrich(event("field", PAGE + "?ttclid=url", null, "x"), EventSource.WEB, null)))
                    .isEqualTo("url");
            assertThat(clickId(urlFirst.enrich(event(null, PAGE, null, "cookie"), EventSource.WEB, null)))
                    .as("the cookie is not looked at")
                    .isNull();
        }
    }

    @Nested
    class TheCookieId {

        @Test
        void comes_from_the_field_then_the_cookie() {
            assertThat(ttp("field", "cookie").values().text(Field.TTP)).isEqualTo("field");
            assertThat(ttp(null, "cookie").values().text(Field.TTP)).isEqualTo("cookie");
        }

        @Test
        void is_raw_and_a_macro_does_not_hide_it() {
            ConversionEvent enriched = ttp("{{_ttp}}", "a%2Bb");

            assertThat(enriched.values().text(Field.TTP)).isEqualTo("a%2Bb");
            assertThat(codes(enriched)).containsExactly("ttp_macro");
        }

        private ConversionEvent ttp(@Nullable String field, String cookie) {
            return enrich(event(Values.builder().put(Field.TTP, field).build(), Cookies.of(null, cookie)));
        }
    }

    @Nested
    class TheVisitor {

        private final Visitor visitor = new Visitor("203.0.113.9", "Mozilla/5.0", new Cookies("click", "pixel"));

        @Test
        void fills_what_the_event_lacks() {
            Values values = enricher.enrich(event(Values.NONE, null), EventSource.WEB, visitor)
                    .values();

            assertThat(values)
                    .isEqualTo(Values.builder()
                            .put(Field.TTCLID, "click")
                            .put(Field.TTP, "pixel")
                            .put(Field.IP, "203.0.113.9")
                            .put(Field.USER_AGENT, "Mozilla/5.0")
                            .build());
        }

        @Test
        void yields_to_what_the_event_says() {
            Values given = Values.builder()
                    .put(Field.TTCLID, "mine")
                    .put(Field.TTP, "mine-too")
                    .put(Field.IP, "198.51.100.1")
                    .put(Field.USER_AGENT, "Mozilla/4.0")
                    .build();
            ConversionEvent event = event(given, null);

            assertThat(enricher.enrich(event, EventSource.WEB, visitor)).isSameAs(event);
        }

        @Test
        void gives_an_app_event_no_cookies() {
            Values values = enricher.enrich(event(Values.NONE, null), EventSource.APP, visitor)
                    .values();

            assertThat(values)
                    .isEqualTo(Values.builder()
                            .put(Field.IP, "203.0.113.9")
                            .put(Field.USER_AGENT, "Mozilla/5.0")
                            .build());
        }

        @ParameterizedTest
        @EnumSource(
                value = EventSource.class,
                names = {"OFFLINE", "CRM"})
        void gives_nothing_to_events_that_take_nothing_of_it(EventSource source) {
            ConversionEvent event = event(null, PAGE + "?ttclid=x&utm_id=1", null, "cookie");

            assertThat(enricher.enrich(event, source, visitor)).isSameAs(event);
        }
    }

    @Nested
    class TheCampaign {

        @Test
        void is_read_from_the_page_and_not_sent() {
            String url = PAGE + "?campaign_name=Summer+sale%21&adset_name=a&ad_name=b&utm_id=1&utm_source=tiktok"
                    + "&utm_medium=paid&utm_campaign=s";
            ConversionEvent enriched = enriched(null, url);

            assertThat(enriched.campaign())
                    .isEqualTo(new Campaign("Summer sale!", "a", "b", "1", "tiktok", "paid", "s"));
            assertThat(enriched.values())
                    .isEqualTo(Values.builder().put(Field.PAGE_URL, url).build());
            assertThat(enriched.problems()).isEmpty();
        }

        @Test
        void with_macros_is_warned_of_once_and_only_the_rest_is_kept() {
            ConversionEvent enriched = enriched(
                    null,
                    PAGE + "?campaign_name=__CAMPAIGN_NAME__&adset_name=tt-__AID_NAME__&ad_name=%7B%7Bad%7D%7D"
                            + "&utm_source=tiktok&ttclid=__CLICKID__");

            assertThat(enriched.campaign()).isEqualTo(new Campaign(null, null, null, null, "tiktok", null, null));
            assertThat(codes(enriched)).containsExactly("ttclid_macro", "campaign_macro");
            assertThat(enriched.problems().get(1).message())
                    .isEqualTo("page.url: an ad macro was not filled in for campaign_name, adset_name, ad_name,"
                            + " so reports will not name it; check the ad's URL");
        }

        @Test
        void that_is_endless_is_not_kept() {
            assertThat(enriched(null, PAGE + "?utm_id=" + "x".repeat(513)).campaign())
                    .isNull();
        }

        @Test
        void is_none_without_parameters_of_an_ad() {
            assertThat(enriched(null, PAGE + "?ttclid=x&q=campaign_name").campaign())
                    .isNull();
        }
    }

    @Test
    void an_event_of_which_nothing_more_can_be_known_stays_as_it_is() {
        for (ConversionEvent event : List.of(
                event(Values.NONE, null),
                event("E.C.P.x", PAGE + "?q=1", null, null),
                event("E.C.P.x", PAGE, PAGE + "?ttclid=other", null),
                event(null, PAGE, PAGE + "?q=1", null),
                event(null, PAGE, "https://search.test/?ttclid=x", null))) {
            assertThat(enrich(event)).isSameAs(event);
        }
    }

    private ConversionEvent enrich(ConversionEvent event) {
        return enricher.enrich(event, EventSource.WEB, null);
    }

    private ConversionEvent enriched(@Nullable String explicit, String url) {
        ConversionEvent enriched = enrich(event(explicit, url, null, null));
        assertThat(enriched.values().text(Field.PAGE_URL)).isEqualTo(url);
        return enriched;
    }

    private static @Nullable String clickId(ConversionEvent event) {
        return event.values().text(Field.TTCLID);
    }

    private static List<String> codes(ConversionEvent event) {
        return event.problems().stream().map(Problem::code).toList();
    }

    private static ConversionEvent event(
            @Nullable String field, String url, @Nullable String referrer, @Nullable String cookie) {
        Values values = Values.builder()
                .put(Field.TTCLID, field)
                .put(Field.PAGE_URL, url)
                .put(Field.PAGE_REFERRER, referrer)
                .build();
        return event(values, Cookies.of(cookie, null));
    }

    private static ConversionEvent event(Values values, @Nullable Cookies cookies) {
        return new ConversionEvent(
                0,
                "web",
                "purchase",
                "Purchase",
                "1",
                Instant.EPOCH,
                values,
                List.of(),
                List.of(),
                cookies,
                null,
                null);
    }
}
