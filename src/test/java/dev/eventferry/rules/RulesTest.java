package dev.eventferry.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Rules rules = new Rules(RuleSettings.DEFAULT, CLOCK);

    // names

    @ParameterizedTest
    @CsvSource({
        "WEB, purchase, Purchase, event_corrected",
        "WEB, View Content, ViewContent, event_corrected",
        "WEB, ' AddToCart', AddToCart, event_corrected",
        "WEB, PageView, Pageview, event_corrected event_custom",
        "WEB, Checkout, InitiateCheckout, event_translated",
        "WEB, registration, CompleteRegistration, event_corrected event_translated",
        "WEB, ClickForm, Lead, event_reserved",
        "WEB, Size_Guide-Opened2, Size_Guide-Opened2, event_custom",
        "WEB, add_to_cart, add_to_cart, event_custom",
        "WEB, CompletePayment, CompletePayment, event_old_name",
        "WEB, PlaceAnOrder, PlaceAnOrder, event_custom",
        "APP, InitiateCheckout, Checkout, event_translated",
        "APP, Lead, GenerateLead, event_translated",
        "APP, CompletePayment, Purchase, event_translated",
        "APP, launchApp, LaunchAPP, event_corrected",
        "OFFLINE, Registration, CompleteRegistration, event_translated",
        "CRM, Angebot geprüft, Angebot geprüft, event_custom",
        "CRM, QualifiedLead, QualifiedLead, event_custom",
    })
    void a_name_goes_out_as_tiktok_writes_it(EventSource source, String given, String sent, @Nullable String codes) {
        ConversionEvent judged = rules.judge(anEvent(source).withName(given), source);

        assertThat(judged.isRefused()).isFalse();
        assertThat(judged.name()).isEqualTo(sent);
        assertThat(String.join(" ", codes(judged))).isEqualTo(codes == null ? "" : codes);
    }

    @ParameterizedTest
    @CsvSource({
        "WEB, '', event_missing",
        "WEB, 1stPurchase, event_characters",
        "WEB, Big Sale, event_characters",
        "WEB, Käufe, event_characters",
        "OFFLINE, StoreVisit, event_not_standard",
        "OFFLINE, Pageview, event_not_standard",
        "OFFLINE, Browse, event_not_standard",
        "WEB, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, event_too_long",
    })
    void a_name_that_tiktok_does_not_take_is_refused(EventSource source, String given, String code) {
        ConversionEvent judged = rules.judge(anEvent(source).withName(given), source);

        assertThat(judged.isRefused()).isTrue();
        assertThat(codes(judged)).containsExactly(code);
    }

    @Test
    void a_custom_name_that_is_nearly_a_standard_one_is_asked_about() {
        ConversionEvent judged = rules.judge(anEvent(EventSource.WEB).withName("add_to_cart"), EventSource.WEB);

        assertThat(judged.problems().get(0).message()).contains("did you mean AddToCart?");
    }

    @ParameterizedTest
    @CsvSource({"Purchase, CompletePayment", "Lead, SubmitForm", "CompletePayment, CompletePayment", "Search, Search"})
    void the_old_names_go_out_where_the_settings_say_so(String given, String sent) {
        Rules legacy = new Rules(
                new RuleSettings(RuleSettings.DEFAULT.maxAge(), RuleSettings.DEFAULT.futureSkew(), true, Set.of()),
                CLOCK);

        assertThat(legacy.judge(anEvent(EventSource.WEB).withName(given), EventSource.WEB)
                        .name())
                .isEqualTo(sent);
        assertThat(legacy.judge(anEvent(EventSource.APP).withName("Purchase"), EventSource.APP)
                        .name())
                .isEqualTo("Purchase");
    }

    @ParameterizedTest
    @CsvSource({
        "AddBilling, AddPaymentInfo",
        "Browse, Pageview",
        "Checkout, InitiateCheckout",
        "ClickForm, Lead",
        "ClickInDownloadPage, ClickButton",
        "ClickToDownload, Download",
        "Consult, Contact",
        "ConsultByPhone, Contact",
        "Registration, CompleteRegistration",
        "StartCheckout, InitiateCheckout",
        "ViewConsultationPage, ViewContent",
        "ViewDownloadPage, ViewContent",
        "ViewForm, ViewContent",
    })
    void every_reserved_name_goes_out_as_what_tiktok_makes_of_it(String reserved, String sent) {
        ConversionEvent judged = rules.judge(anEvent(EventSource.WEB).withName(reserved), EventSource.WEB);

        assertThat(judged.name()).isEqualTo(sent);
        assertThat(codes(judged).get(0)).isIn("event_reserved", "event_translated");
    }

    @ParameterizedTest
    @EnumSource(EventSource.class)
    void every_name_of_its_source_goes_out_as_it_is(EventSource source) {
        List<String> names = source == EventSource.APP ? Vocabulary.APP : Vocabulary.STANDARD;

        assertThat(names).hasSize(source == EventSource.APP ? 28 : 18);
        for (String name : names) {
            ConversionEvent judged = rules.judge(anEvent(source).withName(name), source);

            assertThat(judged.name()).isEqualTo(name);
            assertThat(judged.problems()).isEmpty();
        }
    }

    // times

    @ParameterizedTest
    @CsvSource({
        "WEB, PT0S, ",
        "WEB, P7D, ",
        "WEB, P8D, event_time_old",
        "APP, P8D, event_time_old",
        "OFFLINE, P28D, ",
        "OFFLINE, P29D, event_time_too_old",
        "CRM, P900D, ",
        "CRM, P5000D, event_time_looks_wrong",
        "WEB, -PT10M, event_time_ahead",
        "WEB, -PT11M, event_time_future",
        "WEB, -P20000000D, event_time_looks_wrong",
    })
    void an_event_may_be_so_old_and_no_older(EventSource source, Duration age, @Nullable String code) {
        ConversionEvent judged = rules.judge(at(anEvent(source), NOW.minus(age)), source);

        assertThat(codes(judged)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void a_time_a_little_ahead_becomes_now() {
        ConversionEvent judged = rules.judge(at(anEvent(EventSource.WEB), NOW.plusSeconds(30)), EventSource.WEB);

        assertThat(judged.time()).isEqualTo(NOW);
    }

    @Test
    void the_ages_are_settings() {
        Rules strict = new Rules(
                new RuleSettings(
                        Map.of(EventSource.WEB, new AgeRule(Duration.ofHours(1), true)),
                        Duration.ZERO,
                        false,
                        Set.of()),
                CLOCK);

        assertThat(codes(strict.judge(at(anEvent(EventSource.WEB), NOW.minusSeconds(3601)), EventSource.WEB)))
                .containsExactly("event_time_too_old");
        assertThat(codes(strict.judge(at(anEvent(EventSource.WEB), NOW.plusSeconds(1)), EventSource.WEB)))
                .containsExactly("event_time_future");
        assertThat(codes(strict.judge(
                        at(anEvent(EventSource.OFFLINE), NOW.minus(Duration.ofDays(90))), EventSource.OFFLINE)))
                .isEmpty();
    }

    @Test
    void a_missing_time_is_refused_once_and_an_unreadable_one_not_again() {
        ConversionEvent without = at(anEvent(EventSource.WEB), null);

        assertThat(codes(rules.judge(without, EventSource.WEB))).containsExactly("event_time_missing");
        assertThat(codes(rules.judge(
                        without.withProblems(List.of(Problem.error("event_time", "event_time_unreadable", "..."))),
                        EventSource.WEB)))
                .containsExactly("event_time_unreadable");
    }

    // sources

    @ParameterizedTest
    @EnumSource(EventSource.class)
    void a_complete_event_of_each_source_has_no_problem(EventSource source) {
        ConversionEvent judged = rules.judge(anEvent(source), source);

        assertThat(judged.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WEB, PAGE_URL, page_url_missing",
        "APP, APP_ID, app_id_missing",
        "OFFLINE, EMAIL, user_unmatchable",
        "CRM, LEAD_ID, lead_id_missing",
    })
    void what_a_source_needs_must_be_there(EventSource source, Field needed, String code) {
        ConversionEvent judged = rules.judge(with(anEvent(source), needed, null), source);

        assertThat(judged.isRefused()).isTrue();
        assertThat(codes(judged)).contains(code);
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void a_field_of_another_source_is_removed_with_a_warning(Field field) {
        for (EventSource source : EventSource.values()) {
            if (field.belongsTo(source)) {
                continue;
            }
            ConversionEvent judged = rules.judge(with(anEvent(source), field, aValue(field)), source);

            assertThat(judged.isRefused()).isFalse();
            assertThat(judged.values().has(field)).isFalse();
            assertThat(codes(judged)).containsExactly("field_not_for_source");
            assertThat(judged.problems().get(0).field()).isEqualTo(field.path());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example.test/thanks",
                "//shop.example.test",
                "https://",
                "http:///x",
                "javascript:alert(1)",
                ""
            })
    void a_page_without_a_full_url_is_refused(String url) {
        assertThat(codes(rules.judge(with(anEvent(EventSource.WEB), Field.PAGE_URL, url), EventSource.WEB)))
                .containsExactly("page_url_not_http");
    }

    @Test
    void a_referrer_that_is_no_url_is_left_out() {
        ConversionEvent judged = rules.judge(
                with(anEvent(EventSource.WEB), Field.PAGE_REFERRER, "android-app://com.example"), EventSource.WEB);

        assertThat(judged.values().has(Field.PAGE_REFERRER)).isFalse();
        assertThat(codes(judged)).containsExactly("page_referrer_not_http");
    }

    @Test
    void an_app_store_number_is_sent_without_its_letters() {
        ConversionEvent judged =
                rules.judge(with(anEvent(EventSource.APP), Field.APP_ID, "id343200656"), EventSource.APP);

        assertThat(judged.values().text(Field.APP_ID)).isEqualTo("343200656");
        assertThat(codes(judged)).containsExactly("app_id_corrected");
    }

    @Test
    void tiktoks_own_app_id_is_not_the_app_stores() {
        ConversionEvent judged =
                rules.judge(with(anEvent(EventSource.APP), Field.APP_ID, "7012345678901234567"), EventSource.APP);

        assertThat(codes(judged)).containsExactly("app_id_looks_wrong");
        assertThat(judged.values().text(Field.APP_ID)).isEqualTo("7012345678901234567");
    }

    @Test
    void a_web_event_that_names_nobody_is_sent_with_a_warning() {
        ConversionEvent judged = rules.judge(with(anEvent(EventSource.WEB), Field.EMAIL, null), EventSource.WEB);

        assertThat(codes(judged)).containsExactly("user_match_keys_missing");
        assertThat(judged.isRefused()).isFalse();
    }

    @Test
    void an_id_of_more_than_255_characters_is_refused_and_not_cut() {
        assertThat(codes(rules.judge(id("x".repeat(255)), EventSource.WEB))).isEmpty();
        assertThat(codes(rules.judge(id("x".repeat(256)), EventSource.WEB))).containsExactly("event_id_too_long");
        assertThat(codes(rules.judge(id(null), EventSource.WEB))).containsExactly("event_id_missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "null", "(not set)", "NaN"})
    void an_id_that_is_a_word_for_none_is_left_out(String word) {
        ConversionEvent judged = rules.judge(id(word), EventSource.WEB);

        assertThat(judged.id()).isNull();
        assertThat(codes(judged)).containsExactly("event_id_placeholder");
    }

    // money and items

    @ParameterizedTest
    @CsvSource({"Purchase, true", "CompletePayment, true", "Lead, false"})
    void a_payment_without_value_or_currency_is_warned_about(String name, boolean payment) {
        ConversionEvent event = with(anEvent(EventSource.WEB).withName(name), Field.VALUE, null);

        ConversionEvent judged = rules.judge(with(event, Field.CURRENCY, null), EventSource.WEB);

        assertThat(codes(judged).contains("value_missing")).isEqualTo(payment);
        assertThat(judged.isRefused()).isFalse();
    }

    @Test
    void a_value_comes_from_the_items_when_it_is_absent() {
        ConversionEvent judged = rules.judge(
                withContents(anEvent(EventSource.WEB), item("1", "899.00", 1L), item("2", "199.25", 2L)),
                EventSource.WEB);

        assertThat(judged.values().decimal(Field.VALUE)).isEqualByComparingTo("1297.50");
        assertThat(judged.values().text(Field.CONTENT_TYPE)).isEqualTo("product");
        assertThat(judged.values().texts(Field.CONTENT_IDS)).containsExactly("1", "2");
        assertThat(judged.values().integer(Field.NUM_ITEMS)).isEqualTo(3);
    }

    @Test
    void a_hundred_thousand_items_are_judged_in_a_time_in_proportion() {
        Content[] items = new Content[100_000];
        Arrays.setAll(items, i -> item("sku-" + i, "-1", 1L));

        ConversionEvent judged = assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> rules.judge(withContents(anEvent(EventSource.WEB), items), EventSource.WEB));

        assertThat(judged.values().texts(Field.CONTENT_IDS)).hasSize(items.length);
        assertThat(judged.contents()).allMatch(content -> content.price() == null);
    }

    @Test
    void more_pieces_than_a_number_holds_are_not_below_zero() {
        ConversionEvent judged = rules.judge(
                withContents(
                        anEvent(EventSource.WEB), item("1", null, Long.MAX_VALUE), item("2", null, Long.MAX_VALUE)),
                EventSource.WEB);

        assertThat(judged.values().integer(Field.NUM_ITEMS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_value_is_not_made_up_when_an_item_has_no_price() {
        ConversionEvent judged = rules.judge(
                withContents(anEvent(EventSource.WEB), item("1", "8", 1L), item("2", null, 2L)), EventSource.WEB);

        assertThat(judged.values().has(Field.VALUE)).isFalse();
        assertThat(codes(judged)).containsExactly("value_missing");
    }

    @ParameterizedTest
    @CsvSource({"20, ", "20.01, ", "20.02, value_not_sum", "0, value_not_sum", "-1, value_negative"})
    void a_given_value_is_kept_and_checked(BigDecimal value, @Nullable String code) {
        ConversionEvent event = with(withContents(anEvent(EventSource.WEB), item("1", "10", 2L)), Field.VALUE, value);

        ConversionEvent judged = rules.judge(event, EventSource.WEB);

        assertThat(judged.values().decimal(Field.VALUE)).isEqualTo(value);
        assertThat(codes(judged)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void a_value_of_zero_is_a_value() {
        ConversionEvent judged =
                rules.judge(with(anEvent(EventSource.WEB), Field.VALUE, BigDecimal.ZERO), EventSource.WEB);

        assertThat(judged.values().decimal(Field.VALUE)).isEqualTo(BigDecimal.ZERO);
        assertThat(judged.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "USD, USD, ",
        "IQD, IQD, ",
        "eur, EUR, currency_corrected",
        "BGN, BGN, currency_unlisted",
        "XYZ, XYZ, currency_unknown",
        "dollars, dollars, currency_unknown",
        "€, €, currency_unknown",
    })
    void a_currency_is_one_of_iso_4217(String given, String sent, @Nullable String code) {
        ConversionEvent judged = rules.judge(with(anEvent(EventSource.WEB), Field.CURRENCY, given), EventSource.WEB);

        assertThat(judged.values().text(Field.CURRENCY)).isEqualTo(sent);
        assertThat(codes(judged)).isEqualTo(code == null ? List.of() : List.of(code));
        assertThat(judged.isRefused()).isEqualTo("currency_unknown".equals(code));
    }

    @Test
    void tiktok_lists_66_currencies() {
        assertThat(Currencies.LISTED).hasSize(66).allMatch(Currencies::isIso);
    }

    @Test
    void a_value_without_a_currency_is_warned_about() {
        ConversionEvent judged = rules.judge(with(anEvent(EventSource.WEB), Field.CURRENCY, null), EventSource.WEB);

        assertThat(codes(judged)).containsExactly("currency_missing");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void a_quantity_that_is_not_above_zero_is_refused_by_its_place(long quantity) {
        ConversionEvent judged = rules.judge(
                withContents(anEvent(EventSource.WEB), item("1", null, 1L), item("2", null, quantity)),
                EventSource.WEB);

        assertThat(judged.problems())
                .anyMatch(problem -> problem.isError()
                        && problem.field().equals("properties.contents[1].quantity")
                        && problem.code().equals("quantity_not_positive"));
    }

    @Test
    void a_price_below_zero_is_left_out_and_an_item_without_id_is_warned_about() {
        ConversionEvent judged = rules.judge(
                withContents(anEvent(EventSource.WEB), item("1", "-5", 1L), item(null, "5", 1L)), EventSource.WEB);

        assertThat(judged.isRefused()).isFalse();
        assertThat(judged.contents().get(0).price()).isNull();
        assertThat(codes(judged)).contains("price_negative", "content_id_missing");
        assertThat(judged.problems())
                .extracting(Problem::field)
                .contains("properties.contents[0].price", "properties.contents[1].content_id");
    }

    @Test
    void a_content_type_is_made_up_only_where_there_are_items() {
        assertThat(rules.judge(anEvent(EventSource.WEB), EventSource.WEB)
                        .values()
                        .has(Field.CONTENT_TYPE))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENT_TYPE, Product-Group, product_group, choice_corrected",
        "CONTENT_TYPE, shoes, , choice_unknown",
        "CUSTOMER_TYPE, New, new, choice_corrected",
        "DELIVERY_CATEGORY, in store, in_store, choice_corrected",
        "MILEAGE_UNIT, km, KM, choice_corrected",
        "TRAVEL_CLASS, first, first, ",
        "CHECKIN_DATE, 2026-02-30T10:00Z, 2026-02-30T10:00Z, ",
        "CHECKIN_DATE, 20260228, 20260228, ",
        "CHECKIN_DATE, 28.02.2026, , date_unreadable",
        "VIN, 123456789012345678, , vin_too_long",
    })
    void a_field_with_listed_values_has_one_of_them(
            Field field, String given, @Nullable String sent, @Nullable String code) {
        ConversionEvent judged = rules.judge(with(anEvent(EventSource.WEB), field, given), EventSource.WEB);

        assertThat(judged.values().text(field)).isEqualTo(sent);
        assertThat(codes(judged)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void a_share_lies_between_0_and_1() {
        ConversionEvent judged = rules.judge(
                with(anEvent(EventSource.WEB), Field.AD_ATTRIBUTION_SHARE, new BigDecimal("1.5")), EventSource.WEB);

        assertThat(codes(judged)).containsExactly("number_out_of_range");
        assertThat(judged.values().has(Field.AD_ATTRIBUTION_SHARE)).isFalse();
    }

    @Test
    void the_text_of_a_search_goes_out_under_both_names() {
        for (Field field : List.of(Field.QUERY, Field.SEARCH_STRING)) {
            Values values = rules.judge(with(anEvent(EventSource.WEB), field, "blue mug"), EventSource.WEB)
                    .values();

            assertThat(values.text(Field.QUERY)).isEqualTo("blue mug");
            assertThat(values.text(Field.SEARCH_STRING)).isEqualTo("blue mug");
        }
    }

    @Test
    void what_was_found_before_stays() {
        Problem earlier = Problem.warning("user.email", "email_blank", "...");
        ConversionEvent event = anEvent(EventSource.WEB).withProblems(List.of(earlier));

        assertThat(rules.judge(event, EventSource.WEB).problems()).containsExactly(earlier);
    }

    private static List<String> codes(ConversionEvent event) {
        return event.problems().stream().map(Problem::code).toList();
    }

    /** All that its source needs, and nothing that another does not take; a value, unless items come to it. */
    private static ConversionEvent anEvent(EventSource source) {
        Values.Builder values = Values.builder()
                .put(Field.EMAIL, List.of("nora@example.test"))
                .put(Field.VALUE, new BigDecimal("10"))
                .put(Field.CURRENCY, "EUR");
        switch (source) {
            case WEB -> values.put(Field.PAGE_URL, "https://shop.example.test/thanks");
            case APP -> values.put(Field.APP_ID, "343200656");
            case CRM -> values.put(Field.LEAD_ID, "7300000000000000001");
            case OFFLINE -> values.put(Field.SHOP_ID, "se-1");
        }
        return new ConversionEvent(
                0, source.wire(), "purchase", "Purchase", "o-1", NOW, values.build(), List.of(), List.of());
    }

    private static ConversionEvent with(ConversionEvent event, Field field, @Nullable Object value) {
        return event.withValues(event.values().toBuilder().put(field, value).build());
    }

    /** With items and no value of its own. */
    private static ConversionEvent withContents(ConversionEvent event, Content... contents) {
        Values values = event.values().toBuilder().put(Field.VALUE, null).build();
        return new ConversionEvent(
                0,
                event.destination(),
                event.clientName(),
                event.name(),
                event.id(),
                event.time(),
                values,
                List.of(contents),
                List.of());
    }

    private static Content item(@Nullable String id, @Nullable String price, long quantity) {
        return new Content(id, null, null, null, price == null ? null : new BigDecimal(price), quantity);
    }

    private static ConversionEvent at(ConversionEvent event, @Nullable Instant time) {
        return new ConversionEvent(
                0,
                event.destination(),
                event.clientName(),
                event.name(),
                event.id(),
                time,
                event.values(),
                event.contents(),
                event.problems());
    }

    private static ConversionEvent id(@Nullable String id) {
        ConversionEvent event = anEvent(EventSource.WEB);
        return new ConversionEvent(0, "web", "purchase", "Purchase", id, NOW, event.values(), List.of(), List.of());
    }

    private static Object aValue(Field field) {
        return switch (field.type()) {
            case TEXT -> "x";
            case TEXTS -> List.of("x");
            case DECIMAL -> BigDecimal.ONE;
            case DECIMALS -> List.of(BigDecimal.ONE);
            case INTEGER -> 1L;
            case BOOLEAN -> true;
            case ITEMS -> throw new IllegalArgumentException("items belong to every source");
        };
    }
}
