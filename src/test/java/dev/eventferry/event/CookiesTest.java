package dev.eventferry.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookiesTest {

    @ParameterizedTest
    @CsvSource({
        "_ttp=p; ttclid=c, c, p",
        "ttclid=c;_ttp=p;, c, p",
        "a=b; _ttp=2Rk=; x_ttp=0; z, , 2Rk=",
        "ttclid=first; ttclid=second, first, ",
        "ttclid=; ttclid=second, second, ",
        "'ttclid=\"quoted\"; _ttp=\"half', quoted, '\"half'",
        "'  ttclid=a%2Bb', a%2Bb, ",
    })
    void tiktoks_two_are_read_from_a_header(String header, @Nullable String ttclid, @Nullable String ttp) {
        assertThat(Cookies.ofHeader(header)).isEqualTo(new Cookies(ttclid, ttp));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", ";;  ; ", "ttclid", "_ttp=", "TTCLID=x", "xttclid=y", "a=ttclid=x", "ttclid =x"})
    void a_header_without_them_gives_none(String header) {
        assertThat(Cookies.ofHeader(header)).isNull();
    }

    @Test
    void their_values_are_not_shown() {
        assertThat(new Cookies("secret", null)).asString().contains("ttclid").doesNotContain("secret");
    }
}
