package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventferry.TurningClock;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.settings.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may look and act, by key, by session, and where no key is set. */
class AccessTest {

    private static final String HOST = "127.0.0.1:8080";

    private final Access all = access(List.of("shop"), List.of("boss"), List.of("guest"), false);
    private final Access open = access(List.of(), List.of(), List.of(), true);

    @Test
    void a_key_in_the_header_opens_what_it_is_for() {
        assertThat(all.view(with("X-Api-Key", "boss")).role()).isEqualTo(Role.OPERATE);
        assertThat(all.view(with("Authorization", "Bearer guest")).role()).isEqualTo(Role.VIEW);
        assertThat(all.view(with("X-Api-Key", "shop")).role()).isEqualTo(Role.OPERATE);
        all.operate(with("X-Api-Key", "boss"));
        all.operate(with("X-Api-Key", "shop"));
        assertRefused(403, "view_only", () -> all.operate(with("X-Api-Key", "guest")));
        assertRefused(401, "key_wrong", () -> all.view(with("X-Api-Key", "boss2")));
        assertRefused(401, "key_wrong", () -> all.view(with()));
    }

    @Test
    void a_session_needs_its_token_to_act_but_not_to_look() {
        String cookie = cookie(all.signIn(with(), "boss"));
        String csrf = String.valueOf(all.view(with("Cookie", cookie)).csrf());

        assertRefused(403, "csrf_wrong", () -> all.operate(with("Cookie", cookie)));
        assertRefused(403, "csrf_wrong", () -> all.operate(with("Cookie", cookie, "X-CSRF-Token", "x" + csrf)));
        all.operate(with("Cookie", cookie, "X-CSRF-Token", csrf));
        all.operate(with("Cookie", "a=b; " + cookie + "; c=d", "X-CSRF-Token", csrf));
    }

    @Test
    void a_session_of_who_only_looks_does_not_act() {
        String cookie = cookie(all.signIn(with(), "guest"));
        Access.Visit visit = all.view(with("Cookie", cookie));

        assertThat(visit.role()).isEqualTo(Role.VIEW);
        assertRefused(
                403,
                "view_only",
                () -> all.operate(with("Cookie", cookie, "X-CSRF-Token", String.valueOf(visit.csrf()))));
    }

    @Test
    void who_signs_out_is_out_and_only_by_their_own_page() {
        String cookie = cookie(all.signIn(with(), "boss"));
        String csrf = String.valueOf(all.view(with("Cookie", cookie)).csrf());

        assertRefused(403, "csrf_wrong", () -> all.signOut(with("Cookie", cookie)));
        assertThat(all.signOut(with("Cookie", cookie, "X-CSRF-Token", csrf))).contains("Max-Age=0");
        assertRefused(401, "key_wrong", () -> all.view(with("Cookie", cookie)));
    }

    @Test
    void a_key_of_senders_opens_no_session_where_the_inspector_has_its_own() {
        assertRefused(401, "key_wrong", () -> all.signIn(with(), "shop"));
        Access shopOnly = access(List.of("shop"), List.of(), List.of(), true);
        assertThat(cookie(shopOnly.signIn(with(), "shop"))).startsWith("eventferry-session=");
    }

    @Test
    void there_is_no_page_beyond_loopback_without_a_key_of_its_own() {
        Access off = access(List.of("shop"), List.of(), List.of(), false);

        assertRefused(404, "not_found", off::requirePage);
        assertRefused(404, "not_found", () -> off.signIn(with(), "shop"));
        assertThat(off.view(with("X-Api-Key", "shop")).role()).isEqualTo(Role.OPERATE);
        all.requirePage();
        open.requirePage();
    }

    @Test
    void guesses_are_refused_after_a_few_even_the_right_one() {
        for (int i = 0; i < SignInLimit.AT_ONCE; i++) {
            assertRefused(401, "key_wrong", () -> all.signIn(with(), "guess"));
        }
        assertRefused(429, "too_many_sign_ins", () -> all.signIn(with(), "boss"));
    }

    @Test
    void the_cookie_is_for_this_site_this_path_and_no_script() {
        assertThat(all.signIn(with(), "boss"))
                .contains("; Path=/v1/inspect;", "; HttpOnly", "; SameSite=Strict", "; Max-Age=43200")
                .doesNotContain("boss", "Secure");
        assertThat(all.signIn(with("X-Forwarded-Proto", "https"), "boss")).endsWith("; Secure");
    }

    @Test
    void without_any_key_this_machine_may_act() {
        open.operate(with());
        open.operate(with("Origin", "http://" + HOST, "Sec-Fetch-Site", "same-origin"));
        assertThat(open.view(with()).csrf()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://127.0.0.1:8081",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Host, evil.example",
        "Host, 127.0.0.1.evil.example:8080",
        "Host, localhost.evil.example"
    })
    void without_any_key_another_sites_page_may_not(String header, String value) {
        assertRefused(403, "cross_site", () -> open.view(with(header, value)));
        assertRefused(403, "cross_site", () -> open.operate(with(header, value)));
        assertRefused(403, "cross_site", () -> open.signIn(with(header, value), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "shop.localhost:1", "127.0.0.1", "[::1]:8080", "[::1]"})
    void this_machine_has_several_names(String host) {
        assertThat(open.view(with("Host", host)).role()).isEqualTo(Role.OPERATE);
    }

    private static Access access(List<String> doors, List<String> operate, List<String> view, boolean loopback) {
        return new Access(
                new Access.Keys(secrets(doors), secrets(operate), secrets(view)), loopback, new TurningClock());
    }

    private static List<Secret> secrets(List<String> keys) {
        return keys.stream().map(Secret::new).toList();
    }

    private static String cookie(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    private static HttpRequest with(String... namesAndValues) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", HOST);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new HttpRequest(
                "r", Instant.EPOCH, "/v1/inspect/x", "192.0.2.7", new byte[0], headers::get, HttpRequest.Named.NONE);
    }

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RequestRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.sentence()).doesNotContain("boss", "guest", "shop", "guess");
        });
    }
}
