package dev.eventferry.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Cookies;
import dev.eventferry.event.Visitor;
import dev.eventferry.identity.IpNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorsTest {

    private static final String BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)";
    private static final String PROXY = "10.0.0.2";
    private static final String OWN = "198.51.100.200";

    private final Visitors visitors = new Visitors(
            Set.of("canonical"),
            List.of(IpNetwork.parse("10.0.0.0/24"), IpNetwork.parse("192.0.2.10"), IpNetwork.parse("2001:db8:f::/48")),
            Set.of(OWN));
    private final Random random = new Random(20260101);

    @Test
    void a_source_that_visitors_do_not_post_to_has_none() {
        assertThat(visitors.of("crm", "203.0.113.9", headers("User-Agent", BROWSER)))
                .isNull();
        assertThat(new Visitors(Set.of(), List.of(), Set.of())
                        .of("canonical", "203.0.113.9", headers("User-Agent", BROWSER)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "curl/8.5.0", "Java-http-client/17.0.15", "node", "python-requests/2.32"})
    void what_is_no_browser_is_no_visitor(String agent) {
        assertThat(visitors.of("canonical", "203.0.113.9", headers("User-Agent", agent)))
                .isNull();
    }

    @Test
    void what_does_not_say_what_it_is_is_no_visitor() {
        assertThat(visitors.of("canonical", "203.0.113.9", headers())).isNull();
    }

    @Test
    void a_visitor_has_an_address_a_browser_and_tiktoks_cookies() {
        Visitor visitor = visitors.of(
                "canonical",
                "203.0.113.9",
                headers("User-Agent", BROWSER, "Cookie", "_ga=1; _ttp=2rK; ttclid=E.C.P.x; session=secret"));

        assertThat(visitor).isEqualTo(new Visitor("203.0.113.9", BROWSER, new Cookies("E.C.P.x", "2rK")));
        assertThat(visitor).asString().isEqualTo("Visitor");
    }

    @ParameterizedTest
    @CsvSource({
        // the peer, X-Forwarded-For, the visitor
        "203.0.113.9, , 203.0.113.9",
        "2001:0db8::9, , 2001:db8::9",
        "203.0.113.9, 198.51.100.7, 203.0.113.9", // not one of our proxies: it may say what it likes
        "127.0.0.1, 198.51.100.7, ",
        "10.0.1.2, 198.51.100.7, ",
        "10.0.0.2, 198.51.100.7, 198.51.100.7",
        "::ffff:10.0.0.2, 198.51.100.7, 198.51.100.7",
        "10.0.0.2, '8.8.8.8, 198.51.100.7', 198.51.100.7",
        "10.0.0.2, '8.8.8.8,198.51.100.7 , 10.0.0.77,192.0.2.10', 198.51.100.7",
        "10.0.0.2, '198.51.100.7:4711, [2001:db8:f:1::1]:80', 198.51.100.7",
        "10.0.0.2, 2001:DB8::7, 2001:db8::7",
        // an address that no visitor has is not sent, and what stands left of it is hearsay
        "10.0.0.2, '198.51.100.7, 192.168.1.5', ",
        "10.0.0.2, '198.51.100.7, 127.0.0.1', ",
        "10.0.0.2, '198.51.100.7, unknown', ",
        "10.0.0.2, '198.51.100.7,', ",
        "10.0.0.2, '198.51.100.7, 198.51.100.200', ",
        "198.51.100.200, , ",
        "10.0.0.2, , ",
        "10.0.0.2, '10.0.0.3, 10.0.0.4', ",
        ", 198.51.100.7, ",
    })
    void the_address_is_the_nearest_that_is_no_proxy(
            @Nullable String peer, @Nullable String forwarded, @Nullable String ip) {
        assertThat(forwarded == null ? ip(peer) : ip(peer, "X-Forwarded-For", forwarded))
                .isEqualTo(ip);
    }

    @Test
    void each_proxy_may_write_a_line_of_its_own() {
        assertThat(ip(PROXY, "X-Forwarded-For", "8.8.8.8", "X-Forwarded-For", "198.51.100.7"))
                .isEqualTo("198.51.100.7");
    }

    @ParameterizedTest
    @CsvSource({
        "for=198.51.100.7, 198.51.100.7",
        "'for=8.8.8.8, proto=https;For=\"198.51.100.7:80\";by=10.0.0.2', 198.51.100.7",
        "'for=\"[2001:db8::7]:4711\"', 2001:db8::7",
        "'for=198.51.100.7, for=unknown', ",
        "'for=198.51.100.7, proto=https', ",
        "by=198.51.100.7, ",
    })
    void forwarded_is_read_where_there_is_no_x_forwarded_for(String header, @Nullable String ip) {
        assertThat(ip(PROXY, "Forwarded", header)).isEqualTo(ip);
        assertThat(ip(PROXY, "Forwarded", header, "X-Forwarded-For", "192.0.2.77"))
                .isEqualTo("192.0.2.77");
    }

    @Test
    void nothing_that_a_visitor_writes_changes_the_address() {
        for (int i = 0; i < 2_000; i++) {
            String spoofed = spoofed();

            assertThat(ip("203.0.113.9", "X-Forwarded-For", spoofed, "Forwarded", "for=" + spoofed))
                    .isEqualTo("203.0.113.9");
            assertThat(ip(PROXY, "X-Forwarded-For", spoofed + ", 203.0.113.9")).isEqualTo("203.0.113.9");
            assertThat(ip(PROXY, "X-Forwarded-For", spoofed, "X-Forwarded-For", "203.0.113.9, 10.0.0.9"))
                    .isEqualTo("203.0.113.9");
        }
    }

    private String spoofed() {
        List<String> pieces = List.of(
                "8.8.8.8", "10.0.0.2", "::1", ",", " ", ";", "\"", "for=", "unknown", "[", ":80", "2001:db8::1");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private @Nullable String ip(@Nullable String peer, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "User-Agent";
        all[headers.length + 1] = BROWSER;
        return Objects.requireNonNull(visitors.of("canonical", peer, headers(all)))
                .ip();
    }

    private static Function<String, List<String>> headers(String... namesAndValues) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.computeIfAbsent(namesAndValues[i], name -> new ArrayList<>())
                    .add(namesAndValues[i + 1]);
        }
        return name -> headers.getOrDefault(name, List.of());
    }
}
