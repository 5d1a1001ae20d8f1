package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrencyMarkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "12.50 EUR    | EUR",
                "EUR 1.234,50 | EUR",
                "EUR          | EUR",
                "12,00\u00A0€ | EUR",
                "US$12.00     | USD",
                "R$ 1.234,50  | BRL",
                "$12.00 CAD   | CAD",
                "$12.00       | -",
                "kr. 12       | -",
                "12.50        | -",
                "12 pieces    | -",
                "''           | -",
            })
    void the_currency_stands_beside_the_amount_or_is_not_guessed(String text, @Nullable String currency) {
        assertThat(CurrencyMark.of(null).currency(text)).isEqualTo(currency);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-CA | $12.00    | CAD",
                "en-US | $1,234.50 | USD",
                "en-US | € 12.00   | EUR",
                "da-DK | kr. 12    | DKK",
                "sv-SE | 12 kr     | SEK",
                "ja-JP | ¥1200     | JPY",
            })
    void a_sign_that_currencies_share_is_the_locales_own(String locale, String text, String currency) {
        assertThat(CurrencyMark.of(Locale.forLanguageTag(locale)).currency(text))
                .isEqualTo(currency);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US | $1,234.50 USD | 1234.50",
                "pt-BR | R$ 1.234,50   | 1234.50",
                "pl-PL | 1234,50 zł    | 1234.50",
                "sv-SE | 1234,50 kr    | 1234.50",
                "da-DK | kr. 1.234,50  | 1234.50",
                "en-AU | A$12.00       | 12.00",
            })
    void an_amount_is_read_without_its_currency(String locale, String text, BigDecimal amount) {
        assertThat(NumberStyle.of(Locale.forLanguageTag(locale)).read(text)).isEqualTo(amount);
    }

    @ParameterizedTest
    @CsvSource({"1.5k", "12 pieces", "3M", "about 12", "12 kr each"})
    void what_is_no_currency_does_not_pass_for_one(String text) {
        assertThat(NumberStyle.of(Locale.forLanguageTag("en-US")).read(text)).isNull();
    }

    @Test
    void a_locale_without_a_country_has_no_currency_of_its_own() {
        assertThat(CurrencyMark.of(Locale.GERMAN).currency("$12")).isNull();
        assertThat(CurrencyMark.of(Locale.forLanguageTag("en-AQ")).currency("$12"))
                .isNull();
    }
}
