package dev.eventferry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhonesTest {

    private final Normalizer normalizer = new Normalizer(IdentitySettings.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "(+1)2133734253, , +12133734253",
        "+1 (213) 373-4253, , +12133734253",
        "213-373-4253, US, +12133734253",
        "00 49 (0)151-12345678, , +4915112345678",
        "+49 (0) 151 12345678, , +4915112345678",
        "0049 151 12345678, US, +4915112345678",
        "0151/12345678, DE, +4915112345678",
        "+46 70 123 45 67 x123, , +46701234567",
        "tel:+46-70-1234567;ext=12, , +46701234567",
        "'=\"0046701234567\"', , +46701234567",
        "'''0046701234567', , +46701234567",
        "46701234567.0, SE, +46701234567",
        "+٤٦٧٠١٢٣٤٥٦٧, , +46701234567",
        "＋４６７０１２３４５６７, , +46701234567",
        "070-123 45 67, SE, +46701234567",
        "+39 06 1234 5678, , +390612345678",
        "+8613800000000, , +8613800000000",
    })
    void a_number_becomes_e164(String given, @Nullable String region, String e164) {
        ConversionEvent event = normalize(given, region);

        assertThat(event.problems()).isEmpty();
        assertThat(event.values().texts(Field.PHONE)).containsExactly(e164);
    }

    @ParameterizedTest
    @CsvSource({
        "0151 12345678 / 0170 7654321, DE, +4915112345678, +491707654321",
        "+46701234567; +4915112345678, , +46701234567, +4915112345678",
        "+46701234567/+4915112345678, , +46701234567, +4915112345678",
    })
    void two_numbers_in_one_cell_are_two_values(String given, @Nullable String region, String one, String two) {
        assertThat(normalize(given, region).values().texts(Field.PHONE)).containsExactly(one, two);
    }

    @Test
    void the_events_country_comes_before_the_sources_and_that_before_the_default() {
        Normalizer german = new Normalizer(new IdentitySettings("DE", false, false));
        Values swedish = Values.builder()
                .put(Field.PHONE, List.of("070 123 45 67"))
                .put(Field.COUNTRY, "Sweden")
                .build();

        assertThat(german.normalize(Events.with(swedish), "FR").values().texts(Field.PHONE))
                .containsExactly("+46701234567");
        assertThat(german.normalize(phone("06 12 34 56 78"), "fr").values().texts(Field.PHONE))
                .containsExactly("+33612345678");
        assertThat(german.normalize(phone("0151 12345678"), null).values().texts(Field.PHONE))
                .containsExactly("+4915112345678");
    }

    @Test
    void the_rows_country_comes_between_the_events_and_the_sources() {
        ConversionEvent given = phone("070 123 45 67");
        ConversionEvent row = given.withRegion("Schweden");
        Values french = given.values().toBuilder().put(Field.COUNTRY, "FR").build();

        assertThat(normalizer.normalize(row, "DE").values().texts(Field.PHONE)).containsExactly("+46701234567");
        assertThat(normalizer.normalize(row.withValues(french), "SE").values().has(Field.PHONE))
                .isFalse();
    }

    @Test
    void a_national_number_without_a_country_is_dropped_and_says_what_it_lacks() {
        ConversionEvent event = normalize("070 123 45 67", null);

        assertThat(event.values().has(Field.PHONE)).isFalse();
        assertThat(event.isRefused()).isFalse();
        assertThat(Events.codes(event)).containsExactly("phone_country_missing");
        assertThat(event.problems().get(0).message()).doesNotContain("070").doesNotContain("123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.91511E+11", "4,91511E+11", "4.67012E11"})
    void a_number_that_a_spreadsheet_rounded_is_refused_with_that_reason(String given) {
        assertThat(Events.codes(normalize(given, "DE"))).containsExactly("phone_rounded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+4900491512765951",
                "abc",
                "+",
                "123",
                "+1",
                "+999123456789",
                "nora@example.test",
                "call me",
                "+4912345678901234567"
            })
    void what_is_no_number_is_dropped(String given) {
        assertThat(Events.codes(normalize(given, "DE"))).containsExactly("phone_unparseable");
    }

    @Test
    void a_number_that_only_its_own_country_can_dial_is_dropped() {
        assertThat(Events.codes(normalize("13104180", "US"))).containsExactly("phone_unparseable");
    }

    @Test
    void a_chinese_number_has_both_forms_where_the_settings_say_so() {
        Normalizer both = new Normalizer(new IdentitySettings(null, false, true));

        for (String given : List.of("+8613800000000", "0086 138 0000 0000")) {
            assertThat(both.normalize(phone(given), null).values().texts(Field.PHONE))
                    .containsExactly("+8613800000000", "13800000000");
        }
    }

    @Test
    void the_short_way_says_what_the_library_says() {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        InternationalPhones shortWay = new InternationalPhones(library);
        List<Integer> codes = new ArrayList<>(library.getSupportedCallingCodes());
        Random random = new Random(7);
        int taken = 0;

        for (int i = 0; i < 20_000; i++) {
            String number = randomNumber(codes.get(random.nextInt(codes.size())), random);
            String said = shortWay.e164(number);
            if (said != null) {
                taken++;
                assertThat(said).as(number).isEqualTo(librarySays(library, number));
            }
        }

        assertThat(taken).isGreaterThan(2_000);
    }

    private static String randomNumber(int code, Random random) {
        StringBuilder number = new StringBuilder("+").append(code);
        int digits = 4 + random.nextInt(11);
        for (int i = 0; i < digits; i++) {
            number.append(
                    random.nextInt(5) == 0
                            ? " -().".substring(random.nextInt(5)).substring(0, 1)
                            : "");
            number.append(random.nextInt(10));
        }
        return number.toString();
    }

    private static @Nullable String librarySays(PhoneNumberUtil library, String text) {
        try {
            PhoneNumber number = library.parse(text, null);
            return library.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                    ? library.format(number, PhoneNumberFormat.E164)
                    : null;
        } catch (NumberParseException e) {
            return null;
        }
    }

    private ConversionEvent normalize(String given, @Nullable String region) {
        return normalizer.normalize(phone(given), region);
    }

    private static ConversionEvent phone(String given) {
        return Events.with(Field.PHONE, List.of(given));
    }
}
