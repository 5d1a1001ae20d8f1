package dev.eventferry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Field;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdentityHasherTest {

    private final Normalizer normalizer = new Normalizer(IdentitySettings.DEFAULT);
    private final IdentityHasher hasher = new IdentityHasher();

    /** tiktok-events-api 4: TikTok's own vectors. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "EMAIL, ALICE_abc@gmail.com ,848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f",
                "PHONE,(+1)2133734253,9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd",
                "EXTERNAL_ID,user_123,80fba0ae1c48e3978e43e4efc365e14e12ea0c830ba8ba5b9a2dafc7e3f2ab8b",
            })
    void the_golden_vectors_hold(Field field, String given, String digest) {
        assertThat(hashed(field, List.of(given)).get(field)).isEqualTo(List.of(new Sha256Hex(digest)));
    }

    @ParameterizedTest
    @CsvSource({
        "IDFA, ea7583cd-a667-48bc-b806-42ecb2b48606, 70574fa9c8f498a7b2e5c8712b1126de7b1406fd02fdc591821c5bd33092fd1c",
        "GAID, AAAAAA-2222-1111-8787-809e92233ba0, 0ebad966881e1eebffe69b3abf624631cf83ec9bf8cb3ce134c7c75c6d8ee7fc",
    })
    void the_normal_forms_of_device_ids_have_the_golden_digests(Field field, String given, String digest) {
        Values normal = normalizer.normalize(Events.with(field, given), null).values();

        assertThat(Sha256Hex.of(Objects.requireNonNull(normal.text(field))).hex())
                .isEqualTo(digest);
    }

    @ParameterizedTest
    @MethodSource("plainValuesOfTheFixtures")
    void the_plain_values_of_the_fixtures_have_their_digests(Field field, String plain, String digest) {
        assertThat(hashed(field, List.of(plain)).get(field)).isEqualTo(List.of(new Sha256Hex(digest)));
    }

    static Stream<Arguments> plainValuesOfTheFixtures() throws IOException {
        Pattern row = Pattern.compile("\\| `([^`]+)` \\| `([0-9a-f]{64})` \\|");
        return lines("fixtures/INDEX.md")
                .map(row::matcher)
                .filter(Matcher::matches)
                .map(found -> {
                    String plain = found.group(1);
                    Field field =
                            plain.contains("@") ? Field.EMAIL : plain.startsWith("+") ? Field.PHONE : Field.EXTERNAL_ID;
                    return Arguments.of(field, plain, found.group(2));
                });
    }

    @Test
    void a_digest_stays_and_a_blank_is_no_digest() {
        String digest = Sha256Hex.of("nora").hex();
        Values values = Values.builder()
                .put(Field.EMAIL, List.of(digest, " "))
                .put(Field.PHONE, List.of(""))
                .put(Field.LAST_NAME, " ")
                .put(Field.FIRST_NAME, "nora")
                .put(Field.CITY, "oslo")
                .build();

        Values hashed = hasher.hash(values);

        assertThat(hashed.get(Field.EMAIL)).isEqualTo(List.of(new Sha256Hex(digest)));
        assertThat(hashed.get(Field.FIRST_NAME)).isEqualTo(List.of(new Sha256Hex(digest)));
        assertThat(hashed.has(Field.PHONE)).isFalse();
        assertThat(hashed.has(Field.LAST_NAME)).isFalse();
        assertThat(hashed.text(Field.CITY)).isEqualTo("oslo");
    }

    @Test
    void hashing_twice_is_hashing_once() {
        Values once = hashed(Field.EMAIL, List.of("a@x.test", "b@x.test"));

        assertThat(hasher.hash(once)).isEqualTo(once);
    }

    private Values hashed(Field field, Object value) {
        return hasher.hash(normalizer.normalize(Events.with(field, value), null).values());
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(IdentityHasherTest.class.getClassLoader().getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}
