package dev.eventferry.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Cookies;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Laws of click ids, tried on all orders and on generated ids; the seed is fixed, so that a failure comes again. */
class EnrichmentLawsTest {

    private static final String PAGE = "https://shop.test/";
    private static final String ALPHABET = "abcXYZ019.-_%+/=&?#;é王";

    /** What a place may hold: nothing, a macro, or an id of its own. */
    private enum Holds {
        NOTHING,
        MACRO,
        ID
    }

    private final Random random = new Random(20260101);

    @Test
    void the_first_id_in_the_order_counts_whatever_stands_elsewhere() {
        for (List<ClickIdPlace> order : orders(List.of(ClickIdPlace.values()))) {
            Enricher enricher = new Enricher(order);
            for (int mix = 0; mix < 81; mix++) {
                List<Holds> held = mix(mix);
                ConversionEvent enriched = enricher.enrich(event(held), EventSource.WEB, null);

                assertThat(enriched.values().text(Field.TTCLID))
                        .as("%s in %s", held, order)
                        .isEqualTo(first(order, held));
            }
        }
    }

    @Test
    void a_macro_never_survives_and_is_told_where_it_was_in_the_way() {
        for (List<ClickIdPlace> order : orders(List.of(ClickIdPlace.values()))) {
            Enricher enricher = new Enricher(order);
            for (int mix = 0; mix < 81; mix++) {
                List<Holds> held = mix(mix);
                ConversionEvent enriched = enricher.enrich(event(held), EventSource.WEB, null);
                boolean inTheWay = order.stream()
                        .takeWhile(place -> held.get(place.ordinal()) != Holds.ID)
                        .anyMatch(place -> held.get(place.ordinal()) == Holds.MACRO);

                assertThat(String.valueOf(enriched.values().text(Field.TTCLID))).doesNotContain("__");
                assertThat(enriched.problems().stream().map(Problem::code).toList())
                        .isEqualTo(inTheWay ? List.of("ttclid_macro") : List.of());
            }
        }
    }

    @Test
    void what_was_encoded_once_comes_out_as_it_was() {
        Enricher enricher = new Enricher(Enricher.USUAL_ORDER);
        for (int i = 0; i < 5_000; i++) {
            String id = "E" + text(1 + random.nextInt(40)) + "e";
            String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);

            assertThat(enriched(enricher, null, PAGE + "?q=1&ttclid=" + encoded + "&z=%41#ttclid=no"))
                    .isEqualTo(id);
            assertThat(enriched(enricher, encoded, PAGE)).isEqualTo(id);
        }
    }

    @Test
    void no_message_repeats_a_value() {
        Enricher enricher = new Enricher(Enricher.USUAL_ORDER);
        for (int i = 0; i < 5_000; i++) {
            String bad = "canary" + text(random.nextInt(20)) + (random.nextBoolean() ? " \t" : "") + "canary";
            ConversionEvent event =
                    event(bad, PAGE + "?utm_id=__" + bad + "__&ttclid={{canary}}", null, "canary canary");

            assertThat(enricher.enrich(event, EventSource.WEB, null).problems())
                    .allSatisfy(problem -> assertThat(problem.message())
                            .startsWith(problem.field() + ": ")
                            .doesNotContain("canary"))
                    .allSatisfy(problem -> assertThat(Codes.all()).contains(problem.code()));
        }
    }

    private static List<Holds> mix(int number) {
        return Stream.of(number % 3, number / 3 % 3, number / 9 % 3, number / 27)
                .map(i -> Holds.values()[i])
                .toList();
    }

    private static @Nullable String first(List<ClickIdPlace> order, List<Holds> held) {
        return order.stream()
                .filter(place -> held.get(place.ordinal()) == Holds.ID)
                .findFirst()
                .map(Enum::name)
                .orElse(null);
    }

    private static ConversionEvent event(List<Holds> held) {
        String url = in(ClickIdPlace.URL, held);
        String referrer = in(ClickIdPlace.REFERRER, held);
        return event(
                in(ClickIdPlace.FIELD, held),
                url == null ? PAGE : PAGE + "?ttclid=" + url,
                referrer == null ? PAGE : PAGE + "?a=b&ttclid=" + referrer,
                in(ClickIdPlace.COOKIE, held));
    }

    private static @Nullable String in(ClickIdPlace place, List<Holds> held) {
        return switch (held.get(place.ordinal())) {
            case NOTHING -> null;
            case MACRO -> "__CLICKID__";
            case ID -> place.name();
        };
    }

    private static <T> List<List<T>> orders(List<T> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> orders = new ArrayList<>();
        for (T first : all) {
            List<T> rest = all.stream().filter(other -> other != first).toList();
            for (List<T> order : orders(rest)) {
                orders.add(Stream.concat(Stream.of(first), order.stream()).toList());
            }
        }
        return orders;
    }

    private static @Nullable String enriched(Enricher enricher, @Nullable String field, String url) {
        return enricher.enrich(event(field, url, null, null), EventSource.WEB, null)
                .values()
                .text(Field.TTCLID);
    }

    private static ConversionEvent event(
            @Nullable String field, String url, @Nullable String referrer, @Nullable String cookie) {
        Values values = Values.builder()
                .put(Field.TTCLID, field)
                .put(Field.PAGE_URL, url)
                .put(Field.PAGE_REFERRER, referrer)
                .build();
        return new ConversionEvent(
                0,
                "web",
                "buy",
                "Purchase",
                "1",
                Instant.EPOCH,
                values,
                List.of(),
                List.of(),
                Cookies.of(cookie, null),
                null,
                null);
    }

    private String text(int length) {
        return random.ints(length, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
