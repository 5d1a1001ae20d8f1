package dev.eventferry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No warning about a match key stands in the catalogue in vain, and none costs the event. */
class MatchKeyWarningsTest {

    private static final String MD5 = "9bdbbf6a300e778669e1be88fb219563";

    private final Normalizer normalizer = new Normalizer(IdentitySettings.DEFAULT);

    @ParameterizedTest
    @MethodSource("codes")
    void each_has_a_value_that_raises_it(String code) {
        Field field = field(code);
        List<String> given = bad(field, code.substring(field.leaf().length()));

        Values.Builder values = Values.builder().put(field, field.type() == Field.Type.TEXTS ? given : given.get(0));
        if (code.endsWith(Codes.DENIED)) {
            values.put(Field.ATT_STATUS, "DENIED");
        }
        ConversionEvent event = normalizer.normalize(Events.with(values.build()), null);

        assertThat(event.isRefused()).isFalse();
        assertThat(event.problems()).extracting(Problem::code).containsExactly(code);
        boolean kept = code.endsWith(Codes.TOO_MANY) || code.endsWith(Codes.LOOKS_HASHED);
        assertThat(event.values().has(field)).isEqualTo(kept);
    }

    static List<String> codes() {
        return Codes.all();
    }

    private static Field field(String code) {
        return Arrays.stream(Field.values())
                .filter(field -> field.section().equals("user") && code.startsWith(field.leaf() + "_"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> bad(Field field, String kind) {
        return switch (kind) {
            case Codes.BLANK -> List.of(" \u00a0");
            case Codes.EMPTY_DIGEST -> List.of(Digests.OF_NOTHING);
            case Codes.WRONG_DIGEST, Codes.LOOKS_HASHED -> List.of(MD5);
            case Codes.HASHED -> List.of(Sha256Hex.of("nora").hex());
            case Codes.UNPARSEABLE -> List.of("?!");
            case Codes.PLACEHOLDER -> List.of("undefined");
            case Codes.TOO_MANY -> many(field).toList();
            case Codes.MACRO -> List.of("__CLICKID__");
            case Codes.COUNTRY_MISSING -> List.of("070 123 45 67");
            case Codes.ROUNDED -> List.of("4.91511E+11");
            case Codes.NOT_PUBLIC -> List.of("10.0.0.12");
            case Codes.ZERO -> List.of("00000000-0000-0000-0000-000000000000");
            case Codes.UNKNOWN -> List.of("nowhere");
            case Codes.DENIED -> List.of(field == Field.EMAIL ? "nora@example.test" : "+46701234567");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Stream<String> many(Field field) {
        return IntStream.range(10, 21)
                .mapToObj(i -> field == Field.PHONE ? "+467012345" + i : "p" + i + "@example.test");
    }
}
