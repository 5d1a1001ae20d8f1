package dev.eventferry.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnricherTest {

    private final Enricher enricher = new Enricher();

    @ParameterizedTest
    @CsvSource({
        "https://shop.test/?ttclid=E.C.P.abc-_1, E.C.P.abc-_1",
        "https://shop.test/a?utm=x&ttclid=abc&y=1, abc",
        "https://shop.test/a?ttclid=abc#top, abc",
        "https://shop.test/a?xttclid=no&ttclid=yes, yes",
        "https://shop.test/a?first_ttclid=no&second_ttclid=no&ttclid=yes, yes",
        "https://shop.test/a?ttclid=a%2Bb%20c, a+b c",
        "https://shop.test/a?ttclid=a+b%2Bc, a+b+c",
        "https://shop.test/a?ttclid=%zz, %zz",
        "https://shop.test/#/a?ttclid=abc, abc"
    })
    void the_click_id_is_found_in_the_pages_query_and_decoded_once(String url, String clickId) {
        assertThat(enriched(null, url)).isEqualTo(clickId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.test/",
                "https://shop.test/ttclid=abc",
                "https://shop.test/?ttclid=",
                "https://shop.test/?ttclid=&a=b",
                "https://shop.test/?xttclid=abc",
                "https://shop.test/?a=b#ttclid=abc",
                "?",
                ""
            })
    void a_page_without_a_click_id_gives_none(String url) {
        assertThat(enriched(null, url)).isNull();
    }

    @Test
    void an_explicit_click_id_wins() {
        assertThat(enriched("mine", "https://shop.test/?ttclid=theirs")).isEqualTo("mine");
    }

    @Test
    void an_event_without_a_page_stays_as_it_is() {
        ConversionEvent event = event(Values.NONE);

        assertThat(enricher.enrich(event)).isSameAs(event);
    }

    private @Nullable String enriched(@Nullable String explicit, String url) {
        Values values = Values.builder()
                .put(Field.TTCLID, explicit)
                .put(Field.PAGE_URL, url)
                .build();
        ConversionEvent enriched = enricher.enrich(event(values));
        assertThat(enriched.values().text(Field.PAGE_URL)).isEqualTo(url);
        return enriched.values().text(Field.TTCLID);
    }

    private static ConversionEvent event(Values values) {
        return new ConversionEvent(0, "web", "purchase", "Purchase", "1", Instant.EPOCH, values, List.of(), List.of());
    }
}
