package dev.eventferry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of match keys, tried on generated input; the seed is fixed, so that a failure comes again. */
class IdentityLawsTest {

    private static final int TRIES = 5_000;
    private static final List<Field> KEYS = List.of(
            Field.EMAIL,
            Field.PHONE,
            Field.EXTERNAL_ID,
            Field.IP,
            Field.USER_AGENT,
            Field.FIRST_NAME,
            Field.LAST_NAME,
            Field.ZIP_CODE,
            Field.CITY,
            Field.STATE,
            Field.COUNTRY,
            Field.LOCALE,
            Field.IDFA,
            Field.GAID,
            Field.IDFV,
            Field.ATT_STATUS);
    private static final List<String> PIECES = List.of(
            "nora",
            "LIND",
            "@",
            ".",
            "example.test",
            " ",
            "\u00a0",
            "\u200b",
            "+46",
            "701234567",
            "070",
            "/",
            ";",
            ",",
            "<",
            ">",
            "\"",
            "'",
            "=",
            "%2",
            "%40",
            "__CLICKID__",
            "E.C.P.",
            "10.0.0.1",
            "2001:db8::",
            ":",
            "e+11",
            "ümlaut",
            "王",
            "दि",
            "😀",
            "\ud83d",
            "00",
            "(0)",
            "x12",
            "tel:",
            "mailto:",
            "null",
            "-",
            "\n",
            "\t",
            "\u0000",
            "9bdbbf6a300e778669e1be88fb219563",
            "39302aa69a178345cac39d66bac3b04eacb73d808bddb53cc54166b530a2ea26");

    private final Random random = new Random(20260101);
    private final Normalizer normalizer = new Normalizer(new IdentitySettings("SE", false, true));
    private final IdentityHasher hasher = new IdentityHasher();

    @Test
    void any_input_comes_out_with_digests_only_and_no_problem_repeats_it() {
        for (int i = 0; i < TRIES; i++) {
            Field field = KEYS.get(random.nextInt(KEYS.size()));
            String given = text();

            ConversionEvent event = normalize(field, given);

            assertThat(event.isRefused()).isFalse();
            for (Problem problem : event.problems()) {
                assertThat(Codes.all()).contains(problem.code());
                if (given.strip().length() > 6) {
                    assertThat(problem.message()).doesNotContain(given.strip());
                }
            }
            Object hashed = hasher.hash(event.values()).get(field);
            if (field.hashed() && hashed != null) {
                assertThat((List<?>) hashed).isNotEmpty().allMatch(Sha256Hex.class::isInstance);
            }
        }
    }

    @Test
    void normalising_twice_is_normalising_once() {
        for (int i = 0; i < TRIES; i++) {
            Field field = KEYS.get(random.nextInt(KEYS.size()));
            String given = text();

            ConversionEvent once = normalize(field, given);
            ConversionEvent twice = normalizer.normalize(Events.with(once.values()), null);

            assertThat(twice.values()).as("%s", field).isEqualTo(once.values());
        }
    }

    @Test
    void hashing_a_digest_changes_nothing() {
        for (int i = 0; i < 500; i++) {
            Field field =
                    Field.hashedFields().get(random.nextInt(Field.hashedFields().size()));
            Sha256Hex digest = Sha256Hex.of("person" + i);
            String given = random.nextBoolean() ? digest.hex() : digest.hex().toUpperCase(Locale.ROOT) + "\u00a0";

            assertThat(hasher.hash(normalize(field, given).values()).get(field)).isEqualTo(List.of(digest));
        }
    }

    @Test
    void a_blank_never_becomes_a_digest() {
        List<String> blanks = List.of("", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\r\n", "\u3000");
        for (Field field : Field.hashedFields()) {
            for (String first : blanks) {
                for (String second : blanks) {
                    assertThat(hasher.hash(normalize(field, first + second).values())
                                    .has(field))
                            .isFalse();
                    assertThat(hasher.hash(event(field, first + second).values())
                                    .has(field))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void the_order_of_values_is_the_order_of_digests() {
        for (int i = 0; i < 500; i++) {
            String one = "a" + random.nextInt(1000) + "@x.test";
            String two = "b" + random.nextInt(1000) + "@x.test";
            Values values = Values.builder().put(Field.EMAIL, List.of(one, two)).build();

            assertThat(hasher.hash(normalizer
                                    .normalize(Events.with(values), null)
                                    .values())
                            .get(Field.EMAIL))
                    .isEqualTo(List.of(Sha256Hex.of(one), Sha256Hex.of(two)));
        }
    }

    private ConversionEvent normalize(Field field, String given) {
        return normalizer.normalize(event(field, given), null);
    }

    private static ConversionEvent event(Field field, String given) {
        return Events.with(field, field.type() == Field.Type.TEXTS ? List.of(given) : given);
    }

    private String text() {
        List<String> pieces = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            pieces.add(PIECES.get(random.nextInt(PIECES.size())));
        }
        return String.join("", pieces);
    }
}
