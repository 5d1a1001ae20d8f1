package dev.eventferry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "10.9.8.7/8, 10.0.0.0, 9.255.255.255",
        "192.0.2.128/25, 192.0.2.255, 192.0.2.127",
        "192.0.2.4/30, 192.0.2.7, 192.0.2.8",
        "128.0.0.0/1, 255.0.0.0, 127.255.255.255",
        "203.0.113.9, 203.0.113.9, 203.0.113.8",
        "203.0.113.9/32, ::ffff:203.0.113.9, 203.0.113.10",
        "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8:0:8000::/49, 2001:db8:0:ffff::, 2001:db8:0:7fff::",
        "::1, ::1, ::2",
        "10.0.0.0/8, 10.1.1.1, 2001:db8::a01:101",
    })
    void it_holds_the_addresses_that_begin_alike(String network, String inside, String outside) {
        assertThat(IpNetwork.parse(network).contains(bytes(inside))).isTrue();
        assertThat(IpNetwork.parse(network).contains(bytes(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy.local",
                "10.0.0",
                "10.0.0.0/33",
                "0.0.0.0/0", // everybody
                "::/0",
                "2001:db8::/129",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.1:80",
                "[::1]",
                "fe80::1%eth0",
                "::ffff:10.0.0.1"
            })
    void what_is_none_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpNetwork.parse(text));
    }

    @Test
    void it_shows_itself_as_it_is_written() {
        assertThat(IpNetwork.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
    }

    private static byte[] bytes(String address) {
        return Objects.requireNonNull(IpAddresses.parse(address));
    }
}
