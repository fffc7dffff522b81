package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefersToClusterTest {

    @Test
    void onlyLoopbackAddressesAreOnThisMachine() {
        for (String near : List.of("https://127.0.0.1:6443", "https://localhost:6443", "https://[::1]:6443/k8s")) {
            assertThat(named(near).onLoopback()).as(near).isTrue();
        }
        for (String far : List.of("https://10.0.0.1", "https://127.0.0.1.example:443", "https://[::2]", "https:///")) {
            assertThat(named(far).onLoopback()).as(far).isFalse();
        }
    }

    private static RefersToCluster.Name named(String server) {
        return new RefersToCluster.Name("shop", URI.create(server));
    }
}
