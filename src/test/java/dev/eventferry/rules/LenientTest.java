package dev.eventferry.rules;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a lenient source is let through with (ferry.rules.lenient). */
class LenientTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final BigDecimal TEN = new BigDecimal("10");

    private final Rules rules = new Rules(RuleSettings.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_source_is_strict_unless_the_settings_name_it() {
        Rules some = new Rules(
                new RuleSettings(Map.of(), Duration.ZERO, false, Set.of("shop")), Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(some.isLenient("shop")).isTrue();
        assertThat(some.isLenient("canonical")).isFalse();
    }

    @Test
    void what_a_strict_source_is_refused_for_costs_a_lenient_one_the_field() {
        Values values = web().put(Field.CURRENCY, "dollars").build();
        List<Problem> unread = List.of(
                Problem.error("properties.value", "value_not_a_number", "..."),
                Problem.error("properties.contents[0].price", "price_not_a_number", "..."));
        List<Content> contents = List.of(item("1", null, 1L), item("2", TEN, 0L), item("3", TEN, 2L));
        ConversionEvent event = event(values, contents, unread);

        ConversionEvent strict = rules.judge(event, EventSource.WEB);
        ConversionEvent lenient = rules.judge(event, EventSource.WEB, true);

        assertThat(strict.isRefused()).isTrue();
        assertThat(lenient.isRefused()).isFalse();
        assertThat(codes(strict)).containsAll(codes(lenient).subList(0, 4));
        assertThat(codes(lenient))
                .contains("value_not_a_number", "price_not_a_number", "quantity_not_positive", "currency_unknown");
        assertThat(lenient.values().has(Field.CURRENCY)).isFalse();
        assertThat(lenient.contents()).extracting(Content::contentId).containsExactly("1", "3");
        assertThat(lenient.values().has(Field.VALUE)).isFalse();
        assertThat(lenient.values().texts(Field.CONTENT_IDS)).containsExactly("1", "3");
    }

    @Test
    void no_value_is_computed_with_a_quantity_that_nobody_could_read() {
        ConversionEvent event = event(
                web().build(),
                List.of(item("1", TEN, null)),
                List.of(Problem.error("properties.contents[0].quantity", "quantity_not_a_number", "...")));

        ConversionEvent lenient = rules.judge(event, EventSource.WEB, true);

        assertThat(lenient.isRefused()).isFalse();
        assertThat(lenient.values().has(Field.VALUE)).isFalse();
    }

    @Test
    void a_field_of_another_source_is_sent() {
        Values values = Values.builder()
                .put(Field.EMAIL, List.of("nora@example.test"))
                .put(Field.TTCLID, "E.C.P.x")
                .put(Field.LIMITED_DATA_USE, true)
                .build();

        ConversionEvent lenient = rules.judge(event(values, List.of(), List.of()), EventSource.OFFLINE, true);

        assertThat(lenient.values().text(Field.TTCLID)).isEqualTo("E.C.P.x");
        assertThat(lenient.values().get(Field.LIMITED_DATA_USE)).isEqualTo(true);
        assertThat(codes(lenient)).containsExactly("field_not_for_source", "field_not_for_source", "value_missing");
    }

    @Test
    void what_tiktok_itself_refuses_stays_refused() {
        ConversionEvent bare = event(Values.NONE, List.of(), List.of());

        for (EventSource source : EventSource.values()) {
            assertThat(rules.judge(bare, source, true).isRefused())
                    .as("%s", source)
                    .isTrue();
        }
        ConversionEvent refund = event(web().put(Field.VALUE, TEN.negate()).build(), List.of(), List.of());
        assertThat(rules.judge(refund, EventSource.WEB, true).isRefused()).isTrue();
    }

    @Test
    void the_catalogue_says_of_each_of_these_rules_what_a_lenient_source_gets() {
        Set<String> forgiven = new HashSet<>();
        for (Catalogue.Entry entry : Catalogue.events()) {
            if (!entry.lenient().isEmpty()) {
                forgiven.addAll(entry.codes());
            }
        }

        assertThat(forgiven)
                .containsExactlyInAnyOrder(
                        "value_not_a_number",
                        "price_not_a_number",
                        "quantity_not_a_number",
                        "quantity_not_positive",
                        "currency_unknown",
                        "field_not_for_source");
        assertThat(Objects.requireNonNull(Catalogue.of("value_negative")).lenient())
                .isEmpty();
    }

    private static Values.Builder web() {
        return Values.builder()
                .put(Field.EMAIL, List.of("nora@example.test"))
                .put(Field.PAGE_URL, "https://shop.example.test/");
    }

    private static Content item(String id, @Nullable BigDecimal price, @Nullable Long quantity) {
        return new Content(id, null, null, null, price, quantity);
    }

    private static ConversionEvent event(Values values, List<Content> contents, List<Problem> problems) {
        return new ConversionEvent(0, "web", "buy", "Purchase", "o-1", NOW, values, contents, problems);
    }

    private static List<String> codes(ConversionEvent event) {
        return event.problems().stream().map(Problem::code).toList();
    }
}
