package dev.eventferry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {

    private static final String DIGEST = Sha256Hex.of("nora.lind@example.test").hex();

    private final Normalizer normalizer = new Normalizer(IdentitySettings.DEFAULT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " ALICE_abc@gmail.com |alice_abc@gmail.com",
                "\u00a0Nora.Lind@Example.test\u200b|nora.lind@example.test",
                "mailto:nora.lind@example.test?subject=hi|nora.lind@example.test",
                "Nora Lind <Nora.Lind@example.test>|nora.lind@example.test",
                "\"Lind, Nora\" <nora.lind@example.test>|nora.lind@example.test",
                "nora.lind@example.test.|nora.lind@example.test",
                "'nora.lind@example.test|nora.lind@example.test",
                "=\"nora.lind@example.test\"|nora.lind@example.test",
                "\"'mailto:nora.lind@example.test?subject=hi'\"|nora.lind@example.test",
                "=''nora.lind@example.test''|nora.lind@example.test",
                "mail\u00adto:nora.lind@example.test|nora.lind@example.test",
                "n.o.ra+shop@gmail.com|n.o.ra+shop@gmail.com",
                "ÅSA@exämple.test|åsa@exämple.test",
            })
    void an_e_mail_is_trimmed_and_lower_cased_and_no_more(String given, String normal) {
        assertThat(after(Field.EMAIL, List.of(given)).texts(Field.EMAIL)).containsExactly(normal);
    }

    @Test
    void several_e_mails_in_one_cell_are_several_values_each_once() {
        Values values = after(Field.EMAIL, List.of("A@x.test; b@x.test, a@x.test", "B@x.test"));

        assertThat(values.texts(Field.EMAIL)).containsExactly("a@x.test", "b@x.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nora.lind",
                "@example.test",
                "nora@",
                "nora lind@example.test",
                "a@b@c.test",
                "a:b@c.test",
                "n/a"
            })
    void what_is_no_e_mail_is_dropped_with_a_warning_and_the_event_survives(String given) {
        ConversionEvent event = normalize(Field.EMAIL, List.of(given));

        assertThat(event.values().has(Field.EMAIL)).isFalse();
        assertThat(event.isRefused()).isFalse();
        assertThat(Events.codes(event)).containsExactly("email_unparseable");
        assertThat(event.problems().get(0).message())
                .startsWith("user.email: text of")
                .doesNotContain(given);
    }

    @Test
    void a_digest_in_either_case_is_kept_in_lower_case() {
        assertThat(after(Field.EMAIL, List.of(DIGEST.toUpperCase(Locale.ROOT) + " "))
                        .texts(Field.EMAIL))
                .containsExactly(DIGEST);
        assertThat(after(Field.FIRST_NAME, DIGEST).text(Field.FIRST_NAME)).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "9bdbbf6a300e778669e1be88fb219563, email_wrong_digest",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709, email_wrong_digest",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, email_empty_digest",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855, email_empty_digest",
        "'  ', email_blank",
    })
    void a_digest_that_matches_nobody_and_a_blank_are_dropped(String given, String code) {
        ConversionEvent event = normalize(Field.EMAIL, List.of(given));

        assertThat(event.values().has(Field.EMAIL)).isFalse();
        assertThat(Events.codes(event)).containsExactly(code);
    }

    @Test
    void a_letter_and_its_mark_are_one_letter_whatever_stood_between_them() {
        assertThat(after(Field.FIRST_NAME, "Re\u00ad\u0301my").text(Field.FIRST_NAME))
                .isEqualTo("r\u00e9my");
        assertThat(after(Field.CITY, "Ve.\u0301lizy").text(Field.CITY)).isEqualTo("v\u00e9lizy");
        assertThat(after(Field.ZIP_CODE, "e-\u0301 1").text(Field.ZIP_CODE)).isEqualTo("\u00e91");
        assertThat(after(Field.LAST_NAME, "\u0130\u0323").text(Field.LAST_NAME)).isEqualTo("\u1ecb\u0307");
    }

    @Test
    void the_digest_of_nothing_in_quotes_is_dropped_too() {
        ConversionEvent event =
                normalize(Field.ZIP_CODE, "=\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");

        assertThat(event.values().has(Field.ZIP_CODE)).isFalse();
        assertThat(Events.codes(event)).containsExactly("zip_code_empty_digest");
    }

    @Test
    void more_than_ten_values_are_cut_with_one_warning() {
        List<String> many =
                IntStream.range(0, 14).mapToObj(i -> "p" + i + "@x.test").toList();

        ConversionEvent event = normalize(Field.EMAIL, many);

        assertThat(event.values().texts(Field.EMAIL)).hasSize(10);
        assertThat(Events.codes(event)).containsExactly("email_too_many");
    }

    @Test
    void an_external_id_is_trimmed_and_keeps_its_case() {
        assertThat(after(Field.EXTERNAL_ID, List.of(" User_123 ")).texts(Field.EXTERNAL_ID))
                .containsExactly("User_123");
    }

    @Test
    void an_external_id_is_lower_cased_where_the_settings_say_so() {
        Normalizer lower = new Normalizer(new IdentitySettings(null, true, false));

        ConversionEvent event = lower.normalize(Events.with(Field.EXTERNAL_ID, List.of("User_123")), null);

        assertThat(event.values().texts(Field.EXTERNAL_ID)).containsExactly("user_123");
    }

    @Test
    void an_external_id_that_looks_like_md5_is_still_the_id_but_its_sender_is_told() {
        ConversionEvent event = normalize(Field.EXTERNAL_ID, List.of("9bdbbf6a300e778669e1be88fb219563"));

        assertThat(event.values().texts(Field.EXTERNAL_ID)).containsExactly("9bdbbf6a300e778669e1be88fb219563");
        assertThat(Events.codes(event)).containsExactly("external_id_looks_hashed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "undefined", "(null)", "NaN", "0", "-1"})
    void a_word_for_no_value_is_no_external_id(String word) {
        assertThat(Events.codes(normalize(Field.EXTERNAL_ID, List.of(word))))
                .containsExactly("external_id_placeholder");
    }

    @ParameterizedTest
    @CsvSource({
        "O'Brien-Smith, obriensmith",
        "' Mary  Ann ', mary ann",
        "Müller, müller",
        "Mu\u0308ller, müller",
        "王小明, 王小明",
        "नेहा, नेहा",
        "J. R., j r",
    })
    void a_name_is_lower_case_without_punctuation(String given, String normal) {
        assertThat(after(Field.LAST_NAME, given).text(Field.LAST_NAME)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "411 03, , 41103",
        "SW1A 1AA, gb, sw1a1aa",
        "94110-1234, us, 94110",
        "94110-1234, , 94110",
        "941101234, United States, 94110",
        "12345-678, br, 12345678",
        "'=\"01234\"', us, 01234",
    })
    void a_zip_code_loses_spaces_and_dashes_and_an_american_one_its_last_four(
            String given, @Nullable String country, String normal) {
        Values.Builder values = Values.builder().put(Field.ZIP_CODE, given).put(Field.COUNTRY, country);

        assertThat(normalizer
                        .normalize(Events.with(values.build()), null)
                        .values()
                        .text(Field.ZIP_CODE))
                .isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({"Göteborg, göteborg", "New York, newyork", "東京, 東京", "दिल्ली, दिल्ली", "St. John's, stjohns"})
    void a_city_is_letters_and_digits_of_any_script(String given, String normal) {
        assertThat(after(Field.CITY, given).text(Field.CITY)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({"California, us, ca", "CA, USA, ca", "US-CA, us, ca", "Västra Götaland, se, västragötaland"})
    void an_american_state_is_two_letters(String given, String country, String normal) {
        Values values = Values.builder()
                .put(Field.STATE, given)
                .put(Field.COUNTRY, country)
                .build();

        assertThat(normalizer.normalize(Events.with(values), null).values().text(Field.STATE))
                .isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({"DE, de", "DEU, de", "Germany, de", "Deutschland, de", "UK, gb", "'U.S.A.', us", "se, se"})
    void a_country_is_two_letters(String given, String normal) {
        assertThat(after(Field.COUNTRY, given).text(Field.COUNTRY)).isEqualTo(normal);
    }

    @Test
    void what_is_no_country_is_dropped() {
        assertThat(Events.codes(normalize(Field.COUNTRY, "Atlantis"))).containsExactly("country_unknown");
    }

    @Test
    void a_hashed_city_is_of_no_use_to_tiktok_and_dropped() {
        assertThat(Events.codes(normalize(Field.CITY, DIGEST))).containsExactly("city_hashed");
    }

    @Test
    void an_idfa_is_upper_case_and_a_gaid_lower_case() {
        assertThat(after(Field.IDFA, "ea7583cd-a667-48bc-b806-42ecb2b48606").text(Field.IDFA))
                .isEqualTo("EA7583CD-A667-48BC-B806-42ECB2B48606");
        assertThat(after(Field.GAID, "AAAAAA-2222-1111-8787-809E92233BA0").text(Field.GAID))
                .isEqualTo("aaaaaa-2222-1111-8787-809e92233ba0");
        assertThat(after(Field.IDFA, DIGEST.toUpperCase(Locale.ROOT)).text(Field.IDFA))
                .isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "IDFA, 00000000-0000-0000-0000-000000000000, idfa_zero",
        "GAID, not-an-id, gaid_unparseable",
        "IDFV, 39302aa69a178345cac39d66bac3b04eacb73d808bddb53cc54166b530a2ea26, idfv_hashed",
    })
    void a_device_id_of_no_use_is_dropped(Field field, String given, String code) {
        ConversionEvent event = normalize(field, given);

        assertThat(event.values().has(field)).isFalse();
        assertThat(Events.codes(event)).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({
        "en_US, en-US",
        "sv-se, sv-SE",
        "'de-DE,de;q=0.9', de-DE",
        "en_US.UTF-8, en-US",
        "zh-Hant-TW, zh-Hant-TW"
    })
    void a_locale_is_a_language_tag(String given, String normal) {
        assertThat(after(Field.LOCALE, given).text(Field.LOCALE)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.24, 198.51.100.24",
        "203.0.113.9:5060, 203.0.113.9",
        "'203.0.113.9, 10.0.0.1', 203.0.113.9",
        "2001:0DB8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "[2001:db8::1]:443, 2001:db8::1",
        "::ffff:203.0.113.9, 203.0.113.9",
    })
    void an_address_is_canonical_and_the_documentation_ranges_pass(String given, String normal) {
        assertThat(after(Field.IP, given).text(Field.IP)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.12",
                "127.0.0.1",
                "192.168.1.1",
                "172.16.0.1",
                "100.64.0.1",
                "169.254.1.1",
                "0.0.0.0",
                "255.255.255.255",
                "::1",
                "fe80::1%eth0",
                "fd00::1",
                "::ffff:10.0.0.1",
                "::"
            })
    void an_inner_address_is_dropped(String given) {
        assertThat(Events.codes(normalize(Field.IP, given))).containsExactly("ip_not_public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "example.test",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "010.1.1.1",
                "1::2::3",
                ":::",
                "12345"
            })
    void what_is_no_address_is_dropped_without_asking_a_name_server(String given) {
        assertThat(Events.codes(normalize(Field.IP, given))).containsExactly("ip_unparseable");
    }

    @Test
    void a_person_who_denied_tracking_is_sent_without_e_mail_and_phone() {
        Values values = Values.builder()
                .put(Field.ATT_STATUS, "denied")
                .put(Field.EMAIL, List.of("nora@example.test"))
                .put(Field.PHONE, List.of("+46701234567"))
                .put(Field.IP, "203.0.113.9")
                .build();

        ConversionEvent event = normalizer.normalize(Events.with(values), null);

        assertThat(event.values())
                .isEqualTo(Values.builder()
                        .put(Field.ATT_STATUS, "DENIED")
                        .put(Field.IP, "203.0.113.9")
                        .build());
        assertThat(Events.codes(event)).containsExactly("email_denied", "phone_denied");
    }

    @Test
    void an_att_status_that_apple_does_not_know_is_dropped() {
        assertThat(Events.codes(normalize(Field.ATT_STATUS, "MAYBE"))).containsExactly("att_status_unknown");
        assertThat(after(Field.ATT_STATUS, "3").text(Field.ATT_STATUS)).isEqualTo("AUTHORIZED");
    }

    @Test
    void an_event_in_normal_form_passes_untouched() {
        Values values = Values.builder()
                .put(Field.EMAIL, List.of("nora@example.test"))
                .put(Field.PHONE, List.of("+46701234567"))
                .put(Field.USER_AGENT, "Mozilla/5.0")
                .build();
        ConversionEvent event = Events.with(values);

        assertThat(normalizer.normalize(event, "SE")).isSameAs(event);
    }

    private ConversionEvent normalize(Field field, Object value) {
        return normalizer.normalize(Events.with(field, value), null);
    }

    private Values after(Field field, Object value) {
        ConversionEvent event = normalize(field, value);
        assertThat(event.problems()).isEmpty();
        return event.values();
    }
}
