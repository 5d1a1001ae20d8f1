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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of the rules, tried on generated events; the seed is fixed, so that a failure comes again. */
class RulesLawsTest {

    private static final int TRIES = 5_000;
    private static final String CANARY = "canary";
    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

    private final Random random = new Random(20260101);
    private final Rules rules = new Rules(RuleSettings.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void no_problem_repeats_a_value_and_each_is_in_the_catalogue_with_its_severity() {
        for (int i = 0; i < TRIES; i++) {
            ConversionEvent judged = rules.judge(event(), source());

            for (Problem problem : judged.problems()) {
                assertThat(problem.message()).doesNotContainIgnoringCase(CANARY).startsWith(problem.field() + ": ");
                assertThat(Objects.requireNonNull(Catalogue.of(problem.code())).severity())
                        .isEqualTo(problem.severity());
            }
        }
    }

    @Test
    void judging_what_passed_finds_nothing_new_to_mend() {
        for (int i = 0; i < TRIES; i++) {
            EventSource source = source();
            ConversionEvent once = rules.judge(event(), source);
            ConversionEvent twice = rules.judge(once, source);

            assertThat(twice.values()).isEqualTo(once.values());
            assertThat(twice.name()).isEqualTo(once.name());
            assertThat(twice.time()).isEqualTo(once.time());
            assertThat(twice.contents()).isEqualTo(once.contents());
        }
    }

    private EventSource source() {
        return EventSource.values()[random.nextInt(EventSource.values().length)];
    }

    private ConversionEvent event() {
        Values.Builder values = Values.builder();
        for (Field field : Field.values()) {
            if (field.type() != Field.Type.ITEMS && random.nextInt(8) == 0) {
                values.put(field, value(field));
            }
        }
        List<Content> contents = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            contents.add(new Content(text(), text(), text(), null, number(), random.nextLong(-1, 5)));
        }
        String name = random.nextBoolean() ? text() : Vocabulary.APP.get(random.nextInt(Vocabulary.APP.size()));
        Instant time = NOW.plusSeconds(random.nextLong(-10_000_000, 2_000));
        return new ConversionEvent(
                0, "web", name, name, text(), time, values.build(), List.copyOf(contents), List.of());
    }

    private Object value(Field field) {
        return switch (field.type()) {
            case TEXT -> text();
            case TEXTS -> List.of(text());
            case DECIMAL -> number();
            case DECIMALS -> List.of(number());
            case INTEGER -> random.nextLong(-5, 50);
            case BOOLEAN -> random.nextBoolean();
            case ITEMS -> throw new IllegalArgumentException("items stand beside the values");
        };
    }

    private BigDecimal number() {
        return BigDecimal.valueOf(random.nextInt(-200, 10_000), 2);
    }

    private String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "https://" + CANARY + ".test/";
            case 1 -> CANARY + "@example.test";
            case 2 -> CANARY.repeat(random.nextInt(60));
            case 3 -> " " + CANARY + " ";
            case 4 -> "Ümlaut " + CANARY;
            default -> CANARY;
        };
    }
}
