package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final int API_PORT = 8474;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254:80",
                "[::ffff:169.254.169.254]:80",
                "[fe80::1]:80",
                "[fd00:ec2::254]:80",
                "100.100.100.200:80",
                "[::ffff:100.100.100.200]:80",
                "127.0.0.1:8474",
                "127.0.0.2:8474",
                "[::1]:8474",
                "[::ffff:127.0.0.1]:8474",
                "0.0.0.0:8474",
                "[::]:8474",
                "localhost:8474",
                ":8474"
            })
    void noUpstreamIsTheCloudsCredentialsOrOurOwnApi(String upstream) {
        try (Addresses addresses = new Addresses(new ProxyOptions(new InetSocketAddress("127.0.0.1", API_PORT), 1))) {
            addresses.apiPort(API_PORT);
            assertThat(addresses.upstream(upstream).join()).isEmpty();
            assertThat(addresses.upstream("127.0.0.1:8475").join()).hasSize(1);
        }
    }
}
