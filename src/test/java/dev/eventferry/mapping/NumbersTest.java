package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US | 1,234.56   | 1234.56",
                "de-DE | 1.234,56   | 1234.56",
                "de-DE | 1234,5     | 1234.5",
                "de-DE | 1.234.567  | 1234567",
                "de-DE | -12,00     | -12.00",
                "de-DE | 12,00 €    | 12.00",
                "de-DE | EUR 12,00  | 12.00",
                "en-US | $1,000     | 1000",
                "en-US | 12.00 USD  | 12.00",
                "fr-FR | 1 234,56   | 1234.56",
                "fr-FR | 1\u00A0234,56 | 1234.56",
                "fr-FR | 1\u202F234,56 | 1234.56",
                "de-CH | 1'234.56   | 1234.56",
                "de-CH | 1\u2019234.56 | 1234.56",
                "en-IN | 12,34,567.5 | 1234567.5",
            })
    void a_number_is_read_as_its_locale_writes_it(String locale, String text, BigDecimal number) {
        assertThat(styled(locale, text)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-DE | 1234.50", "de-DE | 1.50", "de-DE | 1,2,3", "en-US | 1.234,56", "en-US | 1,23",
                        "de-DE | 1..234,0",
                "de-DE | .123", "de-DE | (5,00)", "de-DE | -", "de-DE | €", "de-DE | free", "de-DE | 1,5,"
            })
    void a_number_that_may_mean_another_is_not_guessed(String locale, String text) {
        assertThat(styled(locale, text)).isNull();
    }

    @Test
    void without_a_locale_a_number_is_written_with_a_dot_and_nothing_else() {
        assertThat(plain(" 1234.50 ")).isEqualTo(new BigDecimal("1234.50"));
        assertThat(plain("0")).isEqualByComparingTo("0");
        assertThat(plain("4.5E+2")).isEqualByComparingTo("450");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1,5", "1.234,56", "€ 5", "(null)", "NaN", "Infinity", "0x10", "1e999999999", "-"})
    void what_is_no_number_is_null(String text) {
        assertThat(plain(text)).isNull();
    }

    @Test
    void a_number_too_long_to_be_meant_is_null() {
        assertThat(plain("9".repeat(61))).isNull();
        assertThat(Numbers.decimal(DecimalNode.valueOf(new BigDecimal("1e-999999")), null))
                .isNull();
        assertThat(Numbers.decimal(DoubleNode.valueOf(Double.NaN), null)).isNull();
    }

    @Test
    void a_whole_number_may_be_written_with_a_fraction_of_nothing() {
        assertThat(Numbers.integer(TextNode.valueOf("3.0"), null)).isEqualTo(3);
        assertThat(Numbers.integer(DecimalNode.valueOf(new BigDecimal("3.00")), null))
                .isEqualTo(3);
        assertThat(Numbers.integer(TextNode.valueOf("3.5"), null)).isNull();
        assertThat(Numbers.integer(TextNode.valueOf("99999999999999999999"), null))
                .isNull();
    }

    @Test
    void yes_and_no_are_read_in_their_common_words() {
        for (String yes : new String[] {"true", "TRUE", "1", "yes", "Y", "on"}) {
            assertThat(Numbers.bool(TextNode.valueOf(yes))).as(yes).isTrue();
        }
        for (String no : new String[] {"false", "0", "No", "n", "off"}) {
            assertThat(Numbers.bool(TextNode.valueOf(no))).as(no).isFalse();
        }
        assertThat(Numbers.bool(IntNode.valueOf(1))).isTrue();
        assertThat(Numbers.bool(BooleanNode.FALSE)).isFalse();
        assertThat(Numbers.bool(TextNode.valueOf("perhaps"))).isNull();
        assertThat(Numbers.bool(IntNode.valueOf(2))).isNull();
    }

    @Test
    void ids_are_text_as_they_were_written() {
        assertThat(Numbers.text(TextNode.valueOf(" 0049 "))).isEqualTo("0049");
        assertThat(Numbers.text(JsonNodeFactory.instance.numberNode(1234567890123456789L)))
                .isEqualTo("1234567890123456789");
        assertThat(Numbers.text(DecimalNode.valueOf(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(Numbers.text(JsonNodeFactory.instance.objectNode())).isNull();
        assertThat(Numbers.text(TextNode.valueOf("  "))).isNull();
    }

    private static @Nullable BigDecimal plain(String text) {
        return Numbers.decimal(TextNode.valueOf(text), null);
    }

    private static @Nullable BigDecimal styled(String locale, String text) {
        return Numbers.decimal(TextNode.valueOf(text), NumberStyle.of(Locale.forLanguageTag(locale)));
    }
}
