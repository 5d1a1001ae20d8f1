package dev.eventferry.intake.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.signature.SignatureCheck.Verdict;
import dev.eventferry.intake.signature.SignatureScheme.Algorithm;
import dev.eventferry.intake.signature.SignatureScheme.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signatures that openssl made: {@code printf %s "$SIGNED" | openssl dgst -sha256 -hmac hush-hush -binary | base64}.
 * The one of Standard Webhooks is the example of its specification.
 */
class SignatureCheckTest {

    private static final String BODY = "{\"id\":820982911946154508,\"name\":\"Größe\"}";
    private static final String SECRET = "hush-hush";
    private static final Instant SIGNED_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SECONDS = "1767225600";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String HMAC_OF_BODY = "0xdklk3Mb/uHoU7huuOvn5BmrOjUhpWZUjAytYQSh0k=";
    private static final String HMAC_OF_BODY_WITH_FORMER = "srGeuQDVnnolAQk+NKvsJmcFgmegx4BUo4UoqjedM0g=";
    private static final String HEX_OF_BODY = "d31764964dcc6ffb87a14ee1bae3af9f9066ace8d4869599523032b584128749";
    private static final String HEX_512_OF_TIME_AND_BODY =
            "c857e7b95ebfaf6fed0526cb2fe10b5faa936b7bc0965ea891e404ae46e117ae"
                    + "6970b97a1e3805e962b5eb57c4be03007b360e917cf3870c7518ab6159dc6030";

    /** {@code printf 'soon.{}' | openssl dgst -sha256 -hmac hush-hush}. */
    private static final String HEX_OF_SOON = "0d6f7b125ed6ffbe4efefdbf80be47d589205d39e15e85f3eee7922fec7272db";

    /** A request that is right, and what judges it. */
    private record Signed(
            String name, SignatureScheme scheme, SigningKey key, String body, Map<String, String> headers, Instant at) {

        SignatureCheck check() {
            return new SignatureCheck(scheme, List.of(key));
        }

        String signature() {
            return String.valueOf(headers.get(scheme.header()));
        }

        Verdict judge() {
            return judge(Map.of());
        }

        /** With other headers; an empty one is taken away. */
        Verdict judge(Map<String, String> changes) {
            return check().judge(request(body, changed(changes), at));
        }

        Map<String, String> changed(Map<String, String> changes) {
            Map<String, String> all = new TreeMap<>(headers);
            all.putAll(changes);
            all.values().removeIf(String::isEmpty);
            return all;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Signed> everyScheme() {
        List<Signed> all = new ArrayList<>(List.of(
                signed("shopify", SignatureScheme.shopify(), Map.of("X-Shopify-Hmac-SHA256", HMAC_OF_BODY)),
                signed("woocommerce", SignatureScheme.wooCommerce(), Map.of("X-WC-Webhook-Signature", HMAC_OF_BODY)),
                signed("hmac", hmac(Encoding.HEX, "", null, "{body}"), Map.of("X-Signature", HEX_OF_BODY)),
                signed(
                        "hmac with a prefix",
                        hmac(Encoding.HEX, "sha256=", null, "{body}"),
                        Map.of("X-Signature", "sha256=" + HEX_OF_BODY))));
        all.addAll(timed());
        return all;
    }

    static List<Signed> timed() {
        return List.of(
                signed(
                        "hubspot",
                        SignatureScheme.hubSpot("https://ferry.example.com/v1/sources/hubspot-contacts?a=b", TOLERANCE),
                        Map.of(
                                "X-HubSpot-Signature-v3",
                                "ORcaeyAx3LCJ8wHDMCV3Li9aYiJzwpPNbBF2pwgu5Zo=",
                                "X-HubSpot-Request-Timestamp",
                                "1767225600000")),
                standard(),
                signed(
                        "hmac, sha512 over time and body",
                        new SignatureScheme(
                                "X-Signature",
                                Algorithm.SHA512,
                                Encoding.HEX,
                                "",
                                "X-Timestamp",
                                null,
                                SignedContent.of("{timestamp}.{body}"),
                                TOLERANCE),
                        Map.of("X-Signature", HEX_512_OF_TIME_AND_BODY, "X-Timestamp", SECONDS)),
                signed(
                        "hmac, with words between",
                        hmac(Encoding.HEX, "v0=", "X-Timestamp", "v0:{timestamp}:{body}"),
                        Map.of(
                                "X-Signature",
                                "v0=1e1e5371846a0fafcfd9f71a5bb8df6dc9ec136f1bb497627c286ec369ff9a5f",
                                "X-Timestamp",
                                SECONDS)),
                signed(
                        "hmac, an ISO time",
                        hmac(Encoding.BASE64, "", "X-Timestamp", "{timestamp}{body}"),
                        Map.of(
                                "X-Signature",
                                "fk5SwQkJ2vGXbr793plF4YXF1sEbQ/y33FS1Tq8DIN8=",
                                "X-Timestamp",
                                "2026-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @MethodSource("everyScheme")
    void what_the_sender_signed_is_good(Signed signed) {
        assertThat(signed.judge()).isEqualTo(Verdict.GOOD);
    }

    @ParameterizedTest
    @MethodSource("everyScheme")
    void any_other_body_is_wrong(Signed signed) {
        byte[] body = signed.body().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < body.length; i++) {
            byte[] other = body.clone();
            other[i] ^= 1;
            assertThat(signed.check().judge(request(other, signed.headers(), signed.at())))
                    .as("another byte %d", i)
                    .isEqualTo(Verdict.WRONG);
        }
        assertThat(signed.check().judge(request("", signed.headers(), signed.at())))
                .isEqualTo(Verdict.WRONG);
        assertThat(signed.check().judge(request(signed.body() + "\n", signed.headers(), signed.at())))
                .isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @MethodSource("everyScheme")
    void any_other_signature_is_wrong(Signed signed) {
        String right = signed.signature();
        for (int i = 0; i < right.length(); i++) {
            char other = right.charAt(i) == '0' ? '1' : '0';
            String changed = right.substring(0, i) + other + right.substring(i + 1);
            assertThat(signed.judge(Map.of(signed.scheme().header(), changed)))
                    .as("another character %d", i)
                    .isEqualTo(Verdict.WRONG);
        }
    }

    @ParameterizedTest
    @MethodSource("everyScheme")
    void a_signature_that_is_cut_off_anywhere_is_wrong(Signed signed) {
        String right = signed.signature();
        for (int length = 1; length < right.length(); length++) {
            assertThat(signed.judge(Map.of(signed.scheme().header(), right.substring(0, length))))
                    .as("only %d characters", length)
                    .isEqualTo(Verdict.WRONG);
        }
        assertThat(signed.judge(Map.of(signed.scheme().header(), right + "0"))).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @MethodSource("everyScheme")
    void what_was_signed_with_another_secret_is_wrong(Signed signed) {
        SignatureCheck other =
                new SignatureCheck(signed.scheme(), List.of(SigningKey.ofText(SECRET.toUpperCase(Locale.ROOT))));

        assertThat(other.judge(request(signed.body(), signed.headers(), signed.at())))
                .isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @MethodSource("everyScheme")
    void without_any_one_of_its_headers_it_is_missing(Signed signed) {
        for (String header : signed.headers().keySet()) {
            assertThat(signed.judge(Map.of(header, "")))
                    .as("without %s", header)
                    .isEqualTo(Verdict.MISSING);
            assertThat(signed.judge(Map.of(header, "  ")))
                    .as("a blank %s", header)
                    .isEqualTo(Verdict.MISSING);
        }
    }

    @ParameterizedTest
    @MethodSource("everyScheme")
    void while_a_secret_is_replaced_either_is_good(Signed signed) {
        SigningKey other = SigningKey.ofText("another");
        HttpRequest request = request(signed.body(), signed.headers(), signed.at());

        assertThat(new SignatureCheck(signed.scheme(), List.of(signed.key(), other)).judge(request))
                .isEqualTo(Verdict.GOOD);
        assertThat(new SignatureCheck(signed.scheme(), List.of(other, signed.key())).judge(request))
                .isEqualTo(Verdict.GOOD);
        assertThat(new SignatureCheck(signed.scheme(), List.of(other)).judge(request))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void the_former_secret_is_good_as_long_as_it_is_named() {
        HttpRequest request = request(BODY, Map.of("X-Shopify-Hmac-SHA256", HMAC_OF_BODY_WITH_FORMER), SIGNED_AT);
        SignatureScheme shopify = SignatureScheme.shopify();

        assertThat(new SignatureCheck(shopify, List.of(SigningKey.ofText(SECRET), SigningKey.ofText("former")))
                        .judge(request))
                .isEqualTo(Verdict.GOOD);
        assertThat(new SignatureCheck(shopify, List.of(SigningKey.ofText(SECRET))).judge(request))
                .isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @MethodSource("timed")
    void within_the_tolerance_it_is_good_beyond_it_is_old_both_before_and_after(Signed signed) {
        for (Duration off : List.of(TOLERANCE, TOLERANCE.negated(), Duration.ZERO)) {
            assertThat(at(signed, off)).as("%s off", off).isEqualTo(Verdict.GOOD);
        }
        Duration more = TOLERANCE.plusMillis(1);
        for (Duration off : List.of(more, more.negated(), Duration.ofDays(365))) {
            assertThat(at(signed, off)).as("%s off", off).isEqualTo(Verdict.OLD);
        }
    }

    @ParameterizedTest
    @MethodSource("timed")
    void an_old_request_with_a_new_time_is_wrong(Signed signed) {
        Duration later = Duration.ofHours(1);
        String timestamp = String.valueOf(signed.scheme().timestampHeader());
        String fresh = Long.toString(signed.at().plus(later).getEpochSecond());
        HttpRequest request = request(
                signed.body(),
                signed.changed(Map.of(timestamp, fresh)),
                signed.at().plus(later));

        assertThat(signed.check().judge(request)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void who_does_not_know_the_secret_is_not_told_that_the_time_is_off() {
        Signed signed = standard();
        HttpRequest request = request("{}", signed.headers(), signed.at().plus(Duration.ofDays(1)));

        assertThat(signed.check().judge(request)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void a_time_that_is_none_is_old_though_it_was_signed() {
        SignatureScheme scheme = hmac(Encoding.HEX, "", "X-Timestamp", "{timestamp}.{body}");
        SignatureCheck check = new SignatureCheck(scheme, List.of(SigningKey.ofText(SECRET)));

        assertThat(check.judge(request("{}", Map.of("X-Signature", HEX_OF_SOON, "X-Timestamp", "soon"), SIGNED_AT)))
                .isEqualTo(Verdict.OLD);
    }

    @Test
    void the_case_of_base64_counts_and_that_of_hex_does_not() {
        Signed shopify = everyScheme().get(0);
        Signed hex = everyScheme().get(2);

        assertThat(shopify.judge(Map.of("X-Shopify-Hmac-SHA256", HMAC_OF_BODY.toLowerCase(Locale.ROOT))))
                .isEqualTo(Verdict.WRONG);
        assertThat(shopify.judge(Map.of("X-Shopify-Hmac-SHA256", HMAC_OF_BODY.toUpperCase(Locale.ROOT))))
                .isEqualTo(Verdict.WRONG);
        assertThat(hex.judge(Map.of("X-Signature", HEX_OF_BODY.toUpperCase(Locale.ROOT))))
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void another_algorithm_or_encoding_is_wrong() {
        Signed shopify = everyScheme().get(0);

        assertThat(shopify.judge(Map.of("X-Shopify-Hmac-SHA256", "Kgod28fw6/LVWkXg4KTLQXmOJhs=")))
                .as("SHA-1")
                .isEqualTo(Verdict.WRONG);
        assertThat(shopify.judge(Map.of("X-Shopify-Hmac-SHA256", HEX_OF_BODY))).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1,%s v1,other   | GOOD",
                "v1,other v1,%s   | GOOD",
                "v1a,asymmetric v1,%s | GOOD",
                "v1,%s            | GOOD",
                "v1,other         | WRONG",
                "v2,%s            | WRONG",
                "%s               | WRONG",
                "v1               | WRONG",
                "v1,              | WRONG",
                "v1,%s,v1,other   | WRONG",
                ",                | WRONG",
            })
    void of_several_signatures_one_right_v1_is_enough(String header, Verdict verdict) {
        Signed standard = standard();
        String signature = standard.signature().substring("v1,".length());

        assertThat(standard.judge(Map.of("webhook-signature", header.replace("%s", signature))))
                .isEqualTo(verdict);
    }

    @Test
    void another_id_of_a_standard_webhook_is_wrong() {
        assertThat(standard().judge(Map.of("webhook-id", "msg_another"))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void another_address_in_hubspot_is_wrong() {
        Signed hubSpot = timed().get(0);
        SignatureCheck elsewhere = new SignatureCheck(
                SignatureScheme.hubSpot("https://ferry.example.com/v1/sources/other", TOLERANCE),
                List.of(hubSpot.key()));

        assertThat(elsewhere.judge(request(hubSpot.body(), hubSpot.headers(), hubSpot.at())))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void an_empty_body_can_be_signed_too() {
        SignatureCheck check = new SignatureCheck(SignatureScheme.shopify(), List.of(SigningKey.ofText(SECRET)));
        Map<String, String> headers = Map.of("X-Shopify-Hmac-SHA256", "H6DRQ1H3FEfhE2yVXSWy09h8EdNKljy18B2B0FkYwow=");

        assertThat(check.judge(request("", headers, SIGNED_AT))).isEqualTo(Verdict.GOOD);
    }

    @Test
    void many_threads_may_judge_at_once() {
        SignatureCheck check = everyScheme().get(0).check();
        Map<String, String> headers = Map.of("X-Shopify-Hmac-SHA256", HMAC_OF_BODY);

        Map<Verdict, Long> verdicts = IntStream.range(0, 2000)
                .parallel()
                .mapToObj(i -> check.judge(request(i % 2 == 0 ? BODY : "{}", headers, SIGNED_AT)))
                .collect(Collectors.groupingBy(verdict -> verdict, Collectors.counting()));

        assertThat(verdicts).containsOnly(Map.entry(Verdict.GOOD, 1000L), Map.entry(Verdict.WRONG, 1000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{timestamp}", "{id}.{timestamp}", "{boody}", "{body}{url}", "{}{body}", "{Body}"})
    void what_is_signed_must_hold_the_body_and_only_what_there_is(String form) {
        assertThatIllegalArgumentException().isThrownBy(() -> SignedContent.of(form));
    }

    @Test
    void a_time_that_is_not_signed_or_an_id_without_a_header_is_refused_as_a_scheme() {
        assertThatIllegalArgumentException().isThrownBy(() -> hmac(Encoding.HEX, "", "X-Timestamp", "{body}"));
        assertThatIllegalArgumentException().isThrownBy(() -> hmac(Encoding.HEX, "", null, "{timestamp}{body}"));
        assertThatIllegalArgumentException().isThrownBy(() -> hmac(Encoding.HEX, "", null, "{id}{body}"));
    }

    @Test
    void a_secret_is_never_shown_and_never_nothing() {
        assertThat(SigningKey.ofText(SECRET)).hasToString("***");
        assertThat(Arrays.toString(everyScheme().toArray())).doesNotContain(SECRET);
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.ofText(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.ofStandardWebhooks("whsec_canary!"))
                .withMessageNotContaining("canary");
        assertThatIllegalArgumentException().isThrownBy(() -> new SignatureCheck(SignatureScheme.shopify(), List.of()));
    }

    private static Signed standard() {
        return new Signed(
                "standard",
                SignatureScheme.standardWebhooks(TOLERANCE),
                SigningKey.ofStandardWebhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "{\"test\": 2432232314}",
                Map.of(
                        "webhook-id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "webhook-timestamp",
                        "1614265330",
                        "webhook-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                Instant.ofEpochSecond(1614265330));
    }

    private static Signed signed(String name, SignatureScheme scheme, Map<String, String> headers) {
        return new Signed(name, scheme, SigningKey.ofText(SECRET), BODY, headers, SIGNED_AT);
    }

    private static SignatureScheme hmac(
            Encoding encoding, String prefix, @Nullable String timestampHeader, String content) {
        return new SignatureScheme(
                "X-Signature",
                Algorithm.SHA256,
                encoding,
                prefix,
                timestampHeader,
                null,
                SignedContent.of(content),
                TOLERANCE);
    }

    private static Verdict at(Signed signed, Duration off) {
        return signed.check()
                .judge(request(signed.body(), signed.headers(), signed.at().plus(off)));
    }

    private static HttpRequest request(String body, Map<String, String> headers, Instant at) {
        return request(body.getBytes(StandardCharsets.UTF_8), headers, at);
    }

    private static HttpRequest request(byte[] body, Map<String, String> headers, Instant at) {
        return new HttpRequest("r", at, "/v1/sources/shop", null, body, headers::get, HttpRequest.Named.NONE);
    }
}
