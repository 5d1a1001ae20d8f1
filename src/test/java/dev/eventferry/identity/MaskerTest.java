package dev.eventferry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskerTest {

    @ParameterizedTest
    @CsvSource({
        "'', an empty text",
        "abc, text of 3 characters with letters",
        "12345, text of 5 characters with digits",
        "a1, text of 2 characters with letters and digits",
        "+46 70, text of 6 characters with digits and other signs",
        "?, text of 1 character with signs only",
    })
    void a_shape_tells_of_a_value_without_it(String value, String shape) {
        assertThat(Masker.shape(value)).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Invalid email nora.lind+shop@example.test in Batch.3|Invalid email (e-mail) in Batch.3",
                "email=nora%40example.test&x=1|email=(e-mail)&x=1",
                "phone +46 (70) 123-45 67 bad|phone (number) bad",
                "ip 203.0.113.9 and 2001:db8::1 refused|ip (ip) and (ip) refused",
                "token 39302aa69a178345cac39d66bac3b04eacb73d808b given|token (token) given",
                "Batch.0.properties.contents.0.content_id: not a valid string|"
                        + "Batch.0.properties.contents.0.content_id: not a valid string",
                "code 40002 at 10:15:00|code 40002 at 10:15:00",
            })
    void a_mask_hides_what_is_personal_and_leaves_the_rest(String text, String masked) {
        assertThat(Masker.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "1.", "a:", "@", "a@", "%40", "1 ("})
    void no_long_text_makes_masking_slow(String piece) {
        String text = piece.repeat(100_000);

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Masker.mask(text)))
                .isNotNull();
    }

    @Test
    void masking_twice_is_masking_once() {
        String masked = Masker.mask("nora@example.test +46701234567 203.0.113.9");

        assertThat(Masker.mask(masked)).isEqualTo(masked);
    }
}
